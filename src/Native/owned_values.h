// Lists of values that a result owns.
#pragma once

#include <ATen/core/ivalue.h>

#include "torch_facade.h"

namespace facade {

// A list, tuple or dict of the converted elements, which ltf_value_release frees. Each element is added as soon as it
// is converted, so a failure half-way leaks none of them.
template <typename Elements>
ltf_value owned_values(const Elements& elements, ltf_tag tag, ltf_value (*convert)(c10::IValue&&)) {
  ltf_value value{};
  value.tag = tag;
  auto* made = new ltf_value[elements.size()];
  value.pointer = made;
  try {
    for (const auto& element : elements) {
      made[value.count] = convert(c10::IValue(element));
      value.count++;
    }
  } catch (...) {
    ltf_value_release(&value);
    throw;
  }
  return value;
}

}  // namespace facade
