// The managed hooks at one place of the graph.
#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "callbacks.h"
#include "lock.h"

namespace facade {

struct Hook {
  int64_t id;
  std::string name;
  Managed target;
};

// The hooks at one place, in order. Hooks may be added and removed while they run, also from another thread.
class HookTable {
 public:
  int64_t add(std::string name, Managed target) {
    const Lock lock(mutex_);
    hooks_.push_back({next_, std::move(name), std::move(target)});
    return next_++;
  }

  void remove(int64_t id) {
    Managed last;
    const Lock lock(mutex_);
    const auto hook = std::find_if(hooks_.begin(), hooks_.end(), [&](const Hook& h) { return h.id == id; });
    if (hook != hooks_.end()) {
      last = std::move(hook->target);
      hooks_.erase(hook);
    }
  }

  std::vector<Hook> all() const {
    const Lock lock(mutex_);
    return hooks_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Hook> hooks_;
  int64_t next_ = 0;
};

}  // namespace facade
