#include "cuda_memory.h"

#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Registry.h>
#include <dlfcn.h>

#include <memory>
#include <string>

#include "callbacks.h"
#include "cuda_driver.h"

namespace c10 {

// As c10/cuda/CUDACachingAllocator.h declares it, from 1.13 to 2.14. That header needs CUDA's own.
class FreeMemoryCallback {
 public:
  virtual ~FreeMemoryCallback() = default;
  virtual bool Execute() = 0;
};

}  // namespace c10

namespace facade {
namespace {

using Registry = c10::Registry<std::string, std::unique_ptr<c10::FreeMemoryCallback>>;

// c10::FreeCudaMemoryCallbacksRegistry(), whose type has a std::string in it, which GCC marks.
#if _GLIBCXX_USE_CXX11_ABI
constexpr const char* registry_name = "_ZN3c1031FreeCudaMemoryCallbacksRegistryB5cxx11Ev";
#else
constexpr const char* registry_name = "_ZN3c1031FreeCudaMemoryCallbacksRegistryEv";
#endif

// The allocator runs these where no block that it keeps fits, before it asks the driver: on the thread that wants the
// memory, on the device that it is wanted of, under that device's lock, which is recursive. What is freed here is found
// by the allocator's second look.
struct AskCollector final : c10::FreeMemoryCallback {
  bool Execute() override {
    try {
      const auto device = c10::impl::VirtualGuardImpl(c10::kCUDA).getDevice().index();
      int64_t free = 0;
      int64_t total = 0;
      driver_memory(device, &free, &total);
      return make_room(free);
    } catch (...) {
      // Without the answer the allocator does as it would have done.
      return false;
    }
  }
};

}  // namespace

void have_allocator_ask(void* library) {
  const auto registry = reinterpret_cast<Registry* (*)()>(dlsym(library, registry_name));
  constexpr const char* key = "libtorch_facade";
  // Two of the same name would end the process.
  if (registry != nullptr && !registry()->Has(key)) {
    registry()->Register(key, [] { return std::make_unique<AskCollector>(); });
  }
}

}  // namespace facade
