// Tracks which threads are inside libtorch. When the process ends, libtorch's static objects are destroyed while the
// application's background threads still run. So the threads that are inside get some time to leave, and no other
// thread gets in.
#pragma once

#include <atomic>
#include <cstdint>

#include "vector_state.h"

namespace facade {

// A thread's record; only that thread writes it.
struct Visitor {
  std::atomic<int32_t> depth{0};
  bool waited = false;
  // The node of a backward pass whose hooks the thread may be reading; see running_node.h.
  std::atomic<const void*> node{nullptr};
  // Whether warnings wait for the call to end; see warnings.h.
  bool warned = false;
  // How many backward passes the thread walks through, one inside the other.
  int32_t walks = 0;
};

// Set when the process begins to end, and never cleared. From then on threads that enter libtorch are held back, and
// handles of managed objects are not released, since libtorch's last objects are destroyed after the managed side is
// gone.
extern std::atomic<bool> process_ends;
// __thread and not thread_local: other files would read a thread_local by a call that may have to construct it.
extern __thread Visitor* visitor;

// Creates the calling thread's record, at its first visit.
Visitor& first_visit() noexcept;

inline Visitor& this_visitor() noexcept {
  return visitor != nullptr ? *visitor : first_visit();
}

// Whether any thread is inside the node.
bool anyone_runs(const void* node);

// Blocks a thread that enters libtorch once the process has begun to end, and does not return if the process ends
// meanwhile. Threads that are inside already pass, and so does the one that ends the process. If the process takes
// longer to end, its last handlers may be waiting for just this thread, so it goes on.
void wait_outside(Visitor& visitor) noexcept;

class Visit {
 public:
  __attribute__((always_inline)) Visit() noexcept : visitor_(this_visitor()) {
    visitor_.depth.store(visitor_.depth.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    clear_upper_halves();
    // Relaxed, as a fence would cost more than everything else here: the thread that ends the process waits a while
    // before it looks who is inside.
    if (process_ends.load(std::memory_order_relaxed)) {
      wait_outside(visitor_);
    }
  }
  bool warned() const noexcept {
    return visitor_.warned;
  }
  ~Visit() {
    visitor_.depth.store(visitor_.depth.load(std::memory_order_relaxed) - 1, std::memory_order_release);
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

 private:
  Visitor& visitor_;
};

}  // namespace facade
