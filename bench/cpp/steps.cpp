#include <ATen/ATen.h>

#include "work.h"

// Small graphs: a forward and a backward pass.

namespace bench {
namespace {

Work dot() {
  auto x = at::randn({4}).requires_grad_();
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              auto y = 2 * at::dot(x, x);
              y.backward();
              x.mutable_grad().zero_();
            }
          },
          [=] {
            auto y = 2 * at::dot(x, x);
            y.backward();
            return (x.grad() + y).sum().item<float>();
          }};
}

Work q() {
  auto a = at::tensor({2.F, 3.F}).requires_grad_(), b = at::tensor({6.F, 4.F}).requires_grad_();
  auto gradient = at::tensor({1.F, 1.F});
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              auto q = 3 * a.pow(3) - b.pow(2);
              q.backward(gradient);
            }
          },
          [=] { return (a.grad() + b.grad()).sum().item<float>(); }};
}

}  // namespace

void add_steps(Catalog& rows) {
  rows["dot-step"] = rows["dot-step-undisposed"] = dot;
  rows["q-step"] = q;
}

}  // namespace bench
