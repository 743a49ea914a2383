// Where in the graph hooks are: a table for each place, made for its first hook.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

#include "hook_table.h"
#include "nodes.h"

namespace facade {

std::shared_ptr<HookTable> table_of(const at::Tensor& tensor);
std::shared_ptr<HookTable> pre_table_of(torch::autograd::Node& node);
std::shared_ptr<HookTable> post_table_of(torch::autograd::Node& node);

// `keeper` is what must live for the hooks to stay: nothing where the tensor itself holds them.
std::shared_ptr<HookTable> accumulated_table_of(const at::Tensor& tensor, NodePointer& keeper);

// As Tensor::retain_grad, for which libtorch puts a hook of its own into a node's lists.
void retain_grad(const at::Tensor& tensor);

}  // namespace facade
