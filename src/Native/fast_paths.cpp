#include "fast_paths.h"

#include <array>
#include <mutex>
#include <vector>

#include "below_autograd.h"
#include "guard.h"
#include "lock.h"
#include "operator.h"

namespace facade {

std::atomic<bool> fast_paths_enabled{true};

namespace {

// Operators are never freed, and neither is this list of them.
std::mutex deciding;
std::vector<ltf_operator*>& decided() {
  static auto& made = *new std::vector<ltf_operator*>;
  return made;
}

std::atomic<bool> views_pass{false};

void decide_views() {
  constexpr std::array<std::array<const char*, 2>, 4> used = {
      {{"aten::select", "int"}, {"aten::slice", "Tensor"}, {"aten::unsqueeze", ""}, {"aten::alias", ""}}};
  bool all = fast_paths_enabled;
  for (const auto& [name, overload] : used) {
    const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    all = all && handle && passed_by(*handle) == PassedBy::autograd;
  }
  views_pass.store(all, std::memory_order_relaxed);
}

void decide(ltf_operator& op) {
  op.unboxed.passed_by.store(fast_paths_enabled ? passed_by(op.handle) : PassedBy::nothing, std::memory_order_relaxed);
}

}  // namespace

void decide_fast_path(ltf_operator& op) {
  const Lock lock(deciding);
  decided().push_back(&op);
  decide(op);
}

bool views_are_passed_by() {
  static const bool decided_first = [] {
    const Lock lock(deciding);
    decide_views();
    return true;
  }();
  return decided_first && views_pass.load(std::memory_order_relaxed);
}

void decide_fast_paths_again() {
  const Lock lock(deciding);
  decide_views();
  for (auto* op : decided()) {
    decide(*op);
  }
}

}  // namespace facade

using namespace facade;

int32_t ltf_set_fast_paths(int32_t enabled) {
  return guarded([&] {
    fast_paths_enabled = enabled != 0;
    decide_fast_paths_again();
  });
}
