#include "copies.h"

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/clone.h>
#include <ATen/ops/empty.h>

namespace opinfo {

using c10::IValue;

IValue Copier::copy(const IValue& value) {
  if (value.isTensor()) {
    return value.toTensor().defined() ? IValue(tensor(value.toTensor())) : IValue();
  }
  if (value.isGenerator()) {
    // Python cannot be given one; the call is made again with the default generator.
    return IValue();
  }
  if (value.isTuple() || value.isList()) {
    std::vector<IValue> elements;
    if (value.isTuple()) {
      elements = value.toTupleRef().elements();
    } else {
      elements = value.toListRef().vec();
    }
    for (auto& element : elements) {
      element = copy(element);
    }
    return c10::ivalue::Tuple::create(std::move(elements));
  }
  return value;
}

at::Tensor Copier::tensor(const at::Tensor& source) {
  auto& made = tensors_[source.unsafeGetTensorImpl()];
  if (!made.defined()) {
    made = detached(source);
    if (source.unsafeGetTensorImpl()->is_wrapped_number()) {
      made.unsafeGetTensorImpl()->set_wrapped_number(true);
    }
    if (source.requires_grad()) {
      made.set_requires_grad(true);
      if (!source.is_leaf()) {
        at::AutoGradMode recording(true);
        made = made.clone();
      }
    }
  }
  return made;
}

at::Tensor Copier::detached(const at::Tensor& source) {
  at::NoGradGuard still;
  if (source.layout() != c10::kStrided || !source.device().is_cpu() || source._is_zerotensor() || !source.has_storage() || !source.storage()) {
    return source.detach().clone();
  }
  const auto& storage = source.storage();
  auto& memory = storages_[storage.unsafeGetStorageImpl()];
  if (!memory) {
    const auto bytes = static_cast<int64_t>(storage.nbytes());
    auto raw = at::empty({bytes}, at::TensorOptions().dtype(at::kByte).device(source.device()));
    if (bytes > 0) {
      std::memcpy(raw.data_ptr(), storage.unsafeGetStorageImpl()->data(), storage.nbytes());
    }
    memory = raw.storage();
  }
  // A tensor of its own, not a view of the source.
  auto made = at::empty({0}, source.options().requires_grad(false));
  made.unsafeGetTensorImpl()->set_storage_keep_dtype(memory);
  made.unsafeGetTensorImpl()->set_sizes_and_strides(source.sizes(), source.strides());
  made.unsafeGetTensorImpl()->set_storage_offset(source.storage_offset());
  made._set_conj(source.is_conj());
  made._set_neg(source.is_neg());
  return made;
}

}  // namespace opinfo
