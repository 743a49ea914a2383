#include "library.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/ScalarType.h>
#include <dlfcn.h>

#include "cuda_library.h"
#include "devices.h"
#include "enumerations.h"
#include "fast_paths.h"
#include "guard.h"
#include "signal_handlers.h"

// The value of a macro as a string literal.
#define LTF_TEXT(macro) LTF_TEXT_OF(macro)
#define LTF_TEXT_OF(value) #value

using namespace facade;

std::string facade::library_path() {
  Dl_info info{};
  const auto address = reinterpret_cast<const void*>(&at::globalContext);
  return dladdr(address, &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : "";
}

const char ltf_built_for[] =
    "ltf_built_for libtorch=" LTF_LIBTORCH_VERSION
    " cxx11_abi=" LTF_TEXT(_GLIBCXX_USE_CXX11_ABI) " boundary=" LTF_BOUNDARY " folder=" LTF_LIBTORCH_FOLDER;

int32_t ltf_library(ltf_text* version, ltf_text* path) {
  return guarded([&] {
    const std::string built_for = LTF_LIBTORCH_VERSION;
    const auto text = lend(built_for + library_path());
    const auto length = static_cast<int64_t>(built_for.size());
    *version = {text.data, length};
    *path = {text.data + length, text.length - length};
  });
}

int32_t ltf_library_config(ltf_text* config) {
  return guarded([&] { *config = lend(at::show_config()); });
}

int32_t ltf_library_load(const char* path) {
  return guarded([&] {
    const KeptSignalHandlers handlers;
    if (dlopen(path, RTLD_NOW | RTLD_LOCAL) == nullptr) {
      const char* reason = dlerror();
      throw Failure(LTF_CANNOT_LOAD, reason != nullptr ? reason : path);
    }
    decide_fast_paths_again();
  });
}

int32_t ltf_device_parse(const char* text, int32_t* type, int32_t* index) {
  return guarded([&] {
    const c10::Device device{std::string(text)};
    *type = static_cast<int32_t>(device.type());
    *index = device.index();
  });
}

int32_t ltf_device_text(int32_t type, int32_t index, ltf_text* text) {
  return guarded([&] { *text = lend(checked_device(type, index).str()); });
}

int32_t ltf_manual_seed(uint64_t seed) {
  return guarded([&] { seed_everything(seed); });
}

int32_t ltf_initial_seed(uint64_t* seed) {
  return guarded([&] { *seed = at::globalContext().defaultGenerator(c10::Device(c10::kCPU)).current_seed(); });
}

int32_t ltf_default_dtype(int32_t* dtype) {
  return guarded([&] { *dtype = static_cast<int32_t>(c10::typeMetaToScalarType(c10::get_default_dtype())); });
}

int32_t ltf_set_default_dtype(int32_t dtype) {
  return guarded([&] { c10::set_default_dtype(c10::scalarTypeToTypeMeta(checked_dtype(dtype))); });
}

int32_t ltf_threads(int32_t* count) {
  return guarded([&] { *count = at::get_num_threads(); });
}

int32_t ltf_set_threads(int32_t count) {
  return guarded([&] {
    TORCH_CHECK(count > 0, "set_num_threads expects a positive integer");
    at::set_num_threads(count);
  });
}

int32_t ltf_interop_threads(int32_t* count) {
  return guarded([&] { *count = static_cast<int32_t>(at::get_num_interop_threads()); });
}

int32_t ltf_matmul_precision(ltf_text* precision) {
  return guarded([&] {
    switch (at::globalContext().float32MatmulPrecision()) {
      case at::Float32MatmulPrecision::HIGHEST:
        *precision = lend("highest");
        break;
      case at::Float32MatmulPrecision::HIGH:
        *precision = lend("high");
        break;
      default:
        *precision = lend("medium");
        break;
    }
  });
}

int32_t ltf_set_matmul_precision(const char* precision) {
  return guarded([&] { at::globalContext().setFloat32MatmulPrecision(std::string(precision)); });
}

int32_t ltf_deterministic(int32_t* enabled, int32_t* warn_only) {
  return guarded([&] {
    const auto& context = at::globalContext();
    *enabled = context.deterministicAlgorithms() ? 1 : 0;
    *warn_only = context.deterministicAlgorithmsWarnOnly() ? 1 : 0;
  });
}

int32_t ltf_set_deterministic(int32_t enabled, int32_t warn_only) {
  return guarded([&] { at::globalContext().setDeterministicAlgorithms(enabled != 0, warn_only != 0); });
}
