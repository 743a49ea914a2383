// Types of a schema that are ints to the dispatcher, each a number of c10's.
#pragma once

#include <ATen/core/jit_type.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/ScalarType.h>

#include "torch_facade.h"

namespace facade {

struct Enumeration {
  const char* name;
  ltf_tag tag;
  int64_t end;  // the first number that is none

  // The number, if it is one of them. libtorch does not check: it is an index of a table, or a case that ends the process.
  int64_t checked(int64_t number) const;
};

// NULL for any other type.
const Enumeration* enumeration_of(c10::TypeKind kind);

c10::ScalarType checked_dtype(int64_t number);
c10::MemoryFormat checked_memory_format(int64_t number);

// The type that an optional one is of, or the type itself.
const c10::Type& stripped(const c10::Type& type);

}  // namespace facade
