// Converts ltf_value to and from libtorch's IValue.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include "torch_facade.h"

namespace facade {

// Converts an argument to its schema type: numbers become wrapped tensors (if the operator accepts numbers in place of
// tensors), floats or one-element lists where the type asks for them. Throws Failure(LTF_BAD_ARGUMENT) when it does not
// fit.
c10::IValue to_ivalue(const ltf_value& value, const c10::Argument& argument, bool numbers);

// Fills in a number or truth value; false for anything else.
bool take_number(const c10::IValue& value, ltf_value& result);

// Converts a result of libtorch's; the ltf_value owns it.
ltf_value from_ivalue(c10::IValue&& value);

}  // namespace facade
