// Numbers where a schema wants a tensor.
#pragma once

#include <ATen/core/Tensor.h>

#include "torch_facade.h"

namespace facade {

inline c10::complex<double> complex_of(const ltf_value& value) {
  const auto* parts = static_cast<const double*>(value.pointer);
  return {parts[0], parts[1]};
}

// Nothing where the value is no number.
c10::optional<c10::Scalar> number_of(const ltf_value& value);

// As Python does, a number takes part as a wrapped tensor, so that it does not decide the dtype.
// Undefined where the value is no number.
at::Tensor wrapped_number(const ltf_value& value);

}  // namespace facade
