// Reads one number straight from memory, which is several times faster than the operator for it.
#include <ATen/core/Tensor.h>

#include <cstdint>

#include "handles.h"
#include "vector_state.h"
#include "versions.h"
#include "wrappers.h"

using namespace facade;

namespace {

template <typename T>
T first(const c10::TensorImpl& tensor) {
  return *static_cast<const T*>(tensor.data());
}

ltf_value real(double number) {
  ltf_value value{};
  value.tag = LTF_DOUBLE;
  value.real = number;
  return value;
}

ltf_value integer(int64_t number, ltf_tag tag = LTF_INT) {
  ltf_value value{};
  value.tag = tag;
  value.integer = number;
  return value;
}

#if LTF_HAS_UNSIGNED
ltf_value unsigned_integer(uint64_t number) {
  return integer(static_cast<int64_t>(number), number > INT64_MAX ? LTF_UINT : LTF_INT);
}
#endif

template <typename T>
ltf_value complex(c10::complex<T> number, double* parts) {
  parts[0] = number.real();
  parts[1] = number.imag();
  ltf_value value{};
  value.tag = LTF_COMPLEX;
  value.pointer = parts;
  return value;
}

ltf_value item_of(const c10::TensorImpl& tensor, double* parts) {
  ltf_value none{};
  none.tag = LTF_NONE;
  const bool here = tensor.layout() == c10::kStrided && tensor.device().is_cpu() && tensor.has_storage() &&
                    !tensor.key_set().has_any(wrappers);
  // A conjugate or negative view stands for other numbers than those in its memory, and a ZeroTensor has no memory.
  const bool resolved = !tensor.is_conj() && !tensor.is_neg();
  if (!here || !resolved || tensor.numel() != 1 || tensor.data() == nullptr) {
    return none;
  }
  switch (c10::typeMetaToScalarType(tensor.dtype())) {
    case c10::kFloat:
      return real(first<float>(tensor));
    case c10::kDouble:
      return real(first<double>(tensor));
    case c10::kHalf:
      return real(first<c10::Half>(tensor));
    case c10::kBFloat16:
      return real(first<c10::BFloat16>(tensor));
    case c10::kLong:
      return integer(first<int64_t>(tensor));
    case c10::kInt:
      return integer(first<int32_t>(tensor));
    case c10::kShort:
      return integer(first<int16_t>(tensor));
    case c10::kChar:
      return integer(first<int8_t>(tensor));
    case c10::kByte:
      return integer(first<uint8_t>(tensor));
#if LTF_HAS_UNSIGNED
    case c10::kUInt16:
      return integer(first<uint16_t>(tensor));
    case c10::kUInt32:
      return integer(first<uint32_t>(tensor));
    case c10::kUInt64:
      return unsigned_integer(first<uint64_t>(tensor));
#endif
    case c10::kBool:
      return integer(first<uint8_t>(tensor) != 0 ? 1 : 0, LTF_BOOL);
    case c10::kComplexFloat:
      return complex(first<c10::complex<float>>(tensor), parts);
    case c10::kComplexDouble:
      return complex(first<c10::complex<double>>(tensor), parts);
    default:
      return none;
  }
}

}  // namespace

void ltf_tensor_item(ltf_tensor* tensor, ltf_value* value, double* parts) {
  // Managed code makes this call without a GC transition, so the garbage collector waits for it: it may neither block
  // nor call back. It does not count as a visit, since entering libtorch blocks when the process ends, and what fails
  // here is left to the operator.
  clear_upper_halves();
  try {
    *value = item_of(*impl(tensor), parts);
  } catch (...) {
    *value = {};
    value->tag = LTF_NONE;
  }
}
