// One run of libtorch's engine.
#pragma once

#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/variable.h>

#include "callbacks.h"
#include "torch_facade.h"

namespace facade {

// `flags` are the LTF_ flags. `caller` is passed to the pass's callbacks, on whatever thread they run. Unless the flags
// say to accumulate, `results` gets an owned gradient for each end, or NULL where the end was not reached, which is an
// error unless the flags allow it.
void run_engine(const torch::autograd::edge_list& roots, const torch::autograd::variable_list& gradients,
                const torch::autograd::edge_list& ends, int32_t flags, const Managed& caller, ltf_tensor** results);

}  // namespace facade
