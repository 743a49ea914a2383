// Numbers where a schema wants a tensor.
#pragma once

#include <ATen/core/Tensor.h>

#include "torch_facade.h"

namespace facade {

// As Python does, a number takes part as a wrapped tensor, so that it does not decide the dtype.
// Undefined where the value is no number.
at::Tensor wrapped_number(const ltf_value& value);

}  // namespace facade
