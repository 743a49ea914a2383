// The places in the graph that hooks can be registered at. Each has a table, which is created for its first hook.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

#include "hook_table.h"
#include "nodes.h"

namespace facade {

std::shared_ptr<HookTable> table_of(const at::Tensor& tensor);
std::shared_ptr<HookTable> pre_table_of(torch::autograd::Node& node);
std::shared_ptr<HookTable> post_table_of(torch::autograd::Node& node);

// The hooks work as long as `keeper` is kept alive; it is empty where the tensor itself holds them.
std::shared_ptr<HookTable> accumulated_table_of(const at::Tensor& tensor, NodePointer& keeper);

// Like Tensor::retain_grad, in which libtorch adds a hook of its own to a node's lists.
void retain_grad(const at::Tensor& tensor);

}  // namespace facade
