#include <ATen/ATen.h>

#include <vector>

#include "work.h"

// Reading tensors as C++ numbers.

namespace bench {
namespace {

constexpr int64_t million = 1000000;

// The loops store what they read here, so that the compiler cannot remove the reading.
volatile float sink;

Work item() {
  auto x = at::scalar_tensor(1.5F);
  return {[=](int64_t n) {
            float sum = 0;
            for (int64_t i = 0; i < n; i++) {
              sum += x.item<float>();
            }
            sink = sum;
          },
          [=] { return x.item<float>(); }};
}

Work index() {
  auto x = at::randn({4});
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              auto y = x[0];
            }
          },
          [=] { return x[0].item<float>(); }};
}

std::vector<float> copy(const at::Tensor& x) {
  const auto* first = x.data_ptr<float>();
  return std::vector<float>(first, first + x.numel());
}

Work array() {
  auto x = at::randn({million});
  return {[=](int64_t n) {
            float sum = 0;
            for (int64_t i = 0; i < n; i++) {
              sum += copy(x).back();
            }
            sink = sum;
          },
          [=] { return copy(x).back(); }};
}

Work span() {
  auto x = at::randn({million});
  return {[=](int64_t n) {
            float sum = 0;
            for (int64_t i = 0; i < n; i++) {
              sum += x.data_ptr<float>()[x.numel() - 1];
            }
            sink = sum;
          },
          [=] { return x.data_ptr<float>()[x.numel() - 1]; }};
}

}  // namespace

void add_reading(Catalog& rows) {
  rows["item"] = item;
  rows["index"] = index;
  rows["array"] = array;
  rows["span"] = span;
}

}  // namespace bench
