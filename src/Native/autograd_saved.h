// Hooks on the tensors that the graph saves for the backward pass.
#pragma once

#include <torch/csrc/autograd/saved_variable_hooks.h>

#include <memory>

namespace facade {

// Those of the calling thread's innermost block, for one tensor about to be saved; NULL outside.
std::unique_ptr<torch::autograd::SavedVariableHooks> current_saved_hooks();

}  // namespace facade
