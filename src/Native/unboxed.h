// Calls that go straight to an operator's C++ function, without IValues: one trampoline a C++
// signature, not an operator. What has no trampoline, or is given something that the signature does
// not take as it is, is called boxed.
#pragma once

#include <atomic>
#include <vector>

#include "below_autograd.h"
#include "torch_facade.h"

namespace facade {

struct Unboxed {
  const void* handle = nullptr;     // the c10::TypedOperatorHandle; lives as long as the process
  std::vector<ltf_value> defaults;  // per schema argument
  const int32_t* places = nullptr;  // per schema argument: the caller's place, or -1
  int32_t count = 0;                // how many arguments the callers give
  std::atomic<PassedBy> passed_by{PassedBy::nothing};
  bool numbers = false;             // whether a number may stand for a tensor

  // The schema's argument i: what the caller gives, or the default.
  const ltf_value& argument(const ltf_value* arguments, size_t i) const {
    const int32_t place = places[i];
    return place >= 0 && arguments[place].tag != LTF_DEFAULT ? arguments[place] : defaults[i];
  }
};

// Finds the trampoline of an operator that is complete but for it, and makes it the operator's entry.
void find_unboxed(ltf_operator& op);

}  // namespace facade
