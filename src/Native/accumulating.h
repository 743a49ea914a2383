// The AccumulateGrad nodes whose post-accumulate hooks the calling thread is running. libtorch calls these hooks while
// it holds the node's mutex.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/csrc/autograd/graph_task.h>

#include "nodes.h"

namespace facade {

#if LTF_TORCH_AT_LEAST(2, 1)
// As long as this object exists, the node that the thread is executing counts as running such hooks.
class Accumulating {
 public:
  Accumulating();
  ~Accumulating();
  Accumulating(const Accumulating&) = delete;
  Accumulating& operator=(const Accumulating&) = delete;
};
#endif

// Throws if a pass from `root` would reach one of these nodes: the thread would wait forever for a mutex that it holds
// itself.
void refuse_own_leaf(const torch::autograd::GraphTask& task, torch::autograd::Node& root);

}  // namespace facade
