#include "objects.h"

#include <ATen/EmptyTensor.h>
#include <ATen/core/Tensor.h>
#include <c10/core/Storage.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "guard.h"
#include "handles.h"
#include "versions.h"

namespace facade {

ltf_object* owned(c10::IValue&& value) {
  return reinterpret_cast<ltf_object*>(new c10::IValue(std::move(value)));
}

ltf_object_kind kind_of(const c10::IValue& value) {
  return value.isStorage() ? LTF_STORAGE : value.isStream() ? LTF_STREAM : LTF_OTHER_OBJECT;
}

}  // namespace facade

using namespace facade;

namespace {

bool fits(const at::Tensor& tensor) {
  try {
    return at::detail::computeStorageNbytes(tensor.sizes(), tensor.strides(), tensor.dtype().itemsize(),
                                            tensor.storage_offset()) <= tensor.storage().nbytes();
  } catch (const c10::Error&) {
    // The number of bytes overflows.
    return false;
  }
}

void* data_of(const c10::Storage& storage) {
#if LTF_TORCH_AT_LEAST(2, 1)
  // Since 2.1 data() is for reading only.
  return storage.mutable_data();
#else
  return storage.data();
#endif
}

}  // namespace

void ltf_object_release(ltf_object* object) {
  const Visit visit;
  delete reinterpret_cast<c10::IValue*>(object);
}

int32_t ltf_object_type(const ltf_object* object, ltf_text* type) {
  return guarded([&] { *type = lend(held(object).type()->str()); });
}

int32_t ltf_tensor_storage(ltf_tensor* tensor, ltf_object** storage) {
  return guarded([&] { *storage = owned(c10::IValue(retained(tensor).storage())); });
}

int32_t ltf_tensor_export(ltf_tensor* tensor, void** data, ltf_object** storage) {
  return guarded([&] {
    const at::Tensor source = retained(tensor);
    TORCH_CHECK(source.has_storage(), "Cannot access data pointer of Tensor that doesn't have storage");
    void* const elements = source.data_ptr();
    auto* const kept = storage != nullptr ? owned(c10::IValue(source.storage())) : nullptr;
    source.storage().unsafeGetStorageImpl()->set_resizable(false);
    if (storage != nullptr) {
      *storage = kept;
    }
    *data = elements;
  });
}

void ltf_tensor_fit(ltf_tensor* tensor) {
  static_cast<void>(guarded([&] {
    const at::Tensor resized = retained(tensor);
    if (resized.layout() != c10::kStrided || !resized.has_storage() || fits(resized)) {
      return;
    }
    const auto room = static_cast<int64_t>(resized.storage().nbytes() / resized.dtype().itemsize());
    resized.unsafeGetTensorImpl()->set_sizes_contiguous({std::max<int64_t>(room - resized.storage_offset(), 0)});
  }));
}

int32_t ltf_storage_describe(const ltf_object* object, ltf_storage_info* info) {
  return guarded([&] {
    const c10::Storage storage = held(object).toStorage();
    const bool is_readable = storage.device_type() == c10::DeviceType::CPU && storage.nbytes() != 0;
    *info = {is_readable ? data_of(storage) : nullptr, static_cast<int64_t>(storage.nbytes()),
             storage.unsafeGetStorageImpl(), static_cast<int32_t>(storage.device_type()), storage.device().index()};
  });
}

int32_t ltf_storage_slice(const ltf_object* object, int64_t offset, int64_t bytes, ltf_object** slice) {
  return guarded([&] {
    const c10::Storage storage = held(object).toStorage();
    const auto size = static_cast<int64_t>(storage.nbytes());
    TORCH_CHECK(storage.device_type() == c10::DeviceType::CPU, "only storages in the host's memory can be sliced");
    TORCH_CHECK(offset >= 0 && bytes >= 0 && bytes <= size - offset, "the storage has ", size, " bytes, not ", bytes,
                " from ", offset, " on");
    auto kept = std::make_unique<c10::Storage>(storage);
    auto* const place = bytes != 0 ? static_cast<char*>(data_of(storage)) + offset : nullptr;
    c10::DataPtr data(place, kept.release(), [](void* parent) { delete static_cast<c10::Storage*>(parent); },
                      c10::Device(c10::DeviceType::CPU));
    *slice = owned(c10::IValue(c10::Storage(c10::Storage::use_byte_size_t(), static_cast<size_t>(bytes), std::move(data),
                                            /*allocator=*/nullptr, /*resizable=*/false)));
  });
}
