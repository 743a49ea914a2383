// The hooks that the engine finds in its lists: at most one of ours a list, which runs the hooks of its table in turn.
#pragma once

#include <torch/csrc/autograd/function_hook.h>

#include <memory>
#include <utility>

#include "hook_table.h"
#include "nodes.h"
#include "versions.h"
#include "weak_references.h"

namespace facade {

using torch::autograd::variable_list;

// What may have taken the place of another hook of the list, which it then calls first.
template <typename Kind>
struct Chained : Kind {
  std::shared_ptr<Kind> before;
};

using ChainedPreHook = Chained<torch::autograd::FunctionPreHook>;
using ChainedPostHook = Chained<torch::autograd::FunctionPostHook>;

// On the gradient of one of a node's outputs, or of a leaf: its output 0.
struct TensorHooks : ChainedPreHook {
  TensorHooks(std::shared_ptr<HookTable> table, int64_t index) : table(std::move(table)), index(index) {}
  variable_list operator()(const variable_list& grads) override;

  std::shared_ptr<HookTable> table;
  int64_t index;
};

struct NodePreHooks : ChainedPreHook {
  variable_list operator()(const variable_list& grads) override;

  std::shared_ptr<HookTable> table = std::make_shared<HookTable>();
};

struct NodePostHooks : ChainedPostHook {
  variable_list operator()(const variable_list& outputs, const variable_list& inputs) override;

  std::shared_ptr<HookTable> table = std::make_shared<HookTable>();
};

#if LTF_TORCH_AT_LEAST(2, 1)
// 2.1 brought these.
struct AccumulatedHooks : torch::autograd::PostAccumulateGradHook {
  void operator()(const at::Tensor& tensor) override;

  std::shared_ptr<HookTable> table = std::make_shared<HookTable>();
};
#else
// What runs after the node that adds to .grad comes to the same.
struct AccumulatedHooks : ChainedPostHook {
  explicit AccumulatedHooks(const at::Tensor& tensor) : tensor(tensor.getIntrusivePtr()) {}
  variable_list operator()(const variable_list& outputs, const variable_list& inputs) override;

  // The node itself keeps it.
  WeakTensor tensor;
  std::shared_ptr<HookTable> table = std::make_shared<HookTable>();
};
#endif

}  // namespace facade
