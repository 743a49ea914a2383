#include "caller.h"

namespace facade {
namespace {

// As with the hooks on saved tensors: libtorch itself does not use this slot of its thread-local debug info, and the
// engine copies the slot to each thread that runs part of a pass.
const auto slot = c10::DebugInfoKind::TEST_INFO_2;

struct Caller : c10::DebugInfoBase {
  explicit Caller(Managed state) : state(std::move(state)) {}
  Managed state;
};

const Caller* current_caller() noexcept {
  const auto* caller = dynamic_cast<Caller*>(c10::ThreadLocalDebugInfo::get(slot));
  return caller != nullptr && caller->state ? caller : nullptr;
}

}  // namespace

CarriedCaller::CarriedCaller(const Managed& caller) {
  // An empty caller is set too if the thread already has one: a pass inside another must not inherit the outer one's.
  if (caller || current_caller() != nullptr) {
    guard_.emplace(slot, std::make_shared<Caller>(caller));
  }
}

void* caller_for(const ltf_owner& owner) noexcept {
  const auto* caller = current_caller();
  return caller != nullptr && &caller->state->owner() == &owner ? caller->state->handle() : nullptr;
}

}  // namespace facade
