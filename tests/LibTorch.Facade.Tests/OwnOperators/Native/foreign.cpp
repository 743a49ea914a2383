// Other code in the process, which has its tensors as at::Tensor*, as TorchSharp does.
#include <ATen/ATen.h>

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT at::Tensor* foreign_make(double value) {
  return new at::Tensor(at::full({2, 3}, value, at::kFloat).set_requires_grad(true));
}

EXPORT at::Tensor* foreign_undefined() {
  return new at::Tensor();
}

EXPORT at::Tensor* foreign_cube(const at::Tensor* x) {
  return new at::Tensor(*x * *x * *x);
}

EXPORT void foreign_increase(at::Tensor* x) {
  x->add_(1);
}

EXPORT void foreign_backward(at::Tensor* x) {
  x->sum().backward();
}

EXPORT void* foreign_data(const at::Tensor* x) {
  return x->data_ptr();
}

EXPORT int64_t foreign_holders(const at::Tensor* x) {
  return static_cast<int64_t>(x->use_count());
}

EXPORT void foreign_dispose(at::Tensor* x) {
  delete x;
}
