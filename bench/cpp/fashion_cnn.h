#pragma once

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/pooling.h>

namespace bench {

namespace nn = torch::nn;

// The network that the examples train on Fashion-MNIST.
struct FashionCnnImpl : nn::Module {
  FashionCnnImpl() {
    register_module("conv1", conv1);
    register_module("bn1", bn1);
    register_module("conv2", conv2);
    register_module("bn2", bn2);
    register_module("pool", pool);
    register_module("dropout", dropout);
    register_module("fc1", fc1);
    register_module("fc2", fc2);
  }

  at::Tensor forward(const at::Tensor& images) {
    auto x = pool(at::relu(bn1(conv1(images))));
    x = pool(at::relu(bn2(conv2(x))));
    x = dropout(at::flatten(x, 1));
    return fc2(at::relu(fc1(x)));
  }

  nn::Conv2d conv1{nn::Conv2dOptions(1, 16, 3).padding(1).bias(false)};
  nn::BatchNorm2d bn1{16};
  nn::Conv2d conv2{nn::Conv2dOptions(16, 32, 3).padding(1).bias(false)};
  nn::BatchNorm2d bn2{32};
  nn::MaxPool2d pool{2};
  nn::Dropout dropout{0.25};
  nn::Linear fc1{32 * 7 * 7, 128};
  nn::Linear fc2{128, 10};
};
TORCH_MODULE(FashionCnn);

}  // namespace bench
