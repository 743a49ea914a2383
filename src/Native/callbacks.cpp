#include "callbacks.h"

#include "caller.h"
#include "guard.h"
#include "handles.h"
#include "lock.h"
#include "running_node.h"
#include "visits.h"

namespace facade {
namespace {

ltf_callbacks table{};

void release_managed(void* handle) {
  if (handle != nullptr && !process_ends.load()) {
    table.release(handle);
  }
}

// References of their own for the callee, which takes them over.
std::vector<ltf_tensor*> handed_out(const Tensors& tensors) {
  std::vector<ltf_tensor*> pointers;
  pointers.reserve(tensors.size());
  for (const auto& tensor : tensors) {
    pointers.push_back(owned(tensor));
  }
  return pointers;
}

at::Tensor taken_over(ltf_tensor* tensor) {
  auto result = retained(tensor);
  ltf_tensor_release(tensor);
  return result;
}

// `error` is read only once the callback has written it.
void check(int32_t status, void* const& error) {
  if (status != LTF_OK) {
    throw ManagedFailure(managed(error));
  }
}

}  // namespace

Managed managed(void* handle) {
  return Managed(handle, release_managed);
}

bool call_managed(const Managed& target, const NodePointer& node, const Tensors& first, const Tensors& second,
                  Tensors& results) {
  const UserCode user_code;
  auto firsts = handed_out(first);
  auto seconds = handed_out(second);
  std::vector<ltf_tensor*> given(results.size(), nullptr);
  int32_t replaced = 0;
  void* error = nullptr;
  check(table.call(target.get(), current_caller(), owned(node), firsts.data(), static_cast<int32_t>(firsts.size()), seconds.data(),
                   static_cast<int32_t>(seconds.size()), given.data(), static_cast<int32_t>(given.size()), &replaced,
                   &error),
        error);
  for (size_t i = 0; i < given.size(); i++) {
    results[i] = taken_over(given[i]);
  }
  return replaced != 0;
}

Managed pack_managed(const Managed& target, const at::Tensor& tensor) {
  const UserCode user_code;
  void* packed = nullptr;
  void* error = nullptr;
  check(table.pack(target.get(), current_caller(), owned(tensor), &packed, &error), error);
  return managed(packed);
}

bool make_room(int64_t free) {
  if (table.make_room == nullptr || process_ends.load() || Lock::is_held()) {
    return false;
  }
  // What a tensor held may be the application's.
  const UserCode user_code;
  return table.make_room(free) != 0;
}

Managed capture_stack() noexcept {
  return table.stack == nullptr ? Managed() : managed(table.stack());
}

std::string stack_text(const Managed& stack) {
  ltf_text text{};
  table.stack_text(stack.get(), &text);
  return {text.data, static_cast<size_t>(text.length)};
}

}  // namespace facade

void ltf_callbacks_set(const ltf_callbacks* callbacks) {
  facade::table = *callbacks;
}
