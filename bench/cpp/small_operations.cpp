#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "work.h"

// Operations so small that the time is nearly all overhead of the call.

namespace bench {
namespace {

void sums(const at::Tensor& a, const at::Tensor& b, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    auto y = a + b;
  }
}

double sum(const at::Tensor& a, const at::Tensor& b) {
  return (a + b).sum().item<float>();
}

Work add(int64_t elements) {
  auto a = at::randn({elements}), b = at::randn({elements});
  return {[=](int64_t n) { sums(a, b, n); }, [=] { return sum(a, b); }};
}

Work add_recording() {
  auto a = at::randn({4}).requires_grad_(), b = at::randn({4}).requires_grad_();
  return {[=](int64_t n) { sums(a, b, n); }, [=] { return sum(a, b); }};
}

Work add_no_grad() {
  auto a = at::randn({4}).requires_grad_(), b = at::randn({4}).requires_grad_();
  return {[=](int64_t n) {
            at::NoGradGuard guard;
            sums(a, b, n);
          },
          [=] { return sum(a, b); }};
}

Work zeros() {
  return {[](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              auto y = at::zeros({4});
            }
          },
          [] { return at::zeros({4}).sum().item<float>(); }};
}

}  // namespace

void add_small_operations(Catalog& rows) {
  rows["add"] = rows["add-undisposed"] = [] { return add(4); };
  rows["undisposed-small"] = [] { return add(1000); };
  rows["undisposed-large"] = [] { return add(1 << 20); };
  rows["add-recording"] = add_recording;
  rows["add-no-grad"] = add_no_grad;
  rows["zeros"] = zeros;
}

}  // namespace bench
