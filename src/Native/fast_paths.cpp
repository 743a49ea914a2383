#include "fast_paths.h"

#include <mutex>
#include <vector>

#include "guard.h"
#include "lock.h"
#include "operator.h"

namespace facade {

std::atomic<bool> fast_paths_enabled{true};

namespace {

// Operators live as long as the process, and so does their list.
std::mutex deciding;
std::vector<ltf_operator*>& decided() {
  static auto& made = *new std::vector<ltf_operator*>;
  return made;
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

void decide_fast_paths_again() {
  const Lock lock(deciding);
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
