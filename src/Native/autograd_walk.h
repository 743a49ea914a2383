// Around each node of a backward pass, libtorch's loop sets the thread's whole state and restores it, since nodes may
// run on other threads than the one that began the pass. That takes a quarter of a small pass's time. Where the engine
// has no other threads, this file gives it the pass as a single node, which walks through all the others.
#pragma once

#include <torch/csrc/autograd/engine.h>

#include "nodes.h"

namespace facade {

// False in anomaly mode and under a profiler: these learn from the engine which node runs.
bool may_walk();

// The single node of the task: it walks from `root` through all nodes in the task's dependencies.
NodePointer walk_from(NodePointer root, torch::autograd::InputBuffer gradients,
                      const std::shared_ptr<torch::autograd::GraphTask>& task, torch::autograd::Engine& engine);

}  // namespace facade
