#include "objects.h"

#include <ATen/core/Tensor.h>
#include <c10/core/Storage.h>

#include "guard.h"
#include "handles.h"

namespace facade {

ltf_object* owned(c10::IValue&& value) {
  return reinterpret_cast<ltf_object*>(new c10::IValue(std::move(value)));
}

ltf_object_kind kind_of(const c10::IValue& value) {
  return value.isStorage() ? LTF_STORAGE : value.isStream() ? LTF_STREAM : LTF_OTHER_OBJECT;
}

}  // namespace facade

using namespace facade;

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

int32_t ltf_storage_bytes(const ltf_object* storage, int64_t* bytes) {
  return guarded([&] { *bytes = static_cast<int64_t>(held(storage).toStorage().nbytes()); });
}
