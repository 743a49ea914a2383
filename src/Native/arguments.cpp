#include "values.h"

#include <ATen/core/Generator.h>
#include <ATen/core/jit_type.h>

#include <string>

#include "collections.h"
#include "enumerations.h"
#include "guard.h"
#include "handles.h"
#include "objects.h"
#include "simple_values.h"

namespace facade {
namespace {

using c10::IValue;
using c10::TypeKind;

// The code behind the dispatcher does not check the type of an object that it unpacks, so it is checked here.
IValue object_of(const ltf_value& value, const c10::Type& type) {
  const auto& object = held(static_cast<const ltf_object*>(value.pointer));
  if (!object.type()->isSubtypeOf(type)) {
    throw Misfit();
  }
  return object;
}

// The number of elements that the schema requires of a list, as 2 for int[2]; none for int[].
using Length = c10::optional<int32_t>;

IValue convert(const ltf_value& value, const c10::Type& type, Length length);

// A list of a simple element type, from an array of values.
template <typename T, typename Read>
c10::List<T> list_of(const ltf_value& value, Read read) {
  if (value.tag != LTF_LIST) {
    throw Misfit();
  }
  c10::List<T> list;
  list.reserve(value.count);
  for (int32_t i = 0; i < value.count; i++) {
    list.push_back(read(items<ltf_value>(value)[i]));
  }
  return list;
}

// The same, or one number, repeated as often as the schema's int[2] says. For int[], which gives no length, the number
// must be one that the caller marked as a list (count 1).
template <typename T, typename Read>
c10::List<T> numbers_of(const ltf_value& value, Length length, Read read) {
  if (value.tag == LTF_LIST) {
    return list_of<T>(value, read);
  }
  if (!length && !(value.tag == LTF_INT && value.count == 1)) {
    throw Misfit();
  }
  c10::List<T> list;
  list.resize(length ? *length : 1, read(value));
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

c10::List<at::Tensor> tensors_of(const ltf_value& value) {
  if (value.tag != LTF_TENSOR_LIST) {
    return list_of<at::Tensor>(value, listed_tensor);
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
c10::List<c10::optional<at::Tensor>> optional_tensors_of(const ltf_value& value) {
  c10::List<c10::optional<at::Tensor>> list;
  if (value.tag == LTF_TENSOR_LIST) {
    for (int32_t i = 0; i < value.count; i++) {
      auto tensor = retained(items<ltf_tensor*>(value)[i]);
      list.push_back(tensor.defined() ? c10::optional<at::Tensor>(std::move(tensor)) : c10::nullopt);
    }
    return list;
  }
  return list_of<c10::optional<at::Tensor>>(value, [](const ltf_value& element) {
    return element.tag == LTF_NONE ? c10::optional<at::Tensor>() : c10::optional<at::Tensor>(listed_tensor(element));
  });
}

IValue generic_list(const ltf_value& value, const c10::TypePtr& element) {
  c10::impl::GenericList list(element);
  const auto push = [&](const ltf_value& item) { list.push_back(convert(item, *element, c10::nullopt)); };
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
        item.integer = items<int64_t>(value)[i];  // copies the eight bytes of an int64 or a double
        push(item);
      }
      break;
    default:
      throw Misfit();
  }
  return list;
}

IValue list_ivalue(const ltf_value& value, const c10::TypePtr& element, Length length) {
  switch (element->kind()) {
    case TypeKind::IntType:
      return value.tag == LTF_INT_LIST ? list_from<int64_t>(value) : numbers_of<int64_t>(value, length, integer_of);
    case TypeKind::FloatType:
      if (value.tag == LTF_INT_LIST) {
        return list_from<double, int64_t>(value);
      }
      return value.tag == LTF_DOUBLE_LIST ? list_from<double>(value) : numbers_of<double>(value, length, real_of);
    case TypeKind::BoolType:
      return value.tag == LTF_BOOL_LIST ? list_from<bool, uint8_t>(value) : list_of<bool>(value, bool_of);
    case TypeKind::TensorType:
      return tensors_of(value);
    case TypeKind::OptionalType:
      if (element->containedTypes()[0]->kind() == TypeKind::TensorType) {
        return optional_tensors_of(value);
      }
      return generic_list(value, element);
    default:
      return generic_list(value, element);
  }
}

IValue convert(const ltf_value& value, const c10::Type& type, Length length) {
  if (type.kind() == TypeKind::OptionalType) {
    return value.tag == LTF_NONE ? IValue() : convert(value, *type.containedTypes()[0], length);
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
    case TypeKind::ListType: {
      // A tuple is accepted as a list, as in Python.
      auto list = value;
      list.tag = value.tag == LTF_TUPLE ? LTF_LIST : value.tag;
      return list_ivalue(list, type.containedTypes()[0], length);
    }
    default:
      return collection_of(value, type, [](const ltf_value& element, const c10::TypePtr& wanted) {
        return convert(element, *wanted, c10::nullopt);
      });
  }
}

// A plain int is accepted too, as in Python.
IValue enumerated(const ltf_value& value, const Enumeration& enumeration) {
  if (value.tag != enumeration.tag && value.tag != LTF_INT) {
    throw Misfit();
  }
  return enumeration.checked(value.integer);
}

bool is_number(const ltf_value& value) {
  return value.tag == LTF_INT || value.tag == LTF_DOUBLE || value.tag == LTF_BOOL || value.tag == LTF_COMPLEX ||
         value.tag == LTF_UINT;
}

IValue checked(const ltf_value& value, const c10::Argument& argument, bool numbers) {
  const auto& type = stripped(*argument.real_type());
  const bool none = value.tag == LTF_NONE && argument.real_type()->kind() == TypeKind::OptionalType;
  if (const auto* enumeration = enumeration_of(type.kind())) {
    return none ? IValue() : enumerated(value, *enumeration);
  }
  if (type.kind() == TypeKind::TensorType && is_number(value) && !numbers) {
    throw Misfit();
  }
  return convert(value, *argument.type(), argument.N());
}

}  // namespace

IValue to_ivalue(const ltf_value& value, const c10::Argument& argument, bool numbers) {
  try {
    return checked(value, argument, numbers);
  } catch (const Misfit&) {
    throw Failure(LTF_BAD_ARGUMENT, "argument '" + argument.name() + "' must be " + argument.real_type()->str() +
                                        ", not " + given(value));
  }
}

}  // namespace facade
