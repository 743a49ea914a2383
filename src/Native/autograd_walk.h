// libtorch sets the whole state of the thread around each node of a backward pass, and takes it back, since
// nodes may run on other threads than the pass began on; a quarter of a small pass goes there. Where the
// engine has no other threads, a pass is given to it here as one task, which walks through all nodes.
#pragma once

#include <ATen/ThreadLocalState.h>
#include <torch/csrc/autograd/engine.h>

#include <optional>

#include "nodes.h"

namespace facade {

// Not in anomaly mode or under a profiler: they learn from the engine which node runs.
bool may_walk();

// The task's one node: it walks from `root` through all that the task's dependencies name.
NodePointer walk_from(NodePointer root, torch::autograd::InputBuffer gradients,
                      const std::shared_ptr<torch::autograd::GraphTask>& task, torch::autograd::Engine& engine);

// What a node's callbacks change of the thread's state ends with the node.
class NodeState {
 public:
  NodeState() : outer_(current) {
    current = this;
  }
  ~NodeState() {
    current = outer_;
    if (before_) {
      at::ThreadLocalState::setThreadLocalState(*before_);
    }
  }
  NodeState(const NodeState&) = delete;
  NodeState& operator=(const NodeState&) = delete;

  // Called before managed code is.
  static void keep() {
    if (current != nullptr && !current->before_) {
      current->before_.emplace();
    }
  }

 private:
  static __thread NodeState* current;
  NodeState* outer_;
  std::optional<at::ThreadLocalState> before_;
};

}  // namespace facade
