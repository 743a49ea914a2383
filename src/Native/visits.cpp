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

// An operation that takes longer is left to its fate: a program must be able to end.
constexpr auto patience = 2s;

struct Visitors {
  std::mutex mutex;
  std::vector<Visitor*> all;
  std::vector<Visitor*> free;
};

// Never destroyed: the last threads come by after everything else.
Visitors& visitors() {
  static auto& made = *new Visitors;
  return made;
}

// Who says that the process ends, and then who ends it; they may be two.
std::atomic<Visitor*> ender{nullptr};
std::atomic<bool> doors_closed{false};

// What a thread does that late, in destructors of its own, is not counted.
Visitor uncounted;

// Gives the record back for another thread to use.
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
  const auto end = std::chrono::steady_clock::now() + patience;
  do {
    std::this_thread::sleep_for(1ms);
  } while (anyone_inside() && std::chrono::steady_clock::now() < end);
}

void close_doors() {
  if (doors_closed.load()) {
    return;
  }
  if (visitor == nullptr) {
    // Too late to be counted, and it has to come through.
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
  // libtorch has a handler for each thread, and asking for it is a visit like any other.
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
  const auto end = std::chrono::steady_clock::now() + patience;
  do {
    entering.depth.store(0);
    while (doors_closed.load() || (!entering.waited && std::chrono::steady_clock::now() < end)) {
      std::this_thread::sleep_for(1ms);
    }
    entering.waited = true;
    entering.depth.store(1);
    // Whoever closes them looks afterwards who is inside.
  } while (doors_closed.load());
}

}  // namespace facade

void ltf_process_ends(void) {
  facade::ender.store(facade::visitor != nullptr ? facade::visitor : &facade::first_visit());
  facade::process_ends.store(true);
  // Handlers run last in, first out: what other threads made inside libtorch is there by now, and goes after this one.
  facade::wait_until_all_are_out();
  std::atexit(facade::close_doors);
}

// .NET tells a load context of its end before it tells of the process's, and does not say whether that ends too.
void ltf_owner_leaves(void) {
  std::atexit([] {
    facade::process_ends.store(true);
    facade::close_doors();
  });
}
