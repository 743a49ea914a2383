// Calls an operator's C++ function directly, without IValues. There is one trampoline for each C++ signature, not for
// each operator. An operator without a trampoline, or with arguments that the signature does not take as they are, is
// called boxed.
#pragma once

#include <atomic>
#include <vector>

#include "below_autograd.h"
#include "torch_facade.h"

namespace facade {

struct Unboxed {
  const void* handle = nullptr;     // the c10::TypedOperatorHandle; lives as long as the process
  std::vector<ltf_value> defaults;  // per schema argument
  const int32_t* places = nullptr;  // per schema argument: the caller's index, or -1
  int32_t count = 0;                // how many arguments the callers give
  std::atomic<PassedBy> passed_by{PassedBy::nothing};
  bool numbers = false;             // whether a number may stand for a tensor

  // The schema's argument i: what the caller gives, or the default.
  const ltf_value& argument(const ltf_value* arguments, size_t i) const {
    const int32_t place = places[i];
    return place >= 0 && arguments[place].tag != LTF_DEFAULT ? arguments[place] : defaults[i];
  }
};

// Finds the trampoline of an otherwise complete operator, and makes it the operator's entry.
void find_unboxed(ltf_operator& op);

}  // namespace facade
