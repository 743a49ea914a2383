// The host's memory that CUDA pins, which comes from an allocator of its own that counts for nobody.
#pragma once

#include <ATen/core/Tensor.h>

#include "operator.h"

namespace facade {

// Whether the operator may make a tensor in such memory, of which libtorch finds the kernel without a tensor of CUDA's.
bool looks_for_cuda(const c10::FunctionSchema& schema);

// Has what the operator pins counted as the memory of other tensors is, from now until it is given back.
void count_what_it_pins(ltf_operator& op);

}  // namespace facade
