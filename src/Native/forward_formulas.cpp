// Forward-mode derivatives of operators for which libtorch itself has none. PyTorch's Python part adds formulas made of
// other operators; without them the Hessian of a softmax, for example, could not be computed forward over reverse.
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/runtime/decomposition_registry.h>
#include <torch/jit.h>

#include "forward_formulas.h"

namespace facade {
namespace {

struct Formula {
  const char* op;
  const char* source;
};

const Formula formulas[] = {
    {"aten::trace", "def f(self: Tensor) -> Tensor:\n"
                    "  return torch.sum(torch.diag(self))\n"},
    {"aten::_softmax_backward_data",
     "def f(grad_output: Tensor, output: Tensor, dim: int, input_dtype: int) -> Tensor:\n"
     "  product = grad_output * output\n"
     "  grad = product - output * torch.sum(product, [dim], True)\n"
     "  return grad.to(input_dtype).contiguous()\n"},
    {"aten::_log_softmax_backward_data",
     "def f(grad_output: Tensor, output: Tensor, dim: int, input_dtype: int) -> Tensor:\n"
     "  grad = grad_output - torch.exp(output) * torch.sum(grad_output, [dim], True)\n"
     "  return grad.to(input_dtype)\n"},
    {"aten::log_sigmoid_forward",
     "def f(self: Tensor) -> Tuple[Tensor, Tensor]:\n"
     "  least = torch.minimum(self.new_zeros([]), self)\n"
     "  z = torch.exp(-torch.abs(self))\n"
     "  buffer = self.new_zeros([0]) if self.is_cuda else z\n"
     "  return least - torch.log1p(z), buffer\n"},
};

void add(const Formula& formula) {
  const auto handle = c10::Dispatcher::singleton().findSchema({formula.op, ""});
  if (!handle || torch::jit::has_jit_decomposition(handle->schema())) {
    return;
  }
  const auto unit = torch::jit::compile(formula.source);
  torch::jit::RegisterDecomposition(handle->schema(), torch::jit::toGraphFunction(unit->get_function("f")).graph());
}

}  // namespace

void load_forward_formulas() {
  static const bool loaded = [] {
    for (const auto& formula : formulas) {
      add(formula);
    }
    return true;
  }();
  static_cast<void>(loaded);
}

}  // namespace facade
