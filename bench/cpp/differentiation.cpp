#include <ATen/ATen.h>
#include <ATen/functorch/BatchedTensorImpl.h>
#include <ATen/functorch/DynamicLayer.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <vector>

#if __has_include(<ATen/LegacyVmapMode.h>)
#include <ATen/LegacyVmapMode.h>  // its name since libtorch 2.0
using BatchSize = c10::SymInt;
#else
#include <ATen/VmapMode.h>
using BatchSize = int64_t;
#endif

#include "work.h"

// Full Jacobians and Hessians, with all rows at once (vectorized) and one after another, as libtorch's Python does it.

namespace bench {
namespace {

constexpr int64_t size = 256;

using Rows = at::Tensor (*)(const at::Tensor& output, const at::Tensor& input);

at::Tensor looped(const at::Tensor& output, const at::Tensor& input) {
  std::vector<at::Tensor> rows;
  for (int64_t i = 0; i < output.numel(); i++) {
    auto element = output.reshape(-1)[i];
    rows.push_back(torch::autograd::grad({element}, {input}, {}, true)[0]);
  }
  return at::stack(rows, 0);
}

struct BatchLevel {
  BatchLevel() : number(at::impl::VmapMode::increment_nesting()) {}
  ~BatchLevel() {
    at::impl::VmapMode::decrement_nesting();
  }
  int64_t number;
};

at::Tensor at_once(const at::Tensor& output, const at::Tensor& input) {
  auto basis = at::eye(output.numel(), output.options());
  const BatchLevel level;
  auto vectors = at::_add_batch_dim(basis, 0, level.number);
  auto result = torch::autograd::grad({output.reshape(-1)}, {input}, {vectors}, false, false, true)[0];
  return at::_remove_batch_dim(result, level.number, output.numel(), 0);
}

// torch.func's vmap level, which has batching rules for nearly every operator.
struct FuncLevel {
  explicit FuncLevel(int64_t count)
      : number(at::functorch::initAndPushDynamicLayer(at::functorch::TransformType::Vmap, BatchSize(count),
                                                      at::functorch::RandomnessType::Error)) {}
  ~FuncLevel() {
    at::functorch::popDynamicLayerAndDeleteMetadata();
  }
  int64_t number;
};

at::Tensor transformed(const at::Tensor& output, const at::Tensor& input) {
  auto basis = at::eye(output.numel(), output.options());
  const FuncLevel level(output.numel());
  auto vectors = at::functorch::addBatchDim(basis, 0, level.number);
  auto result = torch::autograd::grad({output}, {input}, {vectors}, false, false, true)[0];
  const auto* batched = at::functorch::maybeGetBatchedImpl(result);
  return batched->value().movedim(batched->bdim(), 0);
}

at::Tensor jacobian(Rows rows, const at::Tensor& weight, const at::Tensor& x) {
  auto input = x.detach().requires_grad_();
  return rows(at::mv(weight, input).tanh(), input).detach();
}

at::Tensor hessian(Rows rows, const at::Tensor& weight, const at::Tensor& x) {
  auto input = x.detach().requires_grad_();
  auto loss = at::mv(weight, input).tanh().square().sum();
  auto first = torch::autograd::grad({loss}, {input}, {}, true, true)[0];
  return rows(first, input).detach();
}

template <typename Derivative>
Work work(Derivative derivative, Rows rows) {
  auto weight = at::randn({size, size}) / std::sqrt(static_cast<double>(size));
  auto x = at::randn({size});
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              derivative(rows, weight, x);
            }
          },
          [=] { return derivative(rows, weight, x).abs().sum().template item<float>(); }};
}

}  // namespace

void add_differentiation(Catalog& rows) {
  rows["jacobian"] = [] { return work(jacobian, at_once); };
  rows["jacrev"] = [] { return work(jacobian, transformed); };
  rows["jacobian-looped"] = [] { return work(jacobian, looped); };
  rows["hessian"] = [] { return work(hessian, at_once); };
  rows["hessian-func"] = [] { return work(hessian, transformed); };
  rows["hessian-looped"] = [] { return work(hessian, looped); };
}

}  // namespace bench
