// Tensors as arguments of a C++ function, without a reference of their own where it only borrows them.
#pragma once

#include <ATen/core/IListRef.h>
#include <ATen/core/Tensor.h>
#include <c10/util/Optional.h>

#include "handles.h"
#include "numbers.h"
#include "taken.h"

namespace facade {

static_assert(sizeof(at::Tensor) == sizeof(void*), "a tensor is a pointer");

// Reinterprets a variable with a borrowed pointer as a tensor, for a const reference; no reference is counted.
inline const at::Tensor& borrowed(void* const& place) {
  return *reinterpret_cast<const at::Tensor*>(&place);
}

template <>
class Taken<const at::Tensor&> {
 public:
  static constexpr const char* type = "Tensor";
  Taken() = default;
  ~Taken() {
    if (number_ != nullptr) {
      ltf_tensor_release(number_);
    }
  }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;

  __attribute__((always_inline)) bool take(const ltf_value& value, bool numbers) {
    if (value.tag == LTF_TENSOR) {
      tensor_ = value.pointer;
    } else if (numbers) {
      tensor_ = number_ = owned(wrapped_number(value));
    }
    return tensor_ != nullptr;
  }
  const at::Tensor& get() const {
    return borrowed(tensor_);
  }

 private:
  void* tensor_ = nullptr;
  ltf_tensor* number_ = nullptr;
};

// A tensor that is written to. The function might assign to it, so it has a reference of its own.
template <>
class Taken<at::Tensor&> {
 public:
  static constexpr const char* type = "Tensor!";
  bool take(const ltf_value& value) {
    if (value.tag != LTF_TENSOR || value.pointer == nullptr) {
      return false;
    }
    tensor_ = retained(static_cast<ltf_tensor*>(value.pointer));
    return true;
  }
  at::Tensor& get() {
    return tensor_;
  }
  const at::Tensor& get() const {
    return tensor_;
  }

 private:
  at::Tensor tensor_;
};

template <>
class Taken<const c10::optional<at::Tensor>&> {
 public:
  static constexpr const char* type = "Tensor?";
  bool take(const ltf_value& value) {
    if (value.tag == LTF_TENSOR && value.pointer != nullptr) {
      tensor_ = retained(static_cast<ltf_tensor*>(value.pointer));
      return true;
    }
    return value.tag == LTF_NONE;
  }
  const c10::optional<at::Tensor>& get() const {
    return tensor_;
  }

 private:
  c10::optional<at::Tensor> tensor_;
};

template <>
class Taken<at::TensorList> {
 public:
  static constexpr const char* type = "Tensor[]";
  bool take(const ltf_value& value) {
    if (value.tag != LTF_TENSOR_LIST) {
      return false;
    }
    auto* const* pointers = static_cast<ltf_tensor* const*>(value.pointer);
    for (int32_t i = 0; i < value.count; i++) {
      if (pointers[i] == nullptr) {
        return false;
      }
    }
    list_ = {static_cast<const at::Tensor*>(value.pointer), static_cast<size_t>(value.count)};
    return true;
  }
  at::TensorList get() const {
    return list_;
  }

 private:
  at::TensorList list_;
};

template <>
class Taken<const at::ITensorListRef&> {
 public:
  static constexpr const char* type = "Tensor[]";
  bool take(const ltf_value& value) {
    if (!list_.take(value)) {
      return false;
    }
    reference_ = at::ITensorListRef(list_.get());
    return true;
  }
  const at::ITensorListRef& get() const {
    return reference_;
  }

 private:
  Taken<at::TensorList> list_;
  at::ITensorListRef reference_;
};

}  // namespace facade
