#pragma once

#include <torch/nn/init.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/pooling.h>

namespace bench {

namespace nn = torch::nn;

inline nn::Conv2d convolution(int64_t from, int64_t to, int64_t size, int64_t stride, int64_t padding) {
  return nn::Conv2d(nn::Conv2dOptions(from, to, size).stride(stride).padding(padding).bias(false));
}

// Two convolutions with a residual connection.
struct BasicBlockImpl : nn::Module {
  BasicBlockImpl(int64_t inplanes, int64_t planes, int64_t stride)
      : conv1(convolution(inplanes, planes, 3, stride, 1)),
        bn1(planes),
        conv2(convolution(planes, planes, 3, 1, 1)),
        bn2(planes) {
    register_module("conv1", conv1);
    register_module("bn1", bn1);
    register_module("relu", relu);
    register_module("conv2", conv2);
    register_module("bn2", bn2);
    if (stride != 1 || inplanes != planes) {
      downsample = register_module(
          "downsample", nn::Sequential(convolution(inplanes, planes, 1, stride, 0), nn::BatchNorm2d(planes)));
    }
  }

  at::Tensor forward(const at::Tensor& x) {
    auto output = relu(bn1(conv1(x)));
    output = bn2(conv2(output));
    output.add_(downsample ? downsample->forward(x) : x);
    return relu(output);
  }

  nn::Conv2d conv1;
  nn::BatchNorm2d bn1;
  nn::ReLU relu{nn::ReLUOptions(true)};
  nn::Conv2d conv2;
  nn::BatchNorm2d bn2;
  nn::Sequential downsample{nullptr};
};
TORCH_MODULE(BasicBlock);

// ResNet-18, as torchvision has it.
struct ResNet18Impl : nn::Module {
  explicit ResNet18Impl(int64_t classes) : fc(512, classes) {
    register_module("conv1", conv1);
    register_module("bn1", bn1);
    register_module("relu", relu);
    register_module("maxpool", maxpool);
    register_module("layer1", layer1);
    register_module("layer2", layer2);
    register_module("layer3", layer3);
    register_module("layer4", layer4);
    register_module("avgpool", avgpool);
    register_module("fc", fc);
    for (const auto& module : modules(/*include_self=*/false)) {
      if (auto* const conv = module->as<nn::Conv2d>()) {
        nn::init::kaiming_normal_(conv->weight, 0, torch::kFanOut, torch::kReLU);
      }
    }
  }

  at::Tensor forward(const at::Tensor& image) {
    auto x = maxpool(relu(bn1(conv1(image))));
    x = layer4->forward(layer3->forward(layer2->forward(layer1->forward(x))));
    return fc(at::flatten(avgpool(x), 1));
  }

  nn::Conv2d conv1 = convolution(3, 64, 7, 2, 3);
  nn::BatchNorm2d bn1{64};
  nn::ReLU relu{nn::ReLUOptions(true)};
  nn::MaxPool2d maxpool{nn::MaxPool2dOptions(3).stride(2).padding(1)};
  nn::Sequential layer1{BasicBlock(64, 64, 1), BasicBlock(64, 64, 1)};
  nn::Sequential layer2{BasicBlock(64, 128, 2), BasicBlock(128, 128, 1)};
  nn::Sequential layer3{BasicBlock(128, 256, 2), BasicBlock(256, 256, 1)};
  nn::Sequential layer4{BasicBlock(256, 512, 2), BasicBlock(512, 512, 1)};
  nn::AdaptiveAvgPool2d avgpool{nn::AdaptiveAvgPool2dOptions({1, 1})};
  nn::Linear fc;
};
TORCH_MODULE(ResNet18);

}  // namespace bench
