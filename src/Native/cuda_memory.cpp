#include "cuda_memory.h"

#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Registry.h>
#include <dlfcn.h>

#include <memory>
#include <string>

#include "callbacks.h"
#include "cuda_driver.h"

namespace c10 {

// As c10/cuda/CUDACachingAllocator.h declares it, from 1.13 to 2.14. That header is not included, since it needs CUDA's
// own headers.
class FreeMemoryCallback {
 public:
  virtual ~FreeMemoryCallback() = default;
  virtual bool Execute() = 0;
};

}  // namespace c10

namespace facade {
namespace {

using Registry = c10::Registry<std::string, std::unique_ptr<c10::FreeMemoryCallback>>;

// The mangled name of c10::FreeCudaMemoryCallbacksRegistry(). Its type contains std::string, which adds a tag to the
// name with GCC's new string ABI.
#if _GLIBCXX_USE_CXX11_ABI
constexpr const char* registry_name = "_ZN3c1031FreeCudaMemoryCallbacksRegistryB5cxx11Ev";
#else
constexpr const char* registry_name = "_ZN3c1031FreeCudaMemoryCallbacksRegistryEv";
#endif

// The allocator calls this when none of its cached blocks fits, before it asks the driver for memory. It calls on the
// thread that wants the memory, with that device current, and under the device's lock, which is recursive. Then it
// searches its blocks again, and finds what was freed here.
struct AskCollector final : c10::FreeMemoryCallback {
  bool Execute() override {
    try {
      const auto device = c10::impl::VirtualGuardImpl(c10::kCUDA).getDevice().index();
      int64_t free = 0;
      int64_t total = 0;
      driver_memory(device, &free, &total);
      return make_room(free);
    } catch (...) {
      // Without an answer the allocator goes on as it would without this callback.
      return false;
    }
  }
};

}  // namespace

void have_allocator_ask(void* library) {
  const auto registry = reinterpret_cast<Registry* (*)()>(dlsym(library, registry_name));
  constexpr const char* key = "libtorch_facade";
  // Registering the same name twice would end the process.
  if (registry != nullptr && !registry()->Has(key)) {
    registry()->Register(key, [] { return std::make_unique<AskCollector>(); });
  }
}

}  // namespace facade
