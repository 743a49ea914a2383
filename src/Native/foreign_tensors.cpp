// Tensors of other C++ code in this process, such as TorchSharp's: an at::Tensor in that code's memory.
#include <ATen/Context.h>
#include <ATen/core/Tensor.h>
#include <c10/core/UndefinedTensorImpl.h>
#include <dlfcn.h>

#include <cstring>

#include "foreign_memory.h"
#include "guard.h"
#include "handles.h"

using namespace facade;

namespace {

const void* pointer_at(const void* address) {
  const void* pointer = nullptr;
  copy_from(address, &pointer, sizeof pointer, "there is no tensor at this address");
  return pointer;
}

Dl_info file_of(const void* address) {
  Dl_info info{};
  if (dladdr(address, &info) == 0 || info.dli_fname == nullptr) {
    throw Failure(LTF_BAD_ARGUMENT, "there is no tensor at this address");
  }
  return info;
}

// Checks that the object's class, known by its vtable, is from the files of the libtorch that this library uses.
void check_class(const void* object) {
  const auto file = file_of(pointer_at(object));
  const auto* slash = std::strrchr(file.dli_fname, '/');
  const std::string name = slash != nullptr ? slash + 1 : file.dli_fname;
  const auto is_another = [&](const char* library, const void* own) {
    return name.compare(0, std::strlen(library), library) == 0 && file.dli_fbase != file_of(own).dli_fbase;
  };
  if (is_another("libc10.so", pointer_at(c10::UndefinedTensorImpl::singleton())) ||
      is_another("libtorch_cpu.so", reinterpret_cast<const void*>(&at::globalContext))) {
    throw Failure(LTF_BAD_ARGUMENT, std::string("the tensor belongs to another libtorch: ") + file.dli_fname);
  }
}

}  // namespace

int32_t ltf_tensor_from_native(const void* native, ltf_tensor** result) {
  return guarded([&] {
    const auto* object = pointer_at(native);
    if (object == static_cast<const void*>(c10::UndefinedTensorImpl::singleton())) {
      throw Failure(LTF_BAD_ARGUMENT, "the tensor is undefined");
    }
    check_class(object);
    *result = owned(*static_cast<const at::Tensor*>(native));
  });
}

int32_t ltf_tensor_to_native(ltf_tensor* tensor, void** native) {
  return guarded([&] { *native = new at::Tensor(retained(tensor)); });
}

void ltf_native_release(void* native) {
  const Visit visit;
  delete static_cast<at::Tensor*>(native);
}
