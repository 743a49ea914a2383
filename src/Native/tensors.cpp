#include <ATen/core/Tensor.h>
#include <c10/core/TensorImpl.h>

#include <string>
#include <utility>

#include "enumerations.h"
#include "guard.h"
#include "handles.h"
#include "versions.h"
#include "wrappers.h"
#if LTF_HAS_DIMENSION_NAMES
#include <ATen/core/NamedTensor.h>
#endif

using namespace facade;

namespace {

#if LTF_HAS_DIMENSION_NAMES
bool has_names(const at::Tensor& tensor) {
  return tensor.has_names();
}

std::string names_of(const at::Tensor& tensor) {
  std::string lines;
  for (const at::Dimname& name : tensor.names()) {
    lines += lines.empty() ? "" : "\n";
    lines += name.symbol().toUnqualString();
  }
  return lines;
}
#else
bool has_names(const at::Tensor& /*tensor*/) {
  return false;
}

std::string names_of(const at::Tensor& /*tensor*/) {
  return "";
}
#endif

}  // namespace

void ltf_tensor_release(ltf_tensor* tensor) {
  if (tensor != nullptr) {
    const Visit visit;
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(impl(tensor));
  }
}

void ltf_tensor_retain(ltf_tensor* tensor) {
  static_cast<void>(owned(retained(tensor)));
}

int32_t ltf_tensor_describe(ltf_tensor* handle, ltf_tensor_info* info) {
  return guarded([&] {
    const at::Tensor tensor = retained(handle);
    ltf_tensor_info result{};
    const bool strided = tensor.layout() == c10::kStrided;
    const bool nested = tensor.is_nested();
    result.sizes = nested ? nullptr : tensor.sizes().data();
    result.strides = strided && !nested ? tensor.strides().data() : nullptr;
    result.dimensions = tensor.dim();
    result.elements = tensor.numel();
    result.dtype = static_cast<int32_t>(tensor.scalar_type());
    result.layout = static_cast<int32_t>(tensor.layout());
    result.device_type = static_cast<int32_t>(tensor.device().type());
    result.device_index = tensor.device().index();
    result.item_size = static_cast<int32_t>(tensor.dtype().itemsize());
    result.flags = (tensor.requires_grad() ? LTF_IS_REQUIRES_GRAD : 0) | (tensor.is_leaf() ? LTF_IS_LEAF : 0) |
                   (strided && tensor.is_contiguous() ? LTF_IS_CONTIGUOUS : 0) |
                   (tensor.is_inference() ? LTF_IS_INFERENCE : 0) | (tensor.is_conj() ? LTF_IS_CONJ : 0) |
                   (tensor.is_neg() ? LTF_IS_NEG : 0) | (tensor.retains_grad() ? LTF_IS_RETAINS_GRAD : 0) |
                   (tensor.is_view() ? LTF_IS_VIEW : 0) |
                   (tensor.unsafeGetTensorImpl()->key_set().has_any(wrappers) ? LTF_IS_WRAPPED : 0) |
                   (nested ? LTF_IS_NESTED : 0) | (has_names(tensor) ? LTF_HAS_NAMES : 0);
    *info = result;
  });
}

int32_t ltf_tensor_data(ltf_tensor* tensor, void** data) {
  return guarded([&] {
    const at::Tensor source = retained(tensor);
    TORCH_CHECK(source.has_storage(), "Cannot access data pointer of Tensor that doesn't have storage");
    *data = source.data_ptr();
  });
}

int32_t ltf_tensor_version(ltf_tensor* tensor, int64_t* version) {
  return guarded([&] {
    const at::Tensor source = retained(tensor);
    TORCH_CHECK(!source.is_inference(), "Inference tensors do not track version counter.");
    *version = source._version();
  });
}

int32_t ltf_tensor_strides(ltf_tensor* tensor, int64_t* strides) {
  return guarded([&] {
    const at::Tensor source = retained(tensor);
    std::copy_n(source.strides().data(), source.dim(), strides);
  });
}

int32_t ltf_tensor_is_contiguous(ltf_tensor* tensor, int32_t format, int32_t* contiguous) {
  return guarded([&] { *contiguous = retained(tensor).is_contiguous(checked_memory_format(format)) ? 1 : 0; });
}

int32_t ltf_tensor_storage_offset(ltf_tensor* tensor, int64_t* offset) {
  return guarded([&] { *offset = retained(tensor).storage_offset(); });
}

int32_t ltf_tensor_names(ltf_tensor* tensor, ltf_text* names) {
  return guarded([&] { *names = lend(names_of(retained(tensor))); });
}

int32_t ltf_tensor_variable_data(ltf_tensor* tensor, ltf_tensor** result) {
  return guarded([&] { *result = owned(at::Tensor(retained(tensor).variable_data())); });
}

int32_t ltf_tensor_set_data(ltf_tensor* tensor, ltf_tensor* data) {
  return guarded([&] { retained(tensor).set_data(retained(data)); });
}
