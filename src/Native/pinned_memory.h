// Counts the host memory that CUDA pins. It comes from an allocator of its own, which does not count.
#pragma once

#include <ATen/core/Tensor.h>

#include "operator.h"

namespace facade {

// Whether libtorch looks for the operator's CUDA kernel without a CUDA tensor: pin_memory and is_pinned.
bool looks_for_cuda(const c10::FunctionSchema& schema);

// Counts the memory that the operator pins like other tensors' memory, from now until it is freed.
void count_what_it_pins(ltf_operator& op);

}  // namespace facade
