// Hooks on the tensors that the graph saves for the backward pass.
#pragma once

#include <torch/csrc/autograd/saved_variable_hooks.h>

#include <memory>

namespace facade {

// The hooks of the calling thread's innermost block, for one tensor that is about to be saved; NULL outside of a block.
std::unique_ptr<torch::autograd::SavedVariableHooks> current_saved_hooks();

}  // namespace facade
