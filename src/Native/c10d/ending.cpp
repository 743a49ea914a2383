#include "ending.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "../lock.h"

namespace facade::c10d_library {

std::atomic<int64_t> thread_owners{0};

namespace {

using namespace std::chrono_literals;

// A group that waits longer for its peers is not waited for: a program must be able to end.
constexpr auto patience = 2s;

struct Release {
  ReleaseOrder order;
  void (*release)(void*);
};

struct Registry {
  std::mutex mutex;
  std::unordered_map<void*, Release> owned;
};

// Never destroyed: the last handles are given back after everything else.
Registry& registry() {
  static auto& made = *new Registry;
  return made;
}

void release_all() {
  std::vector<std::pair<void*, Release>> all;
  {
    auto& [mutex, owned] = registry();
    const Lock lock(mutex);
    all.assign(owned.begin(), owned.end());
    owned.clear();
  }
  std::sort(all.begin(), all.end(),
            [](const auto& one, const auto& other) { return one.second.order < other.second.order; });
  for (const auto& [pointer, how] : all) {
    try {
      how.release(pointer);
    } catch (...) {
      // Nobody is left to tell.
    }
  }
}

// Runs before libtorch's own exit handlers, as this library was loaded after it, and after managed code has ended.
void release_and_wait(int status, void*) {
  if (thread_owners.load() == 0) {
    return;
  }
  // On a thread of its own, as a group's destructor waits for what the group has been given to do.
  std::thread(release_all).detach();
  const auto limit = std::chrono::steady_clock::now() + patience;
  while (thread_owners.load() > 0) {
    if (std::chrono::steady_clock::now() > limit) {
      // The threads that are left would use what the other exit handlers destroy, so these are passed over.
      std::fflush(nullptr);
      _exit(status);
    }
    std::this_thread::sleep_for(1ms);
  }
}

}  // namespace

void track(void* owned, ReleaseOrder order, void (*release)(void*)) {
  auto& all = registry();
  const Lock lock(all.mutex);
  all.owned[owned] = {order, release};
}

void untrack(void* owned) {
  auto& all = registry();
  const Lock lock(all.mutex);
  all.owned.erase(owned);
}

void release_at_exit() {
  on_exit(release_and_wait, nullptr);
}

}  // namespace facade::c10d_library
