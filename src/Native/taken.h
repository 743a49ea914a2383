// Converts values to arguments of a C++ function. Each Taken<T> names the schema type that T stands for. take() returns
// false if the value is something else; the boxed call then finds out whether it can be converted. Tensors are in
// taken_tensors.h.
#pragma once

#include <ATen/core/ATen_fwd.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/Scalar.h>
#include <c10/core/SymIntArrayRef.h>
#include <c10/util/Optional.h>
#include <c10/util/OptionalArrayRef.h>

#include "torch_facade.h"
#include "versions.h"

namespace facade {

template <typename T>
class Taken;

template <>
class Taken<const c10::Scalar&> {
 public:
  static constexpr const char* type = "Scalar";
  bool take(const ltf_value& value) {
    switch (value.tag) {
      case LTF_INT:
        number_ = value.integer;
        return true;
      case LTF_DOUBLE:
        number_ = value.real;
        return true;
      case LTF_BOOL:
        number_ = value.integer != 0;
        return true;
#if LTF_HAS_UNSIGNED
      case LTF_UINT:
        number_ = static_cast<uint64_t>(value.integer);
        return true;
#endif
      default:
        return false;
    }
  }
  const c10::Scalar& get() const {
    return number_;
  }

 private:
  c10::Scalar number_;
};

// An argument that can be read directly from a value.
template <typename T>
class TakenNumber {
 public:
  T get() const {
    return number_;
  }

 protected:
  T number_{};
};

template <>
class Taken<int64_t> : public TakenNumber<int64_t> {
 public:
  static constexpr const char* type = "int";
  bool take(const ltf_value& value) {
    number_ = value.integer;
    return value.tag == LTF_INT;
  }
};

template <>
class Taken<c10::SymInt> : public TakenNumber<int64_t> {
 public:
  static constexpr const char* type = "SymInt";
  bool take(const ltf_value& value) {
    number_ = value.integer;
    return value.tag == LTF_INT && c10::SymInt::check_range(value.integer);
  }
};

template <>
class Taken<bool> : public TakenNumber<bool> {
 public:
  static constexpr const char* type = "bool";
  bool take(const ltf_value& value) {
    number_ = value.integer != 0;
    return value.tag == LTF_BOOL;
  }
};

template <>
class Taken<double> : public TakenNumber<double> {
 public:
  static constexpr const char* type = "float";
  bool take(const ltf_value& value) {
    number_ = value.real;
    return value.tag == LTF_DOUBLE;
  }
};

template <>
class Taken<at::IntArrayRef> : public TakenNumber<at::IntArrayRef> {
 public:
  static constexpr const char* type = "int[]";
  bool take(const ltf_value& value) {
    number_ = {static_cast<const int64_t*>(value.pointer), value.tag == LTF_INT_LIST ? static_cast<size_t>(value.count) : 0};
    return value.tag == LTF_INT_LIST;
  }
};

template <>
class Taken<c10::SymIntArrayRef> : public TakenNumber<c10::SymIntArrayRef> {
 public:
  static constexpr const char* type = "SymInt[]";
  bool take(const ltf_value& value) {
    if (value.tag != LTF_INT_LIST) {
      return false;
    }
    const auto* numbers = static_cast<const int64_t*>(value.pointer);
    for (int32_t i = 0; i < value.count; i++) {
      if (!c10::SymInt::check_range(numbers[i])) {
        return false;
      }
    }
    // A SymInt that holds a number has the same bits as the number.
    number_ = c10::SymIntArrayRef(reinterpret_cast<const c10::SymInt*>(numbers), static_cast<size_t>(value.count));
    return true;
  }
};

// Optional arguments: None, or a value of the inner type.
template <typename T, typename Inner>
class TakenOptional {
 public:
  bool take(const ltf_value& value) {
    if (value.tag == LTF_NONE) {
      return true;
    }
    Taken<Inner> inner;
    if (!inner.take(value)) {
      return false;
    }
    inner_ = inner.get();
    return true;
  }
  T get() const {
    return inner_;
  }

 private:
  T inner_;
};

template <>
class Taken<c10::optional<int64_t>> : public TakenOptional<c10::optional<int64_t>, int64_t> {
 public:
  static constexpr const char* type = "int?";
};

template <>
class Taken<c10::optional<bool>> : public TakenOptional<c10::optional<bool>, bool> {
 public:
  static constexpr const char* type = "bool?";
};

template <>
class Taken<c10::optional<double>> : public TakenOptional<c10::optional<double>, double> {
 public:
  static constexpr const char* type = "float?";
};

template <>
class Taken<c10::optional<c10::SymInt>> : public TakenOptional<c10::optional<c10::SymInt>, c10::SymInt> {
 public:
  static constexpr const char* type = "SymInt?";
};

template <>
class Taken<at::OptionalIntArrayRef> : public TakenOptional<at::OptionalIntArrayRef, at::IntArrayRef> {
 public:
  static constexpr const char* type = "int[]?";
};

// Enumerations are passed as numbers with a tag of their own. The boxed call refuses a number that is out of range.
template <typename T, ltf_tag Tag, T End>
class TakenEnumeration {
 public:
  bool take(const ltf_value& value) {
    if (value.tag == Tag && value.integer >= 0 && value.integer < static_cast<int64_t>(End)) {
      number_ = static_cast<T>(value.integer);
      return true;
    }
    return value.tag == LTF_NONE;
  }
  c10::optional<T> get() const {
    return number_;
  }

 private:
  c10::optional<T> number_;
};

template <>
class Taken<c10::optional<c10::ScalarType>>
    : public TakenEnumeration<c10::ScalarType, LTF_DTYPE, c10::ScalarType::Undefined> {
 public:
  static constexpr const char* type = "ScalarType?";
};

template <>
class Taken<c10::ScalarType> : public TakenNumber<c10::ScalarType> {
 public:
  static constexpr const char* type = "ScalarType";
  bool take(const ltf_value& value) {
    number_ = static_cast<c10::ScalarType>(value.integer);
    return value.tag == LTF_DTYPE && value.integer >= 0 &&
           value.integer < static_cast<int64_t>(c10::ScalarType::Undefined);
  }
};

template <>
class Taken<c10::optional<c10::MemoryFormat>>
    : public TakenEnumeration<c10::MemoryFormat, LTF_MEMORY_FORMAT, c10::MemoryFormat::NumOptions> {
 public:
  static constexpr const char* type = "MemoryFormat?";
};

template <>
class Taken<c10::optional<c10::Layout>>
    : public TakenEnumeration<c10::Layout, LTF_LAYOUT, c10::Layout::NumOptions> {
 public:
  static constexpr const char* type = "Layout?";
};

// Accepts None only: for a device the boxed call is made, which checks whether the device exists.
template <>
class Taken<c10::optional<c10::Device>> {
 public:
  static constexpr const char* type = "Device?";
  bool take(const ltf_value& value) {
    return value.tag == LTF_NONE;
  }
  c10::optional<c10::Device> get() const {
    return c10::nullopt;
  }
};

}  // namespace facade
