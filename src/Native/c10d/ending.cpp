#include "ending.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "../lock.h"

namespace facade::c10d_library {

std::atomic<int64_t> living{0};

namespace {

using namespace std::chrono_literals;

// What hangs longer is left to its fate: a program must be able to end.
constexpr auto patience = 2s;

struct Owned {
  Kind kind;
  void (*release)(void*);
};

struct Registry {
  std::mutex mutex;
  std::unordered_map<void*, Owned> owned;
};

// Never destroyed: the last handles are given back after everything else.
Registry& registry() {
  static auto& made = *new Registry;
  return made;
}

// Works hold their group, reducers too, and groups their store.
void release_all() {
  std::multimap<Kind, std::pair<void*, void (*)(void*)>> ordered;
  {
    auto& [mutex, owned] = registry();
    const Lock lock(mutex);
    for (const auto& [pointer, one] : owned) {
      ordered.emplace(one.kind, std::make_pair(pointer, one.release));
    }
    owned.clear();
  }
  for (const auto& [kind, one] : ordered) {
    try {
      one.second(one.first);
    } catch (...) {
      // Nobody is left to tell.
    }
  }
}

// Runs before libtorch's own handlers, as this library was loaded after it, and after the managed side has ended.
void end(int status, void*) {
  if (living.load() == 0) {
    return;
  }
  // On a thread of its own, as a group's destructor waits for what the group has been given to do.
  std::thread(release_all).detach();
  const auto limit = std::chrono::steady_clock::now() + patience;
  while (living.load() > 0) {
    if (std::chrono::steady_clock::now() > limit) {
      // Threads run on that would touch what the further handlers destroy: the process ends without these.
      std::fflush(nullptr);
      _exit(status);
    }
    std::this_thread::sleep_for(1ms);
  }
}

}  // namespace

void remember(void* owned, Kind kind, void (*release)(void*)) {
  auto& all = registry();
  const Lock lock(all.mutex);
  all.owned[owned] = {kind, release};
}

void forget(void* owned) {
  auto& all = registry();
  const Lock lock(all.mutex);
  all.owned.erase(owned);
}

void end_with_process() {
  on_exit(end, nullptr);
}

}  // namespace facade::c10d_library
