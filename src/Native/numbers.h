// Numbers where a schema wants a tensor.
#pragma once

#include <ATen/core/Tensor.h>

#include "torch_facade.h"

namespace facade {

inline c10::complex<double> complex_of(const ltf_value& value) {
  const auto* parts = static_cast<const double*>(value.pointer);
  return {parts[0], parts[1]};
}

// The value as a Scalar; nothing where it is no number.
c10::optional<c10::Scalar> number_of(const ltf_value& value);

// The number as a wrapped tensor, which does not take part in deciding the dtype, as in Python. Undefined where the
// value is no number.
at::Tensor wrapped_number(const ltf_value& value);

}  // namespace facade
