// References to tensors and nodes that do not keep them alive.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

#include "nodes.h"
#include "versions.h"

namespace facade {

#if LTF_TORCH_AT_LEAST(2, 12)
// Since 2.12 a node's references are counted inside the node.
using WeakNode = c10::weak_intrusive_ptr<torch::autograd::Node>;
#else
using WeakNode = std::weak_ptr<torch::autograd::Node>;
#endif
using WeakTensor = c10::weak_intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

}  // namespace facade
