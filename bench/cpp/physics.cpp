#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>

#include "training_loop.h"
#include "work.h"

// A network that learns to solve Burgers' equation from its derivatives.

namespace bench {
namespace {

namespace nn = torch::nn;
using torch::autograd::grad;

const double viscosity = 0.01 / 3.141592653589793;

at::Tensor residual(nn::Sequential& net, const at::Tensor& x, const at::Tensor& t) {
  auto u = net->forward(at::cat({x, t}, 1));
  auto first = grad({u.sum()}, {x, t}, {}, true, true);
  const auto &u_x = first[0], &u_t = first[1];
  auto u_xx = grad({u_x.sum()}, {x}, {}, true, true)[0];
  return u_t + u * u_x - viscosity * u_xx;
}

Work burgers() {
  auto x = (at::rand({64, 1}) * 2 - 1).requires_grad_(), t = at::rand({64, 1}).requires_grad_();
  nn::Sequential net{nn::Linear(2, 32), nn::Tanh(), nn::Linear(32, 32), nn::Tanh(), nn::Linear(32, 1)};
  return trained_by_adam(net, [=]() mutable { return residual(net, x, t).square().mean(); });
}

}  // namespace

void add_physics(Catalog& rows) {
  rows["pinn-step"] = burgers;
}

}  // namespace bench
