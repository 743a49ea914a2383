// Which threads are inside libtorch. When the process ends, libtorch's own statics go away, while the
// application's background threads still run: those that are inside get the time to come out, and
// nobody else gets in.
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

// Set for good as soon as the process begins to end: nobody enters as before, and libtorch's last objects go after
// the managed side has gone.
extern std::atomic<bool> process_ends;
// Not thread_local, which other files would read through a call that may have to construct it.
extern __thread Visitor* visitor;

// The calling thread's record, made at its first visit.
Visitor& first_visit() noexcept;

inline Visitor& this_visitor() noexcept {
  return visitor != nullptr ? *visitor : first_visit();
}

// Whether any thread runs the node.
bool anyone_runs(const void* node);

// Does not return where the process ends meanwhile, unless this thread is inside already, or is the one that ends it.
// Where it takes longer to end, its last handlers may wait for just this thread: it goes on.
void wait_outside(Visitor& visitor) noexcept;

class Visit {
 public:
  __attribute__((always_inline)) Visit() noexcept : visitor_(this_visitor()) {
    visitor_.depth.store(visitor_.depth.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    clear_upper_halves();
    // Relaxed, as a fence would cost more than all the rest: who ends the process waits a while before it looks.
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
