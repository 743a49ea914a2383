#include "numbers.h"

#include <ATen/ScalarOps.h>
#include <c10/core/InferenceMode.h>

#include <array>
#include <cstring>

#include "guard.h"
#include "handles.h"
#include "versions.h"

using namespace facade;

namespace facade {
namespace {

at::Tensor make(const ltf_value& value) {
  const auto number = number_of(value);
  return number.has_value() ? at::native::wrapped_scalar_tensor(*number) : at::Tensor();
}

// A cache of a thread's last few numbers: a program multiplies by the same 2 again and again.
struct Kept {
  int32_t tag = LTF_NONE;
  int64_t bits = 0;
  at::Tensor tensor;
  c10::DispatchKeySet keys;

  // Whether the cached tensor may be used again. An operator may have returned it, or a tensor that shares its memory,
  // and the program may have changed that. So nothing else may hold a reference to the tensor or its storage, and it
  // must still be as it was created.
  bool fits(const ltf_value& value) const {
    return tag == value.tag && bits == value.integer && tensor.use_count() == 1 &&
           tensor.storage().use_count() == 1 && is_untouched(*tensor.unsafeGetTensorImpl());
  }

 private:
  // Names of dimensions, conjugation and the like show in the dispatch keys.
  bool is_untouched(const c10::TensorImpl& impl) const {
    return impl.version_counter().current_version() == 0 && impl.key_set() == keys &&
           impl.is_wrapped_number() && impl.autograd_meta() == nullptr &&
           impl.dim() == 0 && impl.storage_offset() == 0 && impl.dtype() == dtype_of(tag) && holds_the_bits(impl.data());
  }

  bool holds_the_bits(const void* data) const {
    const size_t size = tag == LTF_BOOL ? sizeof(bool) : sizeof(bits);
    return data != nullptr && std::memcmp(data, &bits, size) == 0;
  }

  static caffe2::TypeMeta dtype_of(int32_t tag) {
    switch (tag) {
      case LTF_INT:
        return caffe2::TypeMeta::Make<int64_t>();
      case LTF_DOUBLE:
        return caffe2::TypeMeta::Make<double>();
      default:
        return caffe2::TypeMeta::Make<bool>();
    }
  }
};

constexpr size_t places = 16;

size_t place_of(const ltf_value& value) {
  const auto mixed = static_cast<uint64_t>(value.integer) * 0x9e3779b97f4a7c15u + static_cast<uint64_t>(value.tag);
  return mixed >> 60;
}

static_assert(places == 1 << 4, "place_of gives four bits");

}  // namespace

c10::optional<c10::Scalar> number_of(const ltf_value& value) {
  switch (value.tag) {
    case LTF_INT:
      return c10::Scalar(value.integer);
    case LTF_DOUBLE:
      return c10::Scalar(value.real);
    case LTF_BOOL:
      return c10::Scalar(value.integer != 0);
#if LTF_HAS_UNSIGNED
    case LTF_UINT:
      return c10::Scalar(static_cast<uint64_t>(value.integer));
#endif
    case LTF_COMPLEX:
      return c10::Scalar(complex_of(value));
    default:
      return c10::nullopt;
  }
}

at::Tensor wrapped_number(const ltf_value& value) {
  // A tensor made in inference mode must not be used outside of it, so none is cached.
  if (value.tag == LTF_COMPLEX || value.tag == LTF_UINT || c10::InferenceMode::is_enabled()) {
    return make(value);
  }
  if (value.tag != LTF_INT && value.tag != LTF_DOUBLE && value.tag != LTF_BOOL) {
    return {};
  }
  static thread_local std::array<Kept, places> kept;
  auto& place = kept[place_of(value)];
  if (!place.fits(value)) {
    auto made = make(value);
    const auto keys = made.key_set();
    place = {value.tag, value.integer, std::move(made), keys};
  }
  return place.tensor;
}

}  // namespace facade

int32_t ltf_tensor_of_number(const ltf_value* number, ltf_tensor** result) {
  return guarded([&] { *result = owned(make(*number)); });
}
