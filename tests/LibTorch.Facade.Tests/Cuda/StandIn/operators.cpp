// The devices' operators: memory and views here, all else on the host.
#include <ATen/EmptyTensor.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/view_native.h>
#include <c10/core/DeviceGuard.h>
#include <c10/util/accumulate.h>
#include <torch/library.h>

#include <cstring>

#include "memory.h"

namespace stand_in {
namespace {

using at::Tensor;
template <typename T>
using Maybe = c10::optional<T>;

const c10::DispatchKeySet cuda(c10::DispatchKey::CUDA);

c10::Device device_or_current(Maybe<c10::Device> device) {
  return device.value_or(c10::Device(c10::kCUDA, -1));
}

Tensor empty(at::IntArrayRef size, Maybe<at::ScalarType> dtype, Maybe<at::Layout>, Maybe<at::Device> device,
             Maybe<bool>, Maybe<at::MemoryFormat> format) {
  const c10::DeviceGuard guard(device_or_current(device));
  return at::detail::empty_generic(size, &device_allocator(), cuda, dtype.value_or(at::kFloat), format);
}

Tensor empty_strided(at::IntArrayRef size, at::IntArrayRef stride, Maybe<at::ScalarType> dtype, Maybe<at::Layout>,
                     Maybe<at::Device> device, Maybe<bool>) {
  const c10::DeviceGuard guard(device_or_current(device));
  return at::detail::empty_strided_generic(size, stride, &device_allocator(), cuda, dtype.value_or(at::kFloat));
}

// The same memory as a tensor of the host's.
Tensor on_host(const Tensor& tensor) {
  return tensor.is_cpu() ? tensor
                         : at::from_blob(tensor.data_ptr(), tensor.sizes(), tensor.strides(),
                                         at::TensorOptions().dtype(tensor.dtype()).device(at::kCPU));
}

Tensor& copy(Tensor& self, const Tensor& source, bool) {
  on_host(self).copy_(on_host(source));
  return self;
}

Tensor copy_from(const Tensor& source, const Tensor& target, bool) {
  on_host(target).copy_(on_host(source));
  return target;
}

Tensor copy_from_and_resize(const Tensor& source, const Tensor& target) {
  if (target.sizes() != source.sizes()) {
    target.resize_(source.sizes());
  }
  on_host(target).copy_(on_host(source));
  return target;
}

Tensor as_strided(const Tensor& self, at::IntArrayRef size, at::IntArrayRef stride, Maybe<int64_t> offset) {
  return at::native::as_strided_tensorimpl(self, size, stride, offset);
}

Tensor view(const Tensor& self, at::IntArrayRef size) {
  return at::native::view(self, size);
}

Tensor reshape_alias(const Tensor& self, at::IntArrayRef size, at::IntArrayRef stride) {
  return at::native::_reshape_alias(self, size, stride);
}

const Tensor& resize(const Tensor& self, at::IntArrayRef size, Maybe<at::MemoryFormat>) {
  auto* tensor = self.unsafeGetTensorImpl();
  const size_t bytes = self.itemsize() * static_cast<size_t>(c10::multiply_integers(size));
  const auto& storage = tensor->unsafe_storage();
  if (bytes > storage.nbytes()) {
    const c10::DeviceGuard guard(self.device());
    auto larger = device_allocator().allocate(bytes);
    if (storage.nbytes() > 0) {
      std::memcpy(larger.get(), self.data_ptr(), storage.nbytes());
    }
    storage.unsafeGetStorageImpl()->set_data_ptr_noswap(std::move(larger));
    storage.unsafeGetStorageImpl()->set_nbytes(bytes);
  }
  tensor->set_sizes_contiguous(size);
  return self;
}

bool is_pinned_tensor(const Tensor& self, Maybe<at::Device>) {
  return is_pinned(self.storage().data());
}

Tensor pin(const Tensor& self, Maybe<at::Device>) {
  auto pinned = at::detail::empty_generic(self.sizes(), &pinned_allocator(), c10::DispatchKeySet(c10::DispatchKey::CPU),
                                          self.scalar_type(), c10::nullopt);
  return at::Tensor(pinned).copy_(self);
}

void on_the_host(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  at::native::cpu_fallback(op, stack);
}

TORCH_LIBRARY_IMPL(_, CUDA, m) {
  m.fallback(torch::CppFunction::makeFromBoxedFunction<&on_the_host>());
}

TORCH_LIBRARY_IMPL(aten, CUDA, m) {
  m.impl("empty.memory_format", &empty);
  m.impl("empty_strided", &empty_strided);
  m.impl("copy_", &copy);
  m.impl("_copy_from", &copy_from);
  m.impl("_copy_from_and_resize", &copy_from_and_resize);
  m.impl("as_strided", &as_strided);
  m.impl("view", &view);
  m.impl("_reshape_alias", &reshape_alias);
  m.impl("resize_", &resize);
  m.impl("is_pinned", &is_pinned_tensor);
  m.impl("_pin_memory", &pin);
}

}  // namespace
}  // namespace stand_in
