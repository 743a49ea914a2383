// Calls into managed code: the handles of managed objects, how these are called, and what becomes of their exceptions.
#pragma once

#include <ATen/core/Tensor.h>

#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "nodes.h"
#include "torch_facade.h"

namespace facade {

// Owns a handle of a managed object, and releases it through the copy of the library that created it.
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

// A shared reference to the handle. When the last one is gone, the managed side releases the object.
using Managed = std::shared_ptr<const ManagedObject>;

// Takes over a handle from the managed side, even if this fails; nullptr for a NULL handle.
Managed managed(ltf_managed object);

// A managed callback threw. The exception itself stays on the managed side, and `error` is its handle.
struct ManagedFailure : std::exception {
  explicit ManagedFailure(Managed error) : error(std::move(error)) {}
  const char* what() const noexcept override {
    return "a managed callback threw an exception";
  }
  Managed error;
};

// An error of the backward pass in anomaly mode, with the stack of the forward call that created the failing node.
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

// Calls `target` with two lists of tensors. Returns whether it gave replacements, which are then in `results`.
bool call_managed(const Managed& target, const NodePointer& node, const Tensors& first, const Tensors& second,
                  Tensors& results);

// Asks `target` to pack the tensor; calling the result with call_managed unpacks it.
Managed pack_managed(const Managed& target, const at::Tensor& tensor);

// Asks the managed side to free tensors that nothing references, for a device that has `free` bytes left. Says whether
// it freed any. It waits for no other thread, so it may be called while libtorch's locks are held.
bool make_room(int64_t free);

// The managed stack of this thread, and its text.
Managed capture_stack() noexcept;
std::string stack_text(const Managed& stack);

// A GCHandle of the exception, owned by a caller in this .NET runtime; NULL where that caller cannot read it.
void* exception_for(const void* runtime, const Managed& exception) noexcept;

}  // namespace facade
