#include <ATen/core/grad_mode.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>

#include "work.h"

// The overhead of calling a module, and a forward pass through a small network.

namespace bench {
namespace {

namespace nn = torch::nn;

constexpr int depth = 10;

// A Sequential that can be nested: SequentialImpl's own forward is a template, which nesting cannot call.
struct ListImpl : nn::SequentialImpl {
  at::Tensor forward(at::Tensor x) { return SequentialImpl::forward(std::move(x)); }
};
TORCH_MODULE(List);

template <typename Module>
Work of(Module module, const at::Tensor& x) {
  return {[=](int64_t n) mutable {
            for (int64_t i = 0; i < n; i++) {
              auto y = module->forward(x);
            }
          },
          [=]() mutable { return module->forward(x).sum().template item<float>(); }};
}

Work call() {
  auto x = at::randn({4});
  return of(nn::Identity(), x);
}

Work nested() {
  auto x = at::randn({4});
  List net;
  net->push_back(nn::Identity());
  for (int i = 1; i < depth; i++) {
    List outer;
    outer->push_back(net);
    net = outer;
  }
  return of(net, x);
}

Work forward() {
  auto x = at::randn({32, 784});
  nn::Sequential net{nn::Linear(784, 128), nn::ReLU(), nn::Linear(128, 10)};
  return {[=](int64_t n) mutable {
            at::NoGradGuard guard;
            for (int64_t i = 0; i < n; i++) {
              auto y = net->forward(x);
            }
          },
          [=]() mutable { return net->forward(x).sum().item<float>(); }};
}

}  // namespace

void add_modules(Catalog& rows) {
  rows["module-call"] = call;
  rows["module-nested"] = nested;
  rows["module-forward"] = forward;
}

}  // namespace bench
