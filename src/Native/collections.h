// Values of the types that TorchScript has in addition to the dispatcher's, such as tuples and dicts.
#pragma once

#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <functional>

#include "torch_facade.h"

namespace facade {

// Converts an element to its type.
using Convert = std::function<c10::IValue(const ltf_value&, const c10::TypePtr&)>;

// The value as a tuple, dict, union, Any or None. Throws Misfit for all other types.
c10::IValue collection_of(const ltf_value& value, const c10::Type& type, const Convert& convert);

// Like from_ivalue, but tuples, lists and dicts stay what they are.
ltf_value script_value(c10::IValue&& value);

}  // namespace facade
