// x[...] of integers, slices, new axes and ellipses, where nothing is to be recorded: the operators for views are called
// directly, and below autograd. A slice that takes all of a dimension is left out, which only a graph could tell.
#pragma once

#include <ATen/core/Tensor.h>

#include "torch_facade.h"

namespace facade {

// The view; undefined where the general way is to be taken: where something is to be recorded, an item is of another
// kind, or is not valid, so that the general way has the error. `value` is what will be written to the view, if anything.
at::Tensor plain_view(const at::Tensor& self, const ltf_value* items, int32_t count, const at::Tensor* value);

}  // namespace facade
