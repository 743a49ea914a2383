// Tensors on memory that the managed side provides: a mapped file, or the application's own arrays.
#include <ATen/core/Tensor.h>
#include <ATen/ops/from_blob.h>

#include "callbacks.h"
#include "enumerations.h"
#include "guard.h"
#include "handles.h"

using namespace facade;

int32_t ltf_tensor_from_memory(void* data, const int64_t* sizes, const int64_t* strides, int32_t dimensions,
                               int32_t dtype, ltf_managed memory, ltf_tensor** result) {
  return guarded([&] {
    const auto lent = managed(memory);
    const at::IntArrayRef shape(sizes, dimensions);
    const auto options = at::TensorOptions(checked_dtype(dtype)).device(at::kCPU);
    // The storage holds the deleter, and with it the last reference to `lent`.
    const auto release = [lent](void*) {};
    *result = owned(strides == nullptr ? at::from_blob(data, shape, release, options)
                                       : at::from_blob(data, shape, at::IntArrayRef(strides, dimensions), release, options));
  });
}
