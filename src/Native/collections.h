// Values of the types that TorchScript knows beside those of the dispatcher.
#pragma once

#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <functional>

#include "torch_facade.h"

namespace facade {

// Makes a value of an element's type.
using Convert = std::function<c10::IValue(const ltf_value&, const c10::TypePtr&)>;

// The value as a tuple, dict, union or object of unknown type. Throws Misfit for all others.
c10::IValue collection_of(const ltf_value& value, const c10::Type& type, const Convert& convert);

// A result with ownership passed on, as from_ivalue, where tuples, lists and dicts stay what they are.
ltf_value script_value(c10::IValue&& value);

}  // namespace facade
