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

// How long the exit waits for groups, which may wait for their peers: a program must be able to end.
constexpr auto exit_timeout = 2s;

struct Release {
  ReleaseOrder order;
  void (*release)(void*);
};

struct Registry {
  std::mutex mutex;
  std::unordered_map<void*, Release> owned;
};

// Never destroyed, since the last handles are released after static objects are destroyed.
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
      // The process is ending: there is no caller to report the failure to.
    }
  }
}

// Runs before libtorch's own exit handlers, as this library was loaded after it, and after managed code has ended.
void release_and_wait(int status, void*) {
  if (thread_owners.load() == 0) {
    return;
  }
  // On a thread of its own, because a group's destructor waits for the group's outstanding work.
  std::thread(release_all).detach();
  const auto limit = std::chrono::steady_clock::now() + exit_timeout;
  while (thread_owners.load() > 0) {
    if (std::chrono::steady_clock::now() > limit) {
      // The remaining threads would use what the other exit handlers destroy, so the process ends without running
      // those.
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
