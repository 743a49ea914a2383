// Calls into managed code: what is held there, how it is called, and what becomes of its exceptions.
#pragma once

#include <ATen/core/Tensor.h>

#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "nodes.h"
#include "torch_facade.h"

namespace facade {

// A handle on a managed object, which is given back to the copy of the library that made it.
class ManagedObject {
 public:
  explicit ManagedObject(ltf_managed object) : object_(object) {}
  ManagedObject(ManagedObject&& other) noexcept : object_(other.object_) {
    other.object_.handle = nullptr;
  }
  ~ManagedObject();
  ManagedObject(const ManagedObject&) = delete;
  ManagedObject& operator=(const ManagedObject&) = delete;

  void* handle() const {
    return object_.handle;
  }
  ltf_owner& owner() const {
    return *object_.owner;
  }

 private:
  ltf_managed object_;
};

// A reference on it; the last one gone, the managed side lets go of it.
using Managed = std::shared_ptr<const ManagedObject>;

// Takes over a handle that the managed side handed out, also where it fails; none for NULL.
Managed managed(ltf_managed object);

// A managed callback threw. The exception itself waits on the managed side.
struct ManagedFailure : std::exception {
  explicit ManagedFailure(Managed error) : error(std::move(error)) {}
  const char* what() const noexcept override {
    return "a managed callback threw an exception";
  }
  Managed error;
};

// An error of the backward pass in anomaly mode, with where the forward pass made the failing node.
struct AnomalyFailure : std::exception {
  AnomalyFailure(std::exception_ptr original, std::string trace)
      : original(std::move(original)), trace(std::move(trace)) {}
  const char* what() const noexcept override {
    return trace.c_str();
  }
  std::exception_ptr original;
  std::string trace;
};

using Tensors = std::vector<at::Tensor>;

// Calls `target` with two lists. False: it leaves things as they are; true: `results` has what it gave.
bool call_managed(const Managed& target, const NodePointer& node, const Tensors& first, const Tensors& second,
                  Tensors& results);

// Has `target` keep what it needs to give the tensor back; call_managed on the result gives it.
Managed pack_managed(const Managed& target, const at::Tensor& tensor);

// Has the managed side free tensors that nobody holds, of a device that has `free` bytes left. Says whether it freed any.
// It waits for no other thread, so it may be called under locks of libtorch's.
bool make_room(int64_t free);

// The managed stack of this thread, and its text.
Managed capture_stack() noexcept;
std::string stack_text(const Managed& stack);

// The exception for a caller of this managed runtime, who owns the GCHandle; NULL where it cannot read it.
void* exception_for(const void* runtime, const Managed& exception) noexcept;

}  // namespace facade
