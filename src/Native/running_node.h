// Tracks which node of a backward pass each thread runs, so that hooks can be added safely.
//
// The engine iterates over a node's lists of hooks without a lock, so a list may only change while no thread is inside
// the node. A thread in application code that the node called does not count: there, the engine is not iterating over
// a list, or is at a hook that a change leaves in place.
#pragma once

#include <ATen/ThreadLocalState.h>
#include <torch/csrc/autograd/graph_task.h>

#include <optional>

#include "lock.h"
#include "nodes.h"
#include "visits.h"
#include "warnings.h"

namespace facade {

// The node that a thread is about to change, or NULL. Threads that reach the node wait.
extern std::atomic<const void*> changing;

void wait_for_change(Visitor& visitor, const void* node) noexcept;

// Records that the thread runs the node from here on; NULL: no node.
inline void run_node(Visitor& visitor, const void* node) noexcept {
  visitor.node.store(node, std::memory_order_relaxed);
  // A compiler fence only; a processor's fence would cost each node several nanoseconds. A thread that changes a node
  // makes all threads execute a fence.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (node != nullptr && changing.load(std::memory_order_acquire) == node) {
    wait_for_change(visitor, node);
  }
}

// One node of a walked pass. libtorch's own loop sets the thread's state before each node and restores it afterwards,
// since nodes may run on other threads than the one that began the pass. A walk sets the state only once. Where a node
// ran code that is not libtorch's and may have changed the state, it is set again from the pass.
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

  // The innermost node that the thread is running; NULL where it walks through no pass.
  static const torch::autograd::Node* innermost() {
    return current == nullptr ? nullptr : &current->node_;
  }

  // Call this before the application's code, which may change the thread's state.
  static void expect_change() {
    if (current != nullptr) {
      current->may_change_state_ = true;
    }
  }

 private:
  // Whether the node is another library's, or has hooks.
  static bool has_foreign_code(torch::autograd::Node& node);

  static __thread RunningNode* current;
  const torch::autograd::Node& node_;
  const torch::autograd::GraphTask& task_;
  Visitor& visitor_;
  RunningNode* outer_;
  const void* outer_node_;
  bool may_change_state_ = false;
};

// As long as this object exists, the thread runs application code, and does not count as inside the node that called
// it.
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

// Counts a walked pass, from its first node to its last.
class RunningWalk {
 public:
  RunningWalk();
  ~RunningWalk();
  RunningWalk(const RunningWalk&) = delete;
  RunningWalk& operator=(const RunningWalk&) = delete;

 private:
  Visitor& visitor_;
};

// As long as this object exists, no thread is inside the node, except in application code.
class NodeChange {
 public:
  // NULL: no pass reads what is to be changed, and this only keeps other threads from changing it at the same time.
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
