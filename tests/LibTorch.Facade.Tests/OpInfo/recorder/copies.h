// Values that stay as they are, whatever is done later to those they were made from.
#pragma once

#include <ATen/core/ivalue.h>

#include <unordered_map>

namespace opinfo {

// Copies the tensors in a value with all that a kernel can see of them: strides, storage, what shares a storage.
// One that requires grad becomes a leaf; one that was none, the clone of a leaf.
class Copier {
 public:
  c10::IValue copy(const c10::IValue& value);

 private:
  at::Tensor tensor(const at::Tensor& source);
  at::Tensor detached(const at::Tensor& source);

  std::unordered_map<const void*, at::Tensor> tensors_;
  std::unordered_map<const void*, c10::Storage> storages_;
};

}  // namespace opinfo
