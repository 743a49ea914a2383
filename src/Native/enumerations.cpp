#include "enumerations.h"

#include <c10/core/Layout.h>
#include <c10/core/QScheme.h>

#include <string>

#include "guard.h"

namespace facade {

const Enumeration* enumeration_of(c10::TypeKind kind) {
  static const Enumeration dtype{"dtype", LTF_DTYPE, static_cast<int64_t>(c10::ScalarType::Undefined)};
  static const Enumeration layout{"layout", LTF_LAYOUT, static_cast<int64_t>(c10::Layout::NumOptions)};
  static const Enumeration format{"memory format", LTF_MEMORY_FORMAT, static_cast<int64_t>(c10::MemoryFormat::NumOptions)};
  static const Enumeration scheme{"qscheme", LTF_QSCHEME, c10::COMPILE_TIME_NUM_QSCHEMES};
  switch (kind) {
    case c10::TypeKind::ScalarTypeType:
      return &dtype;
    case c10::TypeKind::LayoutType:
      return &layout;
    case c10::TypeKind::MemoryFormatType:
      return &format;
    case c10::TypeKind::QSchemeType:
      return &scheme;
    default:
      return nullptr;
  }
}

int64_t Enumeration::checked(int64_t number) const {
  if (number < 0 || number >= end) {
    throw Failure(LTF_TYPE_ERROR, std::string("this libtorch has no ") + name + " of number " + std::to_string(number));
  }
  return number;
}

c10::ScalarType checked_dtype(int64_t number) {
  return static_cast<c10::ScalarType>(enumeration_of(c10::TypeKind::ScalarTypeType)->checked(number));
}

c10::MemoryFormat checked_memory_format(int64_t number) {
  return static_cast<c10::MemoryFormat>(enumeration_of(c10::TypeKind::MemoryFormatType)->checked(number));
}

const c10::Type& stripped(const c10::Type& type) {
  return type.kind() == c10::TypeKind::OptionalType ? *type.containedTypes()[0] : type;
}

}  // namespace facade
