#include <ATen/ATen.h>

#include "work.h"

// Operations whose kernels take nearly all of the time.

namespace bench {
namespace {

Work matmul() {
  auto a = at::randn({512, 512}), b = at::randn({512, 512});
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              auto y = a.matmul(b);
            }
          },
          [=] { return a.matmul(b).sum().item<float>(); }};
}

Work chain() {
  auto x = at::randn({1000000});
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              auto y = ((x * 2 + 1) * x - x).relu();
            }
          },
          [=] { return ((x * 2 + 1) * x - x).relu().sum().item<float>(); }};
}

}  // namespace

void add_large_operations(Catalog& rows) {
  rows["matmul"] = matmul;
  rows["chain"] = rows["chain-of-block"] = chain;
}

}  // namespace bench
