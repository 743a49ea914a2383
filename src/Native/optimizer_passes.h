// Steps of optimizers in one pass over the memory, where that gives the bits of libtorch's operators.
#pragma once

#include <cstdint>

#include "torch_facade.h"

namespace facade {

// A parameter's elements and those of what goes with it, all contiguous float32. The two that are kept are Adam's
// averages, or SGD's momentum buffer and nothing.
struct Elements {
  float* parameter;
  const float* gradient;
  float* first;
  float* second;
  int64_t count;
};

// A step of Adam; `step_size` and `root` are what the number of the step gives. False where the machine or libtorch
// does not allow it, and nothing is changed.
bool step_adam_in_one_pass(const ltf_adam& options, double step_size, double root, const Elements& elements);

// A step of SGD, whose buffer may be NULL.
bool step_sgd_in_one_pass(const ltf_sgd& options, const Elements& elements);

}  // namespace facade
