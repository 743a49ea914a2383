#include <ATen/ATen.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/loss.h>
#include <torch/optim/adam.h>

#include <memory>
#include <vector>

#include "training_loop.h"
#include "work.h"

// Adam's step alone, and in the training of a small network of modules.

namespace bench {
namespace {

namespace nn = torch::nn;

double mean(const std::vector<at::Tensor>& parameters) {
  double sum = 0;
  for (const auto& parameter : parameters) {
    sum += parameter.mean().item<float>();
  }
  return rounded(sum);
}

Work step(int64_t size) {
  std::vector<at::Tensor> parameters;
  for (int i = 0; i < 4; i++) {
    parameters.push_back(at::randn({size}).requires_grad_());
  }
  for (auto& parameter : parameters) {
    parameter.mutable_grad() = at::randn({size});
  }
  auto optimizer = std::make_shared<torch::optim::Adam>(parameters);
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              optimizer->step();
            }
          },
          [=] { return mean(parameters); }};
}

Work training() {
  nn::Sequential net{nn::Linear(64, 128), nn::ReLU(), nn::Linear(128, 10)};
  nn::CrossEntropyLoss loss;
  auto x = at::randn({64, 64});
  auto labels = at::arange(64, at::kLong).remainder(10);
  return trained_by_adam(net, [=]() mutable { return loss(net->forward(x), labels); });
}

}  // namespace

void add_optimizers(Catalog& rows) {
  rows["adam-small"] = [] { return step(64); };
  rows["adam-large"] = [] { return step(1 << 20); };
  rows["adam-training"] = training;
}

}  // namespace bench
