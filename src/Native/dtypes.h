// dtypes cross the boundary as the numbers of c10's own enumeration.
#pragma once

#include <c10/core/ScalarType.h>

#include <string>

#include "guard.h"

namespace facade {

inline bool is_dtype(int64_t number) {
  return number >= 0 && number < static_cast<int64_t>(c10::ScalarType::Undefined);
}

// c10 indexes tables with it, unchecked.
inline c10::ScalarType checked_dtype(int64_t number) {
  if (!is_dtype(number)) {
    throw Failure(LTF_TYPE_ERROR, "this libtorch has no dtype of number " + std::to_string(number));
  }
  return static_cast<c10::ScalarType>(number);
}

}  // namespace facade
