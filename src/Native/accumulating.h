// The leaves whose .grad the calling thread is adding to, while hooks run that libtorch calls under the lock of the
// node.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/csrc/autograd/graph_task.h>

#include "nodes.h"

namespace facade {

#if LTF_TORCH_AT_LEAST(2, 1)
// While it lasts, hooks of the node run that the thread is in.
class Accumulating {
 public:
  Accumulating();
  ~Accumulating();
  Accumulating(const Accumulating&) = delete;
  Accumulating& operator=(const Accumulating&) = delete;
};
#endif

// Throws where a pass from here would come to one of them: the thread would wait for itself, and for ever.
void refuse_own_leaf(const torch::autograd::GraphTask& task, torch::autograd::Node& root);

}  // namespace facade
