// x[...] with integers, slices, new axes and ellipses, where nothing is recorded: the view operators are called
// directly and below autograd. A slice of a whole dimension is skipped; only a recorded graph could show it.
#pragma once

#include <ATen/core/Tensor.h>

#include "torch_facade.h"

namespace facade {

// The view, or an undefined tensor where the caller must use libtorch's indexing functions instead: something is recorded,
// or an item is of another kind or invalid, and they raise the error. `value` is what will be written to the view, if
// anything.
at::Tensor plain_view(const at::Tensor& self, const ltf_value* items, int32_t count, const at::Tensor* value);

}  // namespace facade
