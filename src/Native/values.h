// ltf_value to and from libtorch's IValue.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include "torch_facade.h"

namespace facade {

// The argument as the schema wants it: numbers become wrapped tensors (where the operator takes `numbers` for
// them), floats or one-element lists where the type asks for them. Throws Failure(LTF_BAD_ARGUMENT) when it does not fit.
c10::IValue to_ivalue(const ltf_value& value, const c10::Argument& argument, bool numbers);

// Fills in a number or truth value; false for anything else.
bool take_number(const c10::IValue& value, ltf_value& result);

// What libtorch returned, with ownership passed on.
ltf_value from_ivalue(c10::IValue&& value);

}  // namespace facade
