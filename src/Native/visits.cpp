#include "visits.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "lock.h"
#include "torch_facade.h"
#include "warnings.h"

namespace facade {

std::atomic<bool> process_ends{false};
__thread Visitor* visitor = nullptr;

namespace {

using namespace std::chrono_literals;

// How long the exit waits for threads inside libtorch: a program must be able to end.
constexpr auto exit_timeout = 2s;

struct Visitors {
  std::mutex mutex;
  std::vector<Visitor*> all;
  std::vector<Visitor*> free;
};

// Never destroyed, since the last threads use it after static objects are destroyed.
Visitors& visitors() {
  static auto& made = *new Visitors;
  return made;
}

// The thread that announces the process's end, and then the one that runs the exit handlers; these may be two.
std::atomic<Visitor*> ender{nullptr};
std::atomic<bool> doors_closed{false};

// The record of threads that are too late to be counted, because their thread-local objects are being destroyed.
Visitor uncounted;

// When a thread ends, makes its record available to another thread.
struct Leaving {
  ~Leaving() {
    auto& [mutex, all, free] = visitors();
    const Lock lock(mutex);
    free.push_back(visitor);
    visitor = &uncounted;
  }
};

bool anyone_inside() {
  auto& [mutex, all, free] = visitors();
  const Lock lock(mutex);
  for (const auto* other : all) {
    if (other != ender.load() && other->depth.load() > 0) {
      return true;
    }
  }
  return false;
}

void wait_until_all_are_out() {
  const auto end = std::chrono::steady_clock::now() + exit_timeout;
  do {
    std::this_thread::sleep_for(1ms);
  } while (anyone_inside() && std::chrono::steady_clock::now() < end);
}

void close_doors() {
  if (doors_closed.load()) {
    return;
  }
  if (visitor == nullptr) {
    // Too late to be counted, and this thread must not be blocked.
    visitor = &uncounted;
  }
  ender.store(visitor);
  doors_closed.store(true);
  wait_until_all_are_out();
}

}  // namespace

Visitor& first_visit() noexcept {
  auto& [mutex, all, free] = visitors();
  {
    const Lock lock(mutex);
    if (free.empty()) {
      all.push_back(new Visitor);
      visitor = all.back();
    } else {
      visitor = free.back();
      free.pop_back();
    }
  }
  static thread_local const Leaving leaving;
  static_cast<void>(leaving);
  // libtorch has a warning handler for each thread, and setting it counts as a visit too.
  const Visit visit;
  route_warnings();
  return *visitor;
}

bool anyone_runs(const void* node) {
  auto& [mutex, all, free] = visitors();
  const Lock lock(mutex);
  return std::any_of(all.begin(), all.end(),
                     [&](const Visitor* visitor) { return visitor->node.load(std::memory_order_acquire) == node; });
}

void wait_outside(Visitor& entering) noexcept {
  if (&entering == ender.load() || &entering == &uncounted || entering.depth.load(std::memory_order_relaxed) > 1) {
    return;
  }
  const auto end = std::chrono::steady_clock::now() + exit_timeout;
  do {
    entering.depth.store(0);
    while (doors_closed.load() || (!entering.waited && std::chrono::steady_clock::now() < end)) {
      std::this_thread::sleep_for(1ms);
    }
    entering.waited = true;
    entering.depth.store(1);
    // The thread that sets doors_closed looks only afterwards who is inside, so one of the two sees the other.
  } while (doors_closed.load());
}

}  // namespace facade

void ltf_process_ends(void) {
  facade::ender.store(facade::visitor != nullptr ? facade::visitor : &facade::first_visit());
  facade::process_ends.store(true);
  // Exit handlers run last in, first out. What other threads created inside libtorch exists by now, and so is destroyed
  // after close_doors has run.
  facade::wait_until_all_are_out();
  std::atexit(facade::close_doors);
}

// When the process ends, .NET unloads a load context before it raises the event for the process's end. From the
// unloading alone it cannot be told whether the process ends too.
void ltf_owner_leaves(void) {
  std::atexit([] {
    facade::process_ends.store(true);
    facade::close_doors();
  });
}
