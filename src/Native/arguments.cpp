#include "values.h"

#include <ATen/core/Generator.h>
#include <ATen/core/jit_type.h>

#include <string>

#include "devices.h"
#include "guard.h"
#include "handles.h"
#include "numbers.h"
#include "objects.h"

namespace facade {
namespace {

using c10::IValue;
using c10::TypeKind;

// Does not fit; to_ivalue turns it into a message that names the argument.
struct Misfit {};

template <typename T>
const T* items(const ltf_value& value) {
  return static_cast<const T*>(value.pointer);
}

c10::Scalar scalar_of(const ltf_value& value) {
  const auto number = number_of(value);
  if (!number.has_value()) {
    throw Misfit();
  }
  return *number;
}

int64_t integer_of(const ltf_value& value) {
  if (value.tag != LTF_INT) {
    throw Misfit();
  }
  return value.integer;
}

double real_of(const ltf_value& value) {
  if (value.tag != LTF_DOUBLE && value.tag != LTF_INT) {
    throw Misfit();
  }
  return value.tag == LTF_DOUBLE ? value.real : static_cast<double>(value.integer);
}

bool bool_of(const ltf_value& value) {
  if (value.tag != LTF_BOOL) {
    throw Misfit();
  }
  return value.integer != 0;
}

at::Tensor tensor_of(const ltf_value& value) {
  if (value.tag == LTF_TENSOR) {
    return retained(static_cast<ltf_tensor*>(value.pointer));
  }
  auto number = wrapped_number(value);
  if (!number.defined()) {
    throw Misfit();
  }
  return number;
}

std::string string_of(const ltf_value& value) {
  if (value.tag != LTF_STRING) {
    throw Misfit();
  }
  return std::string(items<char>(value), value.count);
}

c10::Device device_of(const ltf_value& value) {
  if (value.tag != LTF_DEVICE) {
    throw Misfit();
  }
  return checked_device(value.integer & 0xffffffff, value.integer >> 32);
}

// Nothing behind the dispatcher checks what it unpacks, so the type has to be the schema's.
IValue object_of(const ltf_value& value, const c10::Type& type) {
  const auto& object = held(static_cast<const ltf_object*>(value.pointer));
  if (!object.type()->isSubtypeOf(type)) {
    throw Misfit();
  }
  return object;
}

IValue convert(const ltf_value& value, const c10::Type& type, int32_t expand);

// A list of a simple element type: from an array of it, from an array of values, or from one
// element, repeated as often as the schema's int[2] says.
template <typename T, typename Read>
c10::List<T> list_of(const ltf_value& value, int32_t expand, Read read) {
  c10::List<T> list;
  if (value.tag == LTF_LIST) {
    const auto* elements = items<ltf_value>(value);
    list.reserve(value.count);
    for (int32_t i = 0; i < value.count; i++) {
      list.push_back(read(elements[i]));
    }
  } else {
    auto element = read(value);
    for (int32_t i = 0; i < expand; i++) {
      list.push_back(element);
    }
  }
  return list;
}

template <typename T, typename Stored = T>
c10::List<T> list_from(const ltf_value& value) {
  c10::List<T> list;
  list.reserve(value.count);
  for (int32_t i = 0; i < value.count; i++) {
    list.push_back(static_cast<T>(items<Stored>(value)[i]));
  }
  return list;
}

c10::List<at::Tensor> tensors_of(const ltf_value& value, int32_t expand) {
  if (value.tag != LTF_TENSOR_LIST) {
    return list_of<at::Tensor>(value, expand, tensor_of);
  }
  c10::List<at::Tensor> list;
  list.reserve(value.count);
  for (int32_t i = 0; i < value.count; i++) {
    if (items<ltf_tensor*>(value)[i] == nullptr) {
      throw Misfit();
    }
    list.push_back(retained(items<ltf_tensor*>(value)[i]));
  }
  return list;
}

// Tensor?[]: NULL and None both stand for an absent tensor.
c10::List<c10::optional<at::Tensor>> optional_tensors_of(const ltf_value& value, int32_t expand) {
  c10::List<c10::optional<at::Tensor>> list;
  if (value.tag == LTF_TENSOR_LIST) {
    for (int32_t i = 0; i < value.count; i++) {
      auto tensor = retained(items<ltf_tensor*>(value)[i]);
      list.push_back(tensor.defined() ? c10::optional<at::Tensor>(std::move(tensor)) : c10::nullopt);
    }
    return list;
  }
  return list_of<c10::optional<at::Tensor>>(value, expand, [](const ltf_value& element) {
    return element.tag == LTF_NONE ? c10::optional<at::Tensor>() : c10::optional<at::Tensor>(tensor_of(element));
  });
}

IValue generic_list(const ltf_value& value, const c10::TypePtr& element) {
  c10::impl::GenericList list(element);
  const auto push = [&](const ltf_value& item) { list.push_back(convert(item, *element, 1)); };
  switch (value.tag) {
    case LTF_LIST:
      for (int32_t i = 0; i < value.count; i++) {
        push(items<ltf_value>(value)[i]);
      }
      break;
    case LTF_INT_LIST:
    case LTF_DOUBLE_LIST:
      for (int32_t i = 0; i < value.count; i++) {
        ltf_value item{};
        item.tag = value.tag == LTF_INT_LIST ? LTF_INT : LTF_DOUBLE;
        item.integer = items<int64_t>(value)[i];  // the same eight bytes, whichever they are
        push(item);
      }
      break;
    default:
      throw Misfit();
  }
  return list;
}

IValue list_ivalue(const ltf_value& value, const c10::TypePtr& element, int32_t expand) {
  switch (element->kind()) {
    case TypeKind::IntType:
      return value.tag == LTF_INT_LIST ? list_from<int64_t>(value) : list_of<int64_t>(value, expand, integer_of);
    case TypeKind::FloatType:
      if (value.tag == LTF_INT_LIST) {
        return list_from<double, int64_t>(value);
      }
      return value.tag == LTF_DOUBLE_LIST ? list_from<double>(value) : list_of<double>(value, expand, real_of);
    case TypeKind::BoolType:
      return value.tag == LTF_BOOL_LIST ? list_from<bool, uint8_t>(value) : list_of<bool>(value, expand, bool_of);
    case TypeKind::TensorType:
      return tensors_of(value, expand);
    case TypeKind::OptionalType:
      if (element->containedTypes()[0]->kind() == TypeKind::TensorType) {
        return optional_tensors_of(value, expand);
      }
      return generic_list(value, element);
    default:
      return generic_list(value, element);
  }
}

IValue convert(const ltf_value& value, const c10::Type& type, int32_t expand) {
  if (type.kind() == TypeKind::OptionalType) {
    return value.tag == LTF_NONE ? IValue() : convert(value, *type.containedTypes()[0], expand);
  }
  if (value.tag == LTF_OBJECT) {
    return object_of(value, type);
  }
  switch (type.kind()) {
    case TypeKind::TensorType:
      return tensor_of(value);
    case TypeKind::NumberType:
      return scalar_of(value);
    case TypeKind::IntType:
      return integer_of(value);
    case TypeKind::FloatType:
      return real_of(value);
    case TypeKind::BoolType:
      return bool_of(value);
    case TypeKind::ComplexType:
      return value.tag == LTF_COMPLEX ? complex_of(value) : c10::complex<double>(real_of(value));
    case TypeKind::StringType:
      return string_of(value);
    case TypeKind::DeviceObjType:
      return device_of(value);
    case TypeKind::GeneratorType:
      if (value.tag == LTF_GENERATOR) {
        return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::unsafe_reclaim_from_nonowning(
            static_cast<c10::GeneratorImpl*>(value.pointer)));
      }
      throw Misfit();
    case TypeKind::ListType:
      return list_ivalue(value, type.containedTypes()[0], expand);
    default:
      throw Misfit();
  }
}

const char* given(const ltf_value& value) {
  switch (value.tag) {
    case LTF_NONE:
      return "None";
    case LTF_TENSOR:
      return "Tensor";
    case LTF_INT:
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
    default:
      return "list";
  }
}

// A schema's ScalarType is an int to the dispatcher, and c10 indexes a table with it unchecked.
void check_dtype(const ltf_value& value, const c10::Argument& argument) {
  if (value.tag != LTF_INT ||
      (value.integer >= 0 && value.integer < static_cast<int64_t>(c10::ScalarType::Undefined))) {
    return;
  }
  const auto& type = *argument.real_type();
  const auto kind = type.kind() == TypeKind::OptionalType ? type.containedTypes()[0]->kind() : type.kind();
  if (kind == TypeKind::ScalarTypeType) {
    throw Failure(LTF_TYPE_ERROR, "this libtorch has no dtype of number " + std::to_string(value.integer));
  }
}

}  // namespace

IValue to_ivalue(const ltf_value& value, const c10::Argument& argument) {
  try {
    check_dtype(value, argument);
    return convert(value, *argument.type(), argument.N() ? *argument.N() : 1);
  } catch (const Misfit&) {
    throw Failure(LTF_BAD_ARGUMENT, "argument '" + argument.name() + "' must be " + argument.real_type()->str() +
                                        ", not " + given(value));
  }
}

}  // namespace facade
