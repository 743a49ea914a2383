// Tensors cross the boundary as TensorImpl pointers; these are the only conversions.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "torch_facade.h"

namespace facade {

inline c10::TensorImpl* impl(ltf_tensor* tensor) {
  return reinterpret_cast<c10::TensorImpl*>(tensor);
}

// A tensor with a reference of its own on what the caller lent; NULL is the undefined tensor.
inline at::Tensor retained(ltf_tensor* borrowed) {
  if (borrowed == nullptr) {
    return {};
  }
  return at::Tensor(
      c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::unsafe_reclaim_from_nonowning(impl(borrowed)));
}

inline std::vector<at::Tensor> retained(ltf_tensor* const* borrowed, int32_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int32_t i = 0; i < count; i++) {
    tensors.push_back(retained(borrowed[i]));
  }
  return tensors;
}

// Hands the tensor's reference to the caller.
inline ltf_tensor* owned(at::Tensor tensor) {
  return tensor.defined() ? reinterpret_cast<ltf_tensor*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

}  // namespace facade
