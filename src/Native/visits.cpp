#include "visits.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "torch_facade.h"
#include "warnings.h"

namespace facade {

std::atomic<bool> managed_side_ends{false};
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

Visitor* ender = nullptr;

// What a thread does that late, in destructors of its own, is not counted.
Visitor uncounted;

// Gives the record back for another thread to use.
struct Leaving {
  ~Leaving() {
    auto& [mutex, all, free] = visitors();
    const std::lock_guard<std::mutex> lock(mutex);
    free.push_back(visitor);
    visitor = &uncounted;
  }
};

bool anyone_inside() {
  auto& [mutex, all, free] = visitors();
  const std::lock_guard<std::mutex> lock(mutex);
  for (const auto* other : all) {
    if (other != ender && other->depth.load(std::memory_order_acquire) > 0) {
      return true;
    }
  }
  return false;
}

void close_doors() {
  ender = visitor;
  process_ends.store(true);
  const auto end = std::chrono::steady_clock::now() + patience;
  do {
    std::this_thread::sleep_for(1ms);
  } while (anyone_inside() && std::chrono::steady_clock::now() < end);
}

}  // namespace

Visitor& first_visit() noexcept {
  auto& [mutex, all, free] = visitors();
  {
    const std::lock_guard<std::mutex> lock(mutex);
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
  route_warnings();
  return *visitor;
}

void wait_outside(Visitor& entering) noexcept {
  if (&entering == ender || &entering == &uncounted || entering.depth.load(std::memory_order_relaxed) > 1) {
    return;
  }
  entering.depth.store(0, std::memory_order_release);
  for (;;) {
    pause();
  }
}

}  // namespace facade

void ltf_process_ends(void) {
  facade::managed_side_ends.store(true);
  // Registered last, so that it is the first to run: before the statics that libtorch made on the way.
  std::atexit(facade::close_doors);
}
