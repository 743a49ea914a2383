// Which node of a backward pass a thread runs, and what may not happen meanwhile.
//
// The engine goes through a node's lists of hooks without a lock, so a list may only change while no thread is inside
// the node, but in code of the application's that the node called: there, the engine is not between two hooks, or
// stands at a hook that a change leaves in place.
#pragma once

#include <ATen/ThreadLocalState.h>
#include <torch/csrc/autograd/graph_task.h>

#include <optional>

#include "lock.h"
#include "nodes.h"
#include "visits.h"
#include "warnings.h"

namespace facade {

// The node that some thread is about to change. Whoever comes to it waits.
extern std::atomic<const void*> changing;

void wait_for_change(Visitor& visitor, const void* node) noexcept;

// The thread runs the node from here on; NULL: none.
inline void run_node(Visitor& visitor, const void* node) noexcept {
  visitor.node.store(node, std::memory_order_relaxed);
  // No processor's fence, which would cost each node several nanoseconds: who changes a node sends one to all threads.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (node != nullptr && changing.load(std::memory_order_acquire) == node) {
    wait_for_change(visitor, node);
  }
}

// One node of a pass that is walked through. libtorch's own loop sets the thread's state before each node, since nodes
// may run on other threads than the pass began on, and takes it back afterwards. A walk sets it once, so what code that
// is not libtorch's changes of it has to end with the node: it is set anew from the pass, as libtorch's loop does.
class RunningNode {
 public:
  RunningNode(torch::autograd::Node& node, const torch::autograd::GraphTask& task)
      : node_(node),
        task_(task),
        visitor_(this_visitor()),
        outer_(current),
        outer_node_(visitor_.node.load(std::memory_order_relaxed)) {
    current = this;
    run_node(visitor_, &node);
    may_change_state_ = has_foreign_code(node);
  }
  ~RunningNode() {
    current = outer_;
    visitor_.node.store(nullptr, std::memory_order_release);
    run_node(visitor_, outer_node_);
    if (may_change_state_) {
      at::ThreadLocalState::setThreadLocalState(task_.thread_locals_);
    }
  }
  RunningNode(const RunningNode&) = delete;
  RunningNode& operator=(const RunningNode&) = delete;

  // The innermost one of the thread, NULL where it walks through no pass.
  static const torch::autograd::Node* innermost() {
    return current == nullptr ? nullptr : &current->node_;
  }

  // The application's code is called.
  static void expect_change() {
    if (current != nullptr) {
      current->may_change_state_ = true;
    }
  }

 private:
  // A node of another library, or one with hooks.
  static bool has_foreign_code(torch::autograd::Node& node);

  static __thread RunningNode* current;
  const torch::autograd::Node& node_;
  const torch::autograd::GraphTask& task_;
  Visitor& visitor_;
  RunningNode* outer_;
  const void* outer_node_;
  bool may_change_state_ = false;
};

// While it lasts, the thread runs code of the application's that a node called.
class UserCode {
 public:
  UserCode() : visitor_(this_visitor()), node_(visitor_.node.load(std::memory_order_relaxed)) {
    TORCH_INTERNAL_ASSERT(!Lock::is_held(), "the application's code was to be called under a lock");
    RunningNode::expect_change();
    visitor_.node.store(nullptr, std::memory_order_release);
  }
  ~UserCode() {
    run_node(visitor_, node_);
  }
  UserCode(const UserCode&) = delete;
  UserCode& operator=(const UserCode&) = delete;

 private:
  Visitor& visitor_;
  const void* node_;
  const WarningsAside warnings_;
};

// A pass that is walked through, from its first node to its last.
class RunningWalk {
 public:
  RunningWalk();
  ~RunningWalk();
  RunningWalk(const RunningWalk&) = delete;
  RunningWalk& operator=(const RunningWalk&) = delete;

 private:
  Visitor& visitor_;
};

// While it lasts, no thread is inside the node but in the application's code.
class NodeChange {
 public:
  // NULL: nobody reads what is changed, and two threads take turns.
  explicit NodeChange(const torch::autograd::Node* node);
  ~NodeChange();
  NodeChange(const NodeChange&) = delete;
  NodeChange& operator=(const NodeChange&) = delete;

 private:
  struct Mark {
    explicit Mark(const void* node) {
      changing.store(node);
    }
    ~Mark() {
      changing.store(nullptr);
    }
  };
  std::optional<Lock> turn_;
  std::optional<Mark> mark_;
};

}  // namespace facade
