#include <ATen/ATen.h>
#include <torch/library.h>

at::Tensor steep_tanh(const at::Tensor& x, double steepness) {
  return at::tanh(steepness * x);
}

TORCH_LIBRARY(mylib, m) {
  m.def("steep_tanh(Tensor x, float steepness=2.) -> Tensor", steep_tanh);
}
