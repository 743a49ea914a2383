#include "collections.h"

#include <utility>
#include <vector>

#include "objects.h"
#include "owned_values.h"
#include "simple_values.h"
#include "values.h"

namespace facade {
namespace {

using c10::IValue;
using c10::TypeKind;
using c10::TypePtr;

// Deeper nesting overflows Python's own stack too.
constexpr int kMaxDepth = 200;

IValue inferred(const ltf_value& value, int depth);

bool is_list(const ltf_value& value) {
  return value.tag == LTF_LIST || value.tag == LTF_TUPLE;
}

std::vector<IValue> inferred_elements(const ltf_value& value, int depth) {
  std::vector<IValue> elements;
  elements.reserve(value.count);
  for (int32_t i = 0; i < value.count; i++) {
    elements.push_back(inferred(items<ltf_value>(value)[i], depth + 1));
  }
  return elements;
}

// The common type of the elements; Any where their types differ.
template <typename Begin>
TypePtr common_type(const std::vector<IValue>& elements, Begin begin, size_t step) {
  TypePtr common;
  for (size_t i = begin; i < elements.size(); i += step) {
    auto type = elements[i].isTensor() ? TypePtr(c10::TensorType::get()) : elements[i].type();
    if (common && *common != *type) {
      return c10::AnyType::get();
    }
    common = std::move(type);
  }
  return common ? common : TypePtr(c10::TensorType::get());
}

IValue dict_of(const std::vector<IValue>& entries, const TypePtr& key, const TypePtr& value) {
  c10::impl::GenericDict dict(key, value);
  for (size_t i = 0; i + 1 < entries.size(); i += 2) {
    dict.insert_or_assign(entries[i], entries[i + 1]);
  }
  return dict;
}

bool is_key(const c10::Type& type) {
  const auto kind = type.kind();
  return kind == TypeKind::StringType || kind == TypeKind::IntType || kind == TypeKind::FloatType ||
         kind == TypeKind::BoolType || kind == TypeKind::ComplexType || kind == TypeKind::TensorType ||
         kind == TypeKind::DeviceObjType;
}

// The value as the type that Python infers where no type is given.
IValue inferred(const ltf_value& value, int depth) {
  if (depth > kMaxDepth) {
    throw Misfit();
  }
  switch (value.tag) {
    case LTF_NONE:
      return {};
    case LTF_TENSOR:
      return tensor_of(value);
    case LTF_INT:
    case LTF_DTYPE:
    case LTF_LAYOUT:
    case LTF_MEMORY_FORMAT:
      return value.integer;
    case LTF_DOUBLE:
      return value.real;
    case LTF_BOOL:
      return value.integer != 0;
    case LTF_COMPLEX:
      return complex_of(value);
    case LTF_STRING:
      return string_of(value);
    case LTF_DEVICE:
      return device_of(value);
    case LTF_OBJECT:
      return held(static_cast<const ltf_object*>(value.pointer));
    case LTF_TUPLE:
      return c10::ivalue::Tuple::create(inferred_elements(value, depth));
    case LTF_LIST: {
      auto elements = inferred_elements(value, depth);
      c10::impl::GenericList list(common_type(elements, size_t{0}, 1));
      for (auto& element : elements) {
        list.push_back(std::move(element));
      }
      return list;
    }
    case LTF_DICT: {
      const auto entries = inferred_elements(value, depth);
      const auto key = entries.empty() ? TypePtr(c10::StringType::get()) : common_type(entries, size_t{0}, 2);
      if (!is_key(*key)) {
        throw Misfit();
      }
      return dict_of(entries, key, common_type(entries, size_t{1}, 2));
    }
    default:
      throw Misfit();
  }
}

IValue tuple_of(const ltf_value& value, const c10::Type& type, const Convert& convert) {
  const auto types = type.containedTypes();
  if (!is_list(value) || types.size() != static_cast<size_t>(value.count)) {
    throw Misfit();
  }
  std::vector<IValue> elements;
  elements.reserve(types.size());
  for (size_t i = 0; i < types.size(); i++) {
    elements.push_back(convert(items<ltf_value>(value)[i], types[i]));
  }
  return c10::ivalue::Tuple::create(std::move(elements));
}

IValue dict_from(const ltf_value& value, const c10::Type& type, const Convert& convert) {
  if (value.tag != LTF_DICT) {
    throw Misfit();
  }
  const auto key = type.containedTypes()[0];
  const auto held = type.containedTypes()[1];
  std::vector<IValue> entries;
  entries.reserve(value.count);
  for (int32_t i = 0; i < value.count; i++) {
    entries.push_back(convert(items<ltf_value>(value)[i], i % 2 == 0 ? key : held));
  }
  return dict_of(entries, key, held);
}

}  // namespace

IValue collection_of(const ltf_value& value, const c10::Type& type, const Convert& convert) {
  switch (type.kind()) {
    case TypeKind::TupleType:
      return tuple_of(value, type, convert);
    case TypeKind::DictType:
      return dict_from(value, type, convert);
    case TypeKind::AnyType:
      return inferred(value, 0);
    case TypeKind::UnionType: {
      auto made = inferred(value, 0);
      if (!made.type()->isSubtypeOf(type)) {
        throw Misfit();
      }
      return made;
    }
    case TypeKind::NoneType:
      if (value.tag == LTF_NONE) {
        return {};
      }
      throw Misfit();
    default:
      throw Misfit();
  }
}

ltf_value script_value(IValue&& value) {
  if (value.isTuple()) {
    const auto tuple = value.toTuple();
    const auto& elements = tuple->elements();
    return owned_values(std::vector<IValue>(elements.begin(), elements.end()), LTF_TUPLE, script_value);
  }
  if (value.isGenericDict()) {
    std::vector<IValue> entries;
    for (const auto& entry : value.toGenericDict()) {
      entries.push_back(entry.key());
      entries.push_back(entry.value());
    }
    return owned_values(entries, LTF_DICT, script_value);
  }
  if (value.isList()) {
    return owned_values(value.toListRef().vec(), LTF_LIST, script_value);
  }
  return from_ivalue(std::move(value));
}

}  // namespace facade
