// Checks that libtorch leaves out, although wrong arguments would write into other memory or end the process.
#pragma once

#include <ATen/core/ivalue.h>

#include <string>
#include <vector>

namespace facade {

// Throws if the operator must not be called with these arguments, which have the types of its schema.
using OperatorCheck = void (*)(const std::vector<c10::IValue>& arguments);

// The check for the operator of this name, such as aten::lstm.input; null for nearly all operators, since they check
// their arguments themselves.
OperatorCheck find_check(const std::string& name);

}  // namespace facade
