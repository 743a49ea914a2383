#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "work.h"

// A network of two layers, trained with plain tensor operations.

namespace bench {
namespace {

constexpr double rate = 0.01;

void update(const at::Tensor& parameter) {
  auto gradient = parameter.grad();
  parameter.sub_(gradient, rate);
  gradient.zero_();
}

Work mlp() {
  auto x = at::randn({32, 784});
  auto labels = at::arange(32, at::kLong).remainder(10).reshape({32, 1});
  auto w1 = (at::randn({784, 128}) * 0.05).requires_grad_();
  auto b1 = at::zeros({128}).requires_grad_();
  auto w2 = (at::randn({128, 10}) * 0.1).requires_grad_();
  auto b2 = at::zeros({10}).requires_grad_();
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              auto hidden = (x.matmul(w1) + b1).relu();
              auto logarithms = (hidden.matmul(w2) + b2).log_softmax(1);
              auto loss = -logarithms.gather(1, labels).mean();
              loss.backward();
              at::NoGradGuard guard;
              update(w1);
              update(b1);
              update(w2);
              update(b2);
            }
          },
          [=] { return (w1.sum() + b2.abs().sum()).item<float>(); }};
}

}  // namespace

void add_training(Catalog& rows) {
  rows["mlp-step"] = mlp;
}

}  // namespace bench
