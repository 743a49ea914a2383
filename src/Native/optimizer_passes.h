// Optimizer steps in one pass over the memory, where the result is bit for bit that of libtorch's operators.
#pragma once

#include <cstdint>

#include "torch_facade.h"

namespace facade {

// The elements of a parameter, its gradient and its state, all contiguous float32. `first` and `second` are Adam's
// averages, or SGD's momentum buffer and NULL.
struct Elements {
  float* parameter;
  const float* gradient;
  float* first;
  float* second;
  int64_t count;
};

// A step of Adam. `step_size` and `root` depend on the number of the step: lr / (1 - beta1^step) and the square root of
// 1 - beta2^step. Returns false, and changes nothing, where the machine or libtorch does not allow it.
bool step_adam_in_one_pass(const ltf_adam& options, double step_size, double root, const Elements& elements);

// A step of SGD, whose buffer may be NULL.
bool step_sgd_in_one_pass(const ltf_sgd& options, const Elements& elements);

}  // namespace facade
