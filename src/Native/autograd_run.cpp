#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/functions/basic_ops.h>
#include <torch/csrc/autograd/variable.h>

#include "autograd_run.h"
#include "caller.h"
#include "guard.h"
#include "handles.h"
#include "hook_places.h"
#include "nodes.h"

using namespace facade;
using torch::autograd::edge_list;

namespace {

edge_list roots_of(const std::vector<at::Tensor>& outputs) {
  edge_list roots;
  roots.reserve(outputs.size());
  for (size_t i = 0; i < outputs.size(); i++) {
    auto edge = torch::autograd::impl::gradient_edge(outputs[i]);
    TORCH_CHECK(edge.function, "element ", i, " of tensors does not require grad and does not have a grad_fn");
    roots.push_back(std::move(edge));
  }
  return roots;
}

// For each input, the edge at which the engine captures its gradient. An input without one gets a node that nothing
// reaches, so that the engine itself reports the input as unused.
edge_list ends_of(const std::vector<at::Tensor>& inputs, bool accumulate) {
  edge_list ends;
  ends.reserve(inputs.size());
  for (const auto& input : inputs) {
    const auto output_nr = input.output_nr();
    auto function = input.grad_fn();
    if (!function) {
      function = torch::autograd::impl::try_get_grad_accumulator(input);
    }
    if (accumulate) {
      retain_grad(input);
    }
    TORCH_CHECK(input.requires_grad(), "One of the differentiated Tensors does not require grad");
    if (function) {
      ends.emplace_back(function, output_nr);
    } else {
      ends.emplace_back(make_node<torch::autograd::Identity>(), 0);
    }
  }
  return ends;
}

void check_used(const at::Tensor& grad, int32_t i) {
#if LTF_TORCH_AT_LEAST(2, 14)
  // Since 2.14 the message says which input it is.
  TORCH_CHECK(grad.defined(), "The differentiated Tensor at index ", i,
              " appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.");
#else
  (void)i;
  TORCH_CHECK(grad.defined(), "One of the differentiated Tensors appears to not have been used in the graph. "
                              "Set allow_unused=True if this is the desired behavior.");
#endif
}

}  // namespace

void facade::run_engine(const edge_list& roots, const torch::autograd::variable_list& gradients, const edge_list& ends,
                        int32_t flags, const Managed& caller, ltf_tensor** results) {
  const CarriedCaller carried(caller);
  const bool accumulate = (flags & LTF_ACCUMULATE) != 0;
  auto grads = torch::autograd::Engine::get_default_engine().execute(
      roots, gradients, (flags & LTF_RETAIN_GRAPH) != 0, (flags & LTF_CREATE_GRAPH) != 0, accumulate, ends);
  if (accumulate) {
    return;
  }
  const auto count = static_cast<int32_t>(ends.size());
  for (int32_t i = 0; i < count && (flags & LTF_ALLOW_UNREACHABLE) == 0; i++) {
    check_used(grads[i], i);
  }
  for (int32_t i = 0; i < count; i++) {
    results[i] = owned(std::move(grads[i]));
  }
}

int32_t ltf_autograd_run(ltf_tensor* const* outputs, ltf_tensor* const* gradients, int32_t count,
                         ltf_tensor* const* inputs, int32_t input_count, int32_t flags, ltf_managed caller,
                         ltf_tensor** results) {
  return guarded([&] {
    const auto carried = managed(caller);
    const auto roots = roots_of(retained(outputs, count));
    const auto ends = ends_of(retained(inputs, input_count), (flags & LTF_ACCUMULATE) != 0);
    run_engine(roots, retained(gradients, count), ends, flags, carried, results);
  });
}

int32_t ltf_checkpoint_valid(int32_t* valid) {
  return guarded([&] { *valid = torch::autograd::Engine::get_default_engine().is_checkpoint_valid() ? 1 : 0; });
}
