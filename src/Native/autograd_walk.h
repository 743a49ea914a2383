// libtorch sets the whole state of the thread around each node of a backward pass, and takes it back, since
// nodes may run on other threads than the pass began on; a quarter of a small pass goes there. Where the
// engine has no other threads, a pass is given to it here as one task, which walks through all nodes.
#pragma once

#include <torch/csrc/autograd/engine.h>

#include "nodes.h"

namespace facade {

// Not in anomaly mode or under a profiler: they learn from the engine which node runs.
bool may_walk();

// The task's one node: it walks from `root` through all that the task's dependencies name.
NodePointer walk_from(NodePointer root, torch::autograd::InputBuffer gradients,
                      const std::shared_ptr<torch::autograd::GraphTask>& task, torch::autograd::Engine& engine);

}  // namespace facade
