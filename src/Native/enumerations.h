// Types of a schema that are ints to the dispatcher, each a number of c10's.
#pragma once

#include <ATen/core/jit_type.h>

#include "torch_facade.h"

namespace facade {

struct Enumeration {
  const char* name;
  ltf_tag tag;
  int64_t end;  // the first number that is none
};

// NULL for any other type.
const Enumeration* enumeration_of(c10::TypeKind kind);

// The type that an optional one is of, or the type itself.
const c10::Type& stripped(const c10::Type& type);

}  // namespace facade
