// Converts values to the simple types of a schema.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <c10/core/Scalar.h>

#include <string>

#include "devices.h"
#include "handles.h"
#include "numbers.h"
#include "torch_facade.h"

namespace facade {

// Thrown where a value does not fit the type; to_ivalue turns it into a message that names the argument.
struct Misfit {};

template <typename T>
const T* items(const ltf_value& value) {
  return static_cast<const T*>(value.pointer);
}

inline c10::Scalar scalar_of(const ltf_value& value) {
  const auto number = number_of(value);
  if (!number.has_value()) {
    throw Misfit();
  }
  return *number;
}

inline int64_t integer_of(const ltf_value& value) {
  if (value.tag != LTF_INT) {
    throw Misfit();
  }
  return value.integer;
}

inline double real_of(const ltf_value& value) {
  if (value.tag != LTF_DOUBLE && value.tag != LTF_INT) {
    throw Misfit();
  }
  return value.tag == LTF_DOUBLE ? value.real : static_cast<double>(value.integer);
}

inline bool bool_of(const ltf_value& value) {
  if (value.tag != LTF_BOOL) {
    throw Misfit();
  }
  return value.integer != 0;
}

inline at::Tensor tensor_of(const ltf_value& value) {
  if (value.tag == LTF_TENSOR) {
    return retained(static_cast<ltf_tensor*>(value.pointer));
  }
  auto number = wrapped_number(value);
  if (!number.defined()) {
    throw Misfit();
  }
  return number;
}

// A number is not accepted in a list of tensors.
inline at::Tensor listed_tensor(const ltf_value& value) {
  if (value.tag != LTF_TENSOR) {
    throw Misfit();
  }
  return tensor_of(value);
}

inline std::string string_of(const ltf_value& value) {
  if (value.tag != LTF_STRING) {
    throw Misfit();
  }
  return std::string(items<char>(value), value.count);
}

inline c10::Device device_of(const ltf_value& value) {
  if (value.tag != LTF_DEVICE) {
    throw Misfit();
  }
  return usable_device(value.integer & 0xffffffff, value.integer >> 32);
}

// The name of the value's type in messages.
inline const char* given(const ltf_value& value) {
  switch (value.tag) {
    case LTF_NONE:
      return "None";
    case LTF_TENSOR:
      return "Tensor";
    case LTF_INT:
    case LTF_UINT:
      return "int";
    case LTF_DOUBLE:
      return "float";
    case LTF_BOOL:
      return "bool";
    case LTF_COMPLEX:
      return "complex";
    case LTF_STRING:
      return "str";
    case LTF_DEVICE:
      return "Device";
    case LTF_GENERATOR:
      return "Generator";
    case LTF_OBJECT:
      return "an object of another type";
    case LTF_DTYPE:
      return "dtype";
    case LTF_LAYOUT:
      return "layout";
    case LTF_MEMORY_FORMAT:
      return "memory_format";
    case LTF_QSCHEME:
      return "qscheme";
    case LTF_TUPLE:
      return "tuple";
    case LTF_DICT:
      return "dict";
    default:
      return "list";
  }
}

}  // namespace facade
