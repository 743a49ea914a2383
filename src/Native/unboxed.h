// Calls that go straight to an operator's C++ function, without IValues: one trampoline a C++
// signature, not an operator. What has no trampoline, or is given something that the signature does
// not take as it is, is called boxed.
#pragma once

#include <vector>

#include "torch_facade.h"

struct ltf_operator;

namespace facade {

struct Unboxed {
  // Calls the operator if all arguments, in the schema's order, are as the signature takes them;
  // says whether it did. NULL where there is no trampoline.
  bool (*call)(const ltf_operator& op, const ltf_value* const* arguments, ltf_value* results) = nullptr;
  const void* handle = nullptr;     // the c10::TypedOperatorHandle; lives as long as the process
  std::vector<ltf_value> defaults;  // per schema argument
  bool only_records = false;        // see below_autograd.h
};

// Finds the trampoline of an operator that is complete but for it.
void find_unboxed(ltf_operator& op);

// Calls the operator without IValues where that is possible; says whether it did.
bool call_unboxed(const ltf_operator& op, const ltf_value* arguments, int32_t count, ltf_value* results);

}  // namespace facade
