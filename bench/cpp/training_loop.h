#pragma once

#include <torch/nn/module.h>
#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "work.h"

// A row whose operation is a training step, and whose result is the loss after some steps.

namespace bench {

// Rounds to 4 digits: from libtorch 2.1 on, C++'s Adam updates its averages by other operators than Python's, so the last
// digits differ.
inline double rounded(double number) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.4g", number);
  return std::strtod(digits, nullptr);
}

template <typename Optimizer, typename Loss, typename Comparable>
Work training_loop(std::shared_ptr<Optimizer> optimizer, Loss loss, Comparable comparable) {
  return {[=](int64_t n) mutable {
            for (int64_t i = 0; i < n; i++) {
              optimizer->zero_grad();
              loss().backward();
              optimizer->step();
            }
          },
          [=]() mutable { return comparable(loss().template item<float>()); }};
}

template <typename Net, typename Loss>
Work trained_by_adam(Net& net, Loss loss) {
  return training_loop(std::make_shared<torch::optim::Adam>(net->parameters()), loss, rounded);
}

template <typename Net, typename Loss>
Work trained_by_sgd(Net& net, Loss loss) {
  const auto options = torch::optim::SGDOptions(0.01).momentum(0.9);
  return training_loop(std::make_shared<torch::optim::SGD>(net->parameters(), options), loss,
                       [](double number) { return number; });
}

}  // namespace bench
