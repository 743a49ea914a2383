// The hook objects that the engine finds in its lists. Each of ours runs all hooks of its table in turn.
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

// A hook that may have taken the place of another one in its list, and then calls that one first.
template <typename Kind>
struct Chained : Kind {
  std::shared_ptr<Kind> before;
};

using ChainedPreHook = Chained<torch::autograd::FunctionPreHook>;
using ChainedPostHook = Chained<torch::autograd::FunctionPostHook>;

// Hooks on the gradient of one of a node's outputs, or of a leaf, which counts as output 0.
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
// PostAccumulateGradHook exists since 2.1.
struct AccumulatedHooks : torch::autograd::PostAccumulateGradHook {
  void operator()(const at::Tensor& tensor) override;

  std::shared_ptr<HookTable> table = std::make_shared<HookTable>();
};
#else
// Before 2.1, a post hook of the AccumulateGrad node has the same effect.
struct AccumulatedHooks : ChainedPostHook {
  explicit AccumulatedHooks(const at::Tensor& tensor) : tensor(tensor.getIntrusivePtr()) {}
  variable_list operator()(const variable_list& outputs, const variable_list& inputs) override;

  // Weak, because the node itself keeps the tensor alive.
  WeakTensor tensor;
  std::shared_ptr<HookTable> table = std::make_shared<HookTable>();
};
#endif

}  // namespace facade
