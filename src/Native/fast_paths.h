// The two ways round parts of libtorch that a call or a backward pass does not need: below_autograd.h and
// autograd_walk.h. They are to give what libtorch's own way gives, so tests run the same programs with both off.
#pragma once

#include <atomic>

#include "torch_facade.h"

namespace facade {

extern std::atomic<bool> fast_paths_enabled;

// Decides for an operator that is complete whether its calls may pass autograd by, and again whenever that may change.
void decide_fast_path(ltf_operator& op);

// Whether calls of the operators that x[...] makes views with may pass autograd by.
bool views_are_passed_by();

// A library was loaded: it may have registered kernels of its own for operators that are known already.
void decide_fast_paths_again();

}  // namespace facade
