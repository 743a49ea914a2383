#include <ATen/core/Tensor.h>
#include <c10/core/TensorImpl.h>

#include "guard.h"
#include "handles.h"

using namespace facade;

namespace {

template <typename T>
T first(const c10::TensorImpl& tensor) {
  return *static_cast<const T*>(tensor.data());
}

ltf_value real(double number) {
  ltf_value value{};
  value.tag = LTF_DOUBLE;
  value.real = number;
  return value;
}

ltf_value integer(int64_t number, ltf_tag tag = LTF_INT) {
  ltf_value value{};
  value.tag = tag;
  value.integer = number;
  return value;
}

template <typename T>
ltf_value complex(c10::complex<T> number, double* parts) {
  parts[0] = number.real();
  parts[1] = number.imag();
  ltf_value value{};
  value.tag = LTF_COMPLEX;
  value.pointer = parts;
  return value;
}

ltf_value item_of(const c10::TensorImpl& tensor, double* parts) {
  ltf_value none{};
  none.tag = LTF_NONE;
  const bool here = tensor.layout() == c10::kStrided && tensor.device().is_cpu() && tensor.has_storage();
  // A conjugate or negative view means other numbers than those in its memory; libtorch's zeros without memory have none.
  const bool resolved = !tensor.is_conj() && !tensor.is_neg();
  if (!here || !resolved || tensor.numel() != 1 || tensor.data() == nullptr) {
    return none;
  }
  switch (c10::typeMetaToScalarType(tensor.dtype())) {
    case c10::kFloat:
      return real(first<float>(tensor));
    case c10::kDouble:
      return real(first<double>(tensor));
    case c10::kHalf:
      return real(first<c10::Half>(tensor));
    case c10::kBFloat16:
      return real(first<c10::BFloat16>(tensor));
    case c10::kLong:
      return integer(first<int64_t>(tensor));
    case c10::kInt:
      return integer(first<int32_t>(tensor));
    case c10::kShort:
      return integer(first<int16_t>(tensor));
    case c10::kChar:
      return integer(first<int8_t>(tensor));
    case c10::kByte:
      return integer(first<uint8_t>(tensor));
    case c10::kBool:
      return integer(first<uint8_t>(tensor) != 0 ? 1 : 0, LTF_BOOL);
    case c10::kComplexFloat:
      return complex(first<c10::complex<float>>(tensor), parts);
    case c10::kComplexDouble:
      return complex(first<c10::complex<double>>(tensor), parts);
    default:
      return none;
  }
}

}  // namespace

void ltf_tensor_release(ltf_tensor* tensor) {
  if (tensor != nullptr) {
    c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(impl(tensor));
  }
}

int32_t ltf_tensor_describe(ltf_tensor* handle, ltf_tensor_info* info) {
  return guarded([&] {
    const at::Tensor tensor = retained(handle);
    ltf_tensor_info result{};
    const bool strided = tensor.layout() == c10::kStrided;
    result.sizes = tensor.sizes().data();
    result.strides = strided ? tensor.strides().data() : nullptr;
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
                   (tensor.is_view() ? LTF_IS_VIEW : 0);
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

int32_t ltf_tensor_item(ltf_tensor* tensor, ltf_value* value, double* parts) {
  return guarded([&] { *value = item_of(*impl(tensor), parts); });
}

int32_t ltf_tensor_version(ltf_tensor* tensor, int64_t* version) {
  return guarded([&] {
    const at::Tensor source = retained(tensor);
    TORCH_CHECK(!source.is_inference(), "Inference tensors do not track version counter.");
    *version = source._version();
  });
}

int32_t ltf_tensor_variable_data(ltf_tensor* tensor, ltf_tensor** result) {
  return guarded([&] { *result = owned(at::Tensor(retained(tensor).variable_data())); });
}

int32_t ltf_tensor_set_data(ltf_tensor* tensor, ltf_tensor* data) {
  return guarded([&] { retained(tensor).set_data(retained(data)); });
}
