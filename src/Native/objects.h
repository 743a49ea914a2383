// Values of types that have no ltf_tag cross the boundary as IValues on the heap.
#pragma once

#include <ATen/core/ivalue.h>

#include "torch_facade.h"

namespace facade {

inline const c10::IValue& held(const ltf_object* object) {
  return *reinterpret_cast<const c10::IValue*>(object);
}

// Hands the value to the caller.
ltf_object* owned(c10::IValue&& value);

ltf_object_kind kind_of(const c10::IValue& value);

}  // namespace facade
