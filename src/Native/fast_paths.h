// Two shortcuts around parts of libtorch that a call or a backward pass does not need: below_autograd.h and
// autograd_walk.h. They must give the same results as libtorch's own way, so tests run the same programs with both
// switched off.
#pragma once

#include <atomic>

#include "torch_facade.h"

namespace facade {

extern std::atomic<bool> fast_paths_enabled;

// Decides whether calls of a fully resolved operator may skip autograd, now and again whenever the answer may change.
void decide_fast_path(ltf_operator& op);

// Whether calls of the operators that create the views of x[...] may skip autograd.
bool views_are_passed_by();

// Call this after loading a library, which may have registered its own kernels for operators that are already resolved.
void decide_fast_paths_again();

}  // namespace facade
