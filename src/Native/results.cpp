#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include "guard.h"
#include "handles.h"
#include "objects.h"
#include "owned_values.h"
#include "values.h"

namespace facade {
namespace {

using c10::IValue;

// An array of n that the result owns, freed by ltf_value_release.
template <typename T>
T* block(size_t n) {
  return new T[n];
}

template <typename T, typename List>
ltf_value copied(const List& list, ltf_tag tag) {
  ltf_value value{};
  auto* data = block<T>(list.size());
  std::copy(list.begin(), list.end(), data);
  value.pointer = data;
  value.tag = tag;
  value.count = static_cast<int32_t>(list.size());
  return value;
}

template <typename Elements>
ltf_value values_from(const Elements& elements) {
  return owned_values(elements, LTF_LIST, from_ivalue);
}

template <typename Value, typename = void>
constexpr bool holds_unsigned = false;
template <typename Value>
constexpr bool holds_unsigned<Value, std::void_t<decltype(std::declval<const Value&>().isUnsigned())>> = true;

// An int above INT64_MAX: libtorch 2.6 has Scalars for these, but no IValues.
template <typename Value>
bool take_unsigned(const Value& value, ltf_value& result) {
  if constexpr (holds_unsigned<Value>) {
    if (value.isUnsigned()) {
      result.tag = LTF_UINT;
      result.integer = static_cast<int64_t>(value.toUInt());
      return true;
    }
  }
  return false;
}

}  // namespace

bool take_number(const IValue& value, ltf_value& result) {
  if (value.isInt() || value.isSymInt()) {
    result.tag = LTF_INT;
    result.integer = value.isInt() ? value.toInt() : value.toSymInt().expect_int();
  } else if (value.isDouble()) {
    result.tag = LTF_DOUBLE;
    result.real = value.toDouble();
  } else if (value.isBool()) {
    result.tag = LTF_BOOL;
    result.integer = value.toBool() ? 1 : 0;
  } else {
    return take_unsigned(value, result);
  }
  return true;
}

ltf_value from_ivalue(IValue&& value) {
  ltf_value result{};
  if (value.isTensor()) {
    result.tag = LTF_TENSOR;
    result.pointer = owned(std::move(value).toTensor());
  } else if (value.isNone()) {
    result.tag = LTF_NONE;
  } else if (take_number(value, result)) {
    // A number owns no memory.
  } else if (value.isComplexDouble()) {
    const auto number = value.toComplexDouble();
    auto* parts = block<double>(2);
    parts[0] = number.real();
    parts[1] = number.imag();
    result.tag = LTF_COMPLEX;
    result.pointer = parts;
  } else if (value.isString()) {
    result = copied<char>(value.toStringRef(), LTF_STRING);
  } else if (value.isDevice()) {
    const auto device = value.toDevice();
    result.tag = LTF_DEVICE;
    result.integer =
        static_cast<int64_t>(device.type()) | static_cast<int64_t>(static_cast<uint64_t>(device.index()) << 32);
  } else if (value.isTensorList()) {
    result = values_from(value.toTensorVector());
  } else if (value.isIntList()) {
    result = copied<int64_t>(value.toIntVector(), LTF_INT_LIST);
  } else if (value.isDoubleList()) {
    result = copied<double>(value.toDoubleVector(), LTF_DOUBLE_LIST);
  } else if (value.isBoolList()) {
    const auto list = value.toBoolList();
    result.tag = LTF_BOOL_LIST;
    auto* data = block<uint8_t>(list.size());
    for (size_t i = 0; i < list.size(); i++) {
      data[i] = list.get(i) ? 1 : 0;
    }
    result.pointer = data;
    result.count = static_cast<int32_t>(list.size());
  } else if (value.isList()) {
    result = values_from(value.toListRef().vec());
  } else if (value.isTuple()) {
    const auto tuple = value.toTuple();
    const auto& elements = tuple->elements();
    result = values_from(std::vector<IValue>(elements.begin(), elements.end()));
  } else {
    result.tag = LTF_OBJECT;
    result.count = kind_of(value);
    result.pointer = owned(std::move(value));
  }
  return result;
}

}  // namespace facade

void ltf_value_release(ltf_value* value) {
  switch (value->tag) {
    case LTF_TENSOR:
      ltf_tensor_release(static_cast<ltf_tensor*>(value->pointer));
      break;
    case LTF_OBJECT:
      ltf_object_release(static_cast<ltf_object*>(value->pointer));
      break;
    case LTF_COMPLEX:
    case LTF_DOUBLE_LIST:
      delete[] static_cast<double*>(value->pointer);
      break;
    case LTF_STRING:
      delete[] static_cast<char*>(value->pointer);
      break;
    case LTF_INT_LIST:
      delete[] static_cast<int64_t*>(value->pointer);
      break;
    case LTF_BOOL_LIST:
      delete[] static_cast<uint8_t*>(value->pointer);
      break;
    case LTF_LIST:
    case LTF_TUPLE:
    case LTF_DICT:
      for (int32_t i = 0; i < value->count; i++) {
        ltf_value_release(static_cast<ltf_value*>(value->pointer) + i);
      }
      delete[] static_cast<ltf_value*>(value->pointer);
      break;
    default:
      break;
  }
  value->tag = LTF_NONE;
}
