#include <ATen/ATen.h>
#include <torch/nn/functional/loss.h>

#include "fashion_cnn.h"
#include "resnet18.h"
#include "training_loop.h"
#include "work.h"

// Convolutional networks.

namespace bench {
namespace {

using nn::functional::cross_entropy;

Work cnn() {
  auto images = at::randn({64, 1, 28, 28}), labels = at::arange(64, at::kLong).remainder(10);
  FashionCnn net;
  return trained_by_adam(net, [=]() mutable { return cross_entropy(net(images), labels); });
}

Work resnet_inference() {
  auto image = at::randn({1, 3, 224, 224});
  ResNet18 net(1000);
  net->eval();
  return {[=](int64_t n) mutable {
            c10::InferenceMode mode;
            for (int64_t i = 0; i < n; i++) {
              auto y = net(image);
            }
          },
          [=]() mutable { return net(image).sum().item<float>(); }};
}

Work resnet_training() {
  auto images = at::randn({8, 3, 32, 32}), labels = at::arange(8, at::kLong);
  ResNet18 net(10);
  return trained_by_sgd(net, [=]() mutable { return cross_entropy(net(images), labels); });
}

}  // namespace

void add_images(Catalog& rows) {
  rows["cnn-step"] = cnn;
  rows["resnet-inference"] = resnet_inference;
  rows["resnet-step"] = resnet_training;
}

}  // namespace bench
