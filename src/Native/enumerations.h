// Schema types that the dispatcher passes as ints: the values of c10's enums.
#pragma once

#include <ATen/core/jit_type.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/ScalarType.h>

#include "torch_facade.h"

namespace facade {

struct Enumeration {
  const char* name;
  ltf_tag tag;
  int64_t end;  // one past the last valid number

  // Returns the number if it is valid; throws otherwise. libtorch itself does not check, but uses the number as the
  // index of a table, or ends the process at an unknown case.
  int64_t checked(int64_t number) const;
};

// The enumeration for a schema type; NULL for any other type.
const Enumeration* enumeration_of(c10::TypeKind kind);

c10::ScalarType checked_dtype(int64_t number);
c10::MemoryFormat checked_memory_format(int64_t number);

// The type inside an optional type, or the type itself.
const c10::Type& stripped(const c10::Type& type);

}  // namespace facade
