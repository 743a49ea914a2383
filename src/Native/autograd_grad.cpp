#include <torch/csrc/autograd/variable.h>

#include "guard.h"
#include "handles.h"
#include "hook_places.h"
#include "versions.h"

using namespace facade;

namespace {

// The checks that Python makes before it sets .grad.
void check_assignable(const at::Tensor& grad, const at::Tensor& tensor) {
  TORCH_CHECK(!grad.is_same(tensor), "can't assign Variable as its own grad");
  const bool same_dtype = grad.dtype() == tensor.dtype();
  const bool same_kind = grad.device().type() == tensor.device().type();
  // A sparse gradient of a dense tensor is fine.
  const bool same_type = same_dtype && same_kind && (grad.layout() == at::kSparse || grad.layout() == tensor.layout());
  const bool same_device = grad.get_device() == tensor.get_device();
  const bool same_size = grad.sizes() == tensor.sizes();
#if LTF_TORCH_AT_LEAST(2, 0)
  // Since 2.0 the messages say what does not match.
#if LTF_TORCH_AT_LEAST(2, 10)
  // Since 2.10 a tensor has a grad_dtype, by default its own dtype.
  TORCH_CHECK(same_dtype, "attempting to assign a gradient with dtype '", grad.dtype(), "' to a tensor with grad_dtype '",
              tensor.scalar_type(), "'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). ",
              "You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set ",
              "grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems ",
              "that assume they match.");
#else
  TORCH_CHECK(same_dtype, "attempting to assign a gradient with dtype '", grad.dtype(), "' to a tensor with dtype '",
              tensor.dtype(), "'. Please ensure that the gradient and the tensor have the same dtype");
#endif
  TORCH_CHECK(same_kind, "attempting to assign a gradient with device type '", grad.device().type(),
              "' to a tensor with device type '", tensor.device().type(),
              "'. Please ensure that the gradient and the tensor are on the same device");
  TORCH_CHECK(same_type, "attempting to assign a gradient to a tensor that has data of a different type");
  TORCH_CHECK(same_device, "attempting to assign a gradient located on device with index '", grad.get_device(),
              "' to a tensor located on device with index '", tensor.get_device(),
              "'. Please ensure that the gradient and the tensor are on the same device");
  TORCH_CHECK(same_size, "attempting to assign a gradient of size '", grad.sizes(), "' to a tensor of size '",
              tensor.sizes(), "'. Please ensure that the gradient and the tensor are the same size");
#else
  TORCH_CHECK(same_type, "assigned grad has data of a different type");
  TORCH_CHECK(same_device, "assigned grad has data located on a different device");
  TORCH_CHECK(same_size, "assigned grad has data of a different size");
#endif
}

}  // namespace

int32_t ltf_tensor_grad(ltf_tensor* tensor, ltf_tensor** grad) {
  return guarded([&] { *grad = owned(retained(tensor).mutable_grad()); });
}

int32_t ltf_tensor_set_grad(ltf_tensor* tensor, ltf_tensor* grad) {
  return guarded([&] {
    const auto target = retained(tensor);
    auto value = retained(grad);
    if (value.defined()) {
      check_assignable(value, target);
    }
    target.mutable_grad() = std::move(value);
  });
}

int32_t ltf_tensor_set_requires_grad(ltf_tensor* tensor, int32_t value) {
  return guarded([&] { retained(tensor).set_requires_grad(value != 0); });
}

int32_t ltf_tensor_retain_grad(ltf_tensor* tensor) {
  return guarded([&] { retain_grad(retained(tensor)); });
}

int32_t ltf_tensor_output_nr(ltf_tensor* tensor, int64_t* number) {
  return guarded([&] { *number = retained(tensor).output_nr(); });
}
