// The leaves whose .grad the calling thread is adding to, while hooks run that libtorch calls under the lock of the node.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/csrc/autograd/graph_task.h>

#include "nodes.h"

namespace facade {

class Accumulating {
 public:
  explicit Accumulating(const at::Tensor& leaf);
  ~Accumulating();
  Accumulating(const Accumulating&) = delete;
  Accumulating& operator=(const Accumulating&) = delete;
};

// Throws where a pass from here would come to one of them: the thread would wait for itself, and for ever.
void refuse_own_leaf(const torch::autograd::GraphTask& task, const torch::autograd::Node& root);

}  // namespace facade
