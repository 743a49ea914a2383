#include "packing.h"

#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/_indices.h>
#include <ATen/ops/_values.h>
#include <ATen/ops/ccol_indices.h>
#include <ATen/ops/col_indices.h>
#include <ATen/ops/crow_indices.h>
#include <ATen/ops/resolve_conj.h>
#include <ATen/ops/resolve_neg.h>
#include <ATen/ops/row_indices.h>
#include <ATen/ops/values.h>

namespace opinfo {

using c10::IValue;

void Packer::value(const IValue& value) {
  if (value.isTensor()) {
    tensor(value.toTensor());
  } else if (value.isNone()) {
    tag('N');
  } else if (value.isBool()) {
    tag('B');
    put<int8_t>(value.toBool());
  } else if (value.isInt()) {
    tag('I');
    put(value.toInt());
  } else if (value.isDouble()) {
    tag('D');
    put(value.toDouble());
  } else if (value.isComplexDouble()) {
    tag('C');
    put(value.toComplexDouble());
  } else if (value.isString()) {
    tag('S');
    text(value.toStringRef());
  } else if (value.isDevice()) {
    tag('V');
    text(value.toDevice().str());
  } else if (value.isTuple()) {
    list(value.toTupleRef().elements());
  } else if (value.isList()) {
    list(value.toListRef());
  } else {
    tag('?');
    text(value.tagKind());
  }
}

void Packer::tensor(const at::Tensor& source) {
  if (!source.defined()) {
    tag('N');
    return;
  }
  const auto number = static_cast<int32_t>(tensors_.size());
  const auto known = tensors_.emplace(source.unsafeGetTensorImpl(), number);
  if (!known.second) {
    tag('R');
    put(known.first->second);
    return;
  }
  met_.push_back(source);
  at::NoGradGuard still;
  tag('T');
  put(static_cast<int8_t>(source.scalar_type()));
  put(static_cast<int8_t>(source.layout()));
  put(static_cast<int8_t>((source.requires_grad() ? 1 : 0) | (source.is_leaf() ? 2 : 0) | (source.is_conj() ? 4 : 0) |
                          (source.is_neg() ? 8 : 0) | (source.unsafeGetTensorImpl()->is_wrapped_number() ? 16 : 0)));
  text(source.grad_fn() ? source.grad_fn()->name() : "");
  text(source.device().str());
  numbers(source.sizes());
  const auto plain = source.detach();
  switch (source.layout()) {
    case c10::kStrided:
      numbers(source.strides());
      put(source.storage_offset());
      strided(plain);
      break;
    case c10::kSparse:
      put<int8_t>(source.is_coalesced());
      tensor(plain._indices());
      tensor(plain._values());
      break;
    case c10::kSparseCsr:
    case c10::kSparseBsr:
      tensor(plain.crow_indices());
      tensor(plain.col_indices());
      tensor(plain.values());
      break;
    case c10::kSparseCsc:
    case c10::kSparseBsc:
      tensor(plain.ccol_indices());
      tensor(plain.row_indices());
      tensor(plain.values());
      break;
    default:
      break;
  }
}

void Packer::strided(const at::Tensor& source) {
  if (whole_) {
    const auto& storage = source.storage();
    const auto number = static_cast<int32_t>(storages_.size());
    const auto known = storages_.emplace(storage.unsafeGetStorageImpl(), number);
    put(known.first->second);
    if (known.second) {
      bytes(storage.unsafeGetStorageImpl()->data(), storage.nbytes());
    }
    return;
  }
  if (!source.device().is_cpu() || source._is_zerotensor()) {
    // On the meta device there are none; of zeros without memory they are known.
    const std::string zeros(source._is_zerotensor() ? source.numel() * source.itemsize() : 0, '\0');
    bytes(zeros.data(), zeros.size());
    return;
  }
  const auto elements = source.resolve_conj().resolve_neg().contiguous();
  bytes(elements.data_ptr(), elements.numel() * elements.itemsize());
}

}  // namespace opinfo
