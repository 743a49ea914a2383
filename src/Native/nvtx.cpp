// Marks for NVIDIA's profilers, with NVIDIA's tools library. PyTorch has it compiled in, or links it; here it is loaded
// where it is installed. Without it, its functions do nothing where libtorch has CUDA, as in PyTorch without a profiler.
#include <dlfcn.h>

#include <cstdint>
#include <string>

#include "cuda_library.h"
#include "guard.h"
#include "library.h"

using namespace facade;

namespace {

struct Tools {
  int (*push)(const char* message);
  int (*pop)();
  uint64_t (*start)(const char* message);
  void (*end)(uint64_t range);
  void (*mark)(const char* message);
};

// What NVIDIA's functions return where no profiler is attached.
constexpr int no_tracking = -2;
const Tools no_profiler{[](const char*) { return no_tracking; }, [] { return no_tracking; },
                        [](const char*) -> uint64_t { return 0; }, [](uint64_t) {}, [](const char*) {}};

constexpr const char* file_name = "libnvToolsExt.so.1";

// Looks on the loader's search path, or where Python's packages have it: nvidia/nvtx/lib beside torch/lib.
void* open_library() {
  void* library = dlopen(file_name, RTLD_NOW | RTLD_LOCAL);
  const auto path = library_path();
  const auto folder = path.rfind("/torch/lib/");
  if (library == nullptr && folder != std::string::npos) {
    library = dlopen((path.substr(0, folder) + "/nvidia/nvtx/lib/" + file_name).c_str(), RTLD_NOW | RTLD_LOCAL);
  }
  return library;
}

template <typename Function>
bool find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  return function != nullptr;
}

const Tools* load() {
  void* library = open_library();
  static Tools tools;
  const bool complete = library != nullptr && find(library, "nvtxRangePushA", tools.push) &&
                        find(library, "nvtxRangePop", tools.pop) && find(library, "nvtxRangeStartA", tools.start) &&
                        find(library, "nvtxRangeEnd", tools.end) && find(library, "nvtxMarkA", tools.mark);
  if (complete) {
    return &tools;
  }
  return cuda_is_built() ? &no_profiler : nullptr;
}

const Tools& tools() {
  static const Tools* const loaded = load();
  if (loaded == nullptr) {
    throw Failure(LTF_ERROR, "NVTX functions not installed. Are you sure you have a CUDA build?");
  }
  return *loaded;
}

}  // namespace

int32_t ltf_nvtx_range_push(const char* message, int32_t* depth) {
  return guarded([&] { *depth = tools().push(message); });
}

int32_t ltf_nvtx_range_pop(int32_t* depth) {
  return guarded([&] { *depth = tools().pop(); });
}

int32_t ltf_nvtx_range_start(const char* message, uint64_t* range) {
  return guarded([&] { *range = tools().start(message); });
}

int32_t ltf_nvtx_range_end(uint64_t range) {
  return guarded([&] { tools().end(range); });
}

int32_t ltf_nvtx_mark(const char* message) {
  return guarded([&] { tools().mark(message); });
}
