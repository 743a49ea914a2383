#include "enumerations.h"

#include <c10/core/Layout.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/QScheme.h>
#include <c10/core/ScalarType.h>

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

const c10::Type& stripped(const c10::Type& type) {
  return type.kind() == c10::TypeKind::OptionalType ? *type.containedTypes()[0] : type;
}

}  // namespace facade
