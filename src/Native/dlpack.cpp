// Exchanges tensors with other libraries as DLPack's struct, which describes the memory and how to release it.
#include <ATen/DLConvertor.h>

#include <memory>
#include <vector>

#include "foreign_memory.h"
#include "guard.h"
#include "handles.h"

using namespace facade;

namespace {

constexpr const char* no_tensor = "there is no DLPack tensor at this address";
// More dimensions than any library supports: an address with more of them is no DLPack tensor.
constexpr int most_dimensions = 1024;

// The struct that libtorch imports in place of the source. Its data pointer includes byte_offset, which libtorch
// ignores. Its deleter, which libtorch may also call when the import fails, releases the source only once the import
// has succeeded.
struct Imported {
  DLManagedTensor tensor{};
  std::vector<int64_t> sizes;
  std::vector<int64_t> strides;
  DLManagedTensor* source = nullptr;
  bool owns_source = false;
};

void give_back(DLManagedTensor* tensor) {
  if (tensor->deleter != nullptr) {
    tensor->deleter(tensor);
  }
}

void release_imported(DLManagedTensor* self) {
  auto* imported = static_cast<Imported*>(self->manager_ctx);
  if (imported->owns_source) {
    const std::unique_ptr<Imported> owned(imported);
    give_back(imported->source);
  }
}

std::unique_ptr<Imported> imported_from(DLManagedTensor* source) {
  auto imported = std::make_unique<Imported>();
  auto& tensor = imported->tensor;
  copy_from(source, &tensor, sizeof tensor, no_tensor);
  auto& view = tensor.dl_tensor;
  const bool sound = view.ndim >= 0 && view.ndim <= most_dimensions && (view.ndim == 0 || view.shape != nullptr);
  if (!sound || view.dtype.bits == 0 || view.dtype.lanes == 0) {
    throw Failure(LTF_BAD_ARGUMENT, no_tensor);
  }
  bool is_empty = false;
  imported->sizes.resize(view.ndim);
  copy_from(view.shape, imported->sizes.data(), view.ndim * sizeof(int64_t), no_tensor);
  for (const auto size : imported->sizes) {
    if (size < 0) {
      throw Failure(LTF_BAD_ARGUMENT, "the DLPack tensor has a negative size");
    }
    is_empty = is_empty || size == 0;
  }
  view.shape = imported->sizes.data();
  if (view.strides != nullptr) {
    imported->strides.resize(view.ndim);
    copy_from(view.strides, imported->strides.data(), view.ndim * sizeof(int64_t), no_tensor);
    for (const auto stride : imported->strides) {
      if (stride < 0) {
        throw Failure(LTF_BAD_ARGUMENT, "the DLPack tensor has a negative stride, which libtorch's tensors cannot have");
      }
    }
    view.strides = imported->strides.data();
  }
  if (view.data == nullptr && !is_empty) {
    throw Failure(LTF_BAD_ARGUMENT, "the DLPack tensor has elements and no memory");
  }
  if (view.byte_offset != 0) {
    view.data = static_cast<char*>(view.data) + view.byte_offset;
    view.byte_offset = 0;
  }
  tensor.manager_ctx = imported.get();
  tensor.deleter = release_imported;
  imported->source = source;
  return imported;
}

}  // namespace

int32_t ltf_tensor_to_dlpack(ltf_tensor* tensor, void** dlpack) {
  return guarded([&] { *dlpack = at::toDLPack(retained(tensor)); });
}

int32_t ltf_tensor_from_dlpack(void* dlpack, ltf_tensor** result) {
  return guarded([&] {
    auto imported = imported_from(static_cast<DLManagedTensor*>(dlpack));
    at::Tensor tensor = at::fromDLPack(&imported->tensor);
    imported.release()->owns_source = true;
    *result = owned(std::move(tensor));
  });
}

void ltf_dlpack_release(void* dlpack) {
  static_cast<void>(guarded([&] {
    if (dlpack != nullptr) {
      give_back(static_cast<DLManagedTensor*>(dlpack));
    }
  }));
}
