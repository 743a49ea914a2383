// Checks that libtorch leaves out, where wrong arguments would write into other memory or end the process.
#pragma once

#include <ATen/core/ivalue.h>

#include <string>
#include <vector>

namespace facade {

// Throws where an operator must not be called with these arguments, which are as its schema wants them.
using OperatorCheck = void (*)(const std::vector<c10::IValue>& arguments);

// The check of the operator of this name, as aten::lstm.input, or null: nearly all have checks of their own.
OperatorCheck find_check(const std::string& name);

}  // namespace facade
