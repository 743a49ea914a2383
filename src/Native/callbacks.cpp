#include "callbacks.h"

#include "caller.h"
#include "guard.h"
#include "handles.h"
#include "lock.h"
#include "owners.h"
#include "running_node.h"
#include "visits.h"

namespace facade {
namespace {

// The tensors with references of their own, which the callee takes over.
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

// A call into an unloaded copy of the library fails: another copy cannot stand in for it, and leaving a hook out would
// silently change the gradients.
[[noreturn]] void fail_unloaded() {
  throw Failure(LTF_ERROR, "cannot call a hook or function of a copy of LibTorch.Facade that was unloaded "
                           "with its AssemblyLoadContext; before unloading, remove its hooks and release its graphs");
}

// `error` is passed by reference, since the callback writes it first. LTF_ERROR means that the copy is being unloaded.
void check(int32_t status, void* const& error, ltf_owner& owner) {
  if (status == LTF_ERROR) {
    fail_unloaded();
  }
  if (status != LTF_OK) {
    throw ManagedFailure(managed({error, &owner}));
  }
}

// Keeps a copy of the library loaded while it is called; fails if it was unloaded.
class Called {
 public:
  explicit Called(ltf_owner& owner) : inside_(owner) {
    if (!inside_.present()) {
      fail_unloaded();
    }
  }

 private:
  const InsideOwner inside_;
};

}  // namespace

ManagedObject::~ManagedObject() {
  if (object_.handle == nullptr || process_ends.load()) {
    return;
  }
  const InsideOwner inside(owner());
  // The garbage collector frees the objects of an unloaded copy.
  if (inside.present()) {
    owner().callbacks.release(object_.handle);
  }
}

Managed managed(ltf_managed object) {
  ManagedObject taken(object);
  return object.handle == nullptr ? nullptr : std::make_shared<const ManagedObject>(std::move(taken));
}

bool call_managed(const Managed& target, const NodePointer& node, const Tensors& first, const Tensors& second,
                  Tensors& results) {
  const UserCode user_code;
  auto& owner = target->owner();
  const Called called(owner);
  auto firsts = handed_out(first);
  auto seconds = handed_out(second);
  std::vector<ltf_tensor*> given(results.size(), nullptr);
  int32_t replaced = 0;
  void* error = nullptr;
  check(owner.callbacks.call(target->handle(), caller_for(owner), owned(node), firsts.data(), static_cast<int32_t>(firsts.size()),
                             seconds.data(), static_cast<int32_t>(seconds.size()), given.data(),
                             static_cast<int32_t>(given.size()), &replaced, &error),
        error, owner);
  for (size_t i = 0; i < given.size(); i++) {
    results[i] = taken_over(given[i]);
  }
  return replaced != 0;
}

Managed pack_managed(const Managed& target, const at::Tensor& tensor) {
  const UserCode user_code;
  auto& owner = target->owner();
  const Called called(owner);
  void* packed = nullptr;
  void* error = nullptr;
  check(owner.callbacks.pack(target->handle(), caller_for(owner), owned(tensor), &packed, &error), error, owner);
  return managed({packed, &owner});
}

bool make_room(int64_t free) {
  if (process_ends.load() || Lock::is_held()) {
    return false;
  }
  // Freeing a tensor may release memory that the application lent, and so call its code.
  const UserCode user_code;
  bool freed = false;
  for (auto* owner : present_owners()) {
    const InsideOwner inside(*owner);
    freed = (inside.present() && owner->callbacks.make_room != nullptr && owner->callbacks.make_room(free) != 0) || freed;
  }
  return freed;
}

// It is not known here which copy of the library is calling, but any copy can capture the whole stack. Copies that are
// never unloaded come first, as they can still format the stack later.
Managed capture_stack() noexcept {
  try {
    for (auto* owner : present_owners()) {
      const InsideOwner inside(*owner);
      if (inside.present()) {
        return managed({owner->callbacks.stack(), owner});
      }
    }
  } catch (...) {
    // An error message without the stack is better than none.
  }
  return nullptr;
}

std::string stack_text(const Managed& stack) {
  const InsideOwner inside(stack->owner());
  if (!inside.present()) {
    return "Noted down by a copy of LibTorch.Facade that was unloaded.";
  }
  ltf_text text{};
  stack->owner().callbacks.stack_text(stack->handle(), &text);
  return {text.data, static_cast<size_t>(text.length)};
}

void* exception_for(const void* runtime, const Managed& exception) noexcept {
  if (!exception || exception->owner().callbacks.runtime != runtime) {
    return nullptr;
  }
  const InsideOwner inside(exception->owner());
  return inside.present() ? exception->owner().callbacks.exception(exception->handle()) : nullptr;
}

}  // namespace facade
