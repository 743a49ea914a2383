// Tensors cross the boundary as TensorImpl pointers; these are the only conversions.
#pragma once

#include <ATen/core/Tensor.h>

#include <new>
#include <vector>

#include "torch_facade.h"

namespace facade {

inline c10::TensorImpl* impl(ltf_tensor* tensor) {
  return reinterpret_cast<c10::TensorImpl*>(tensor);
}

// A tensor with its own reference to what the caller lent; NULL is the undefined tensor.
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

// Counts the CUDA memory of a tensor that is handed to the caller.
void count_on_device(const c10::TensorImpl& tensor) noexcept;

// Calls `make` and hands the new tensor's reference to the caller. The at::Tensor is never moved from or destroyed,
// because libtorch does not inline these operations.
template <typename Make>
ltf_tensor* owned_result(const Make& make) {
  alignas(at::Tensor) unsigned char place[sizeof(at::Tensor)];
  auto* impl = (new (place) at::Tensor(make()))->unsafeGetTensorImpl();
  if (C10_UNLIKELY(impl->is_cuda())) {
    count_on_device(*impl);
  }
  return impl != c10::UndefinedTensorImpl::singleton() ? reinterpret_cast<ltf_tensor*>(impl) : nullptr;
}

// Hands the tensor's reference to the caller.
inline ltf_tensor* owned(at::Tensor tensor) {
  if (C10_UNLIKELY(tensor.is_cuda())) {
    count_on_device(*tensor.unsafeGetTensorImpl());
  }
  return tensor.defined() ? reinterpret_cast<ltf_tensor*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

}  // namespace facade
