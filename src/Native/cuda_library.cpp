#include "cuda_library.h"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/util/Optional.h>
#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <string>

#include "autograd_engine.h"
#include "cuda_driver.h"
#include "cuda_memory.h"
#include "guard.h"
#include "library.h"
#include "lock.h"

namespace facade {
namespace {

// What came of it, for good: libtorch asks only once whether it has CUDA, and then keeps to the answer.
struct Attempt {
  void* library = nullptr;
  std::string why_not;
};

// Beside libtorch_cpu.so, with the same version in its name.
std::string cuda_path() {
  auto path = library_path();
  const auto place = path.rfind("libtorch_cpu");
  if (place == std::string::npos) {
    return "";
  }
  path.replace(place, std::string("libtorch_cpu").size(), "libtorch_cuda");
  return access(path.c_str(), F_OK) == 0 ? path : "";
}

// The first three in PyTorch's words.
Attempt load() {
  const auto path = cuda_path();
  if (path.empty()) {
    return {nullptr, "Torch not compiled with CUDA enabled"};
  }
  // As Python does: kernels are loaded as they are used. An older driver reads it when it starts; others do so anyway, and
  // are not told, as no other thread may read the environment while it is written.
  if (!driver_loads_lazily()) {
    setenv("CUDA_MODULE_LOADING", "LAZY", 0);
  }
  // Loading takes a good part of a second, which only who has a device is to wait for.
  const auto devices = driver_device_count();
  if (devices < 0) {
    return {nullptr, "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a "
                     "driver from http://www.nvidia.com/Download/index.aspx"};
  }
  if (devices == 0) {
    return {nullptr, "No CUDA GPUs are available"};
  }
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) {
    const char* reason = dlerror();
    return {nullptr, "CUDA cannot be used, as " + path + " cannot be loaded: " + (reason != nullptr ? reason : "")};
  }
  have_allocator_ask(library);
  renew_engine();
  return {library, ""};
}

const Attempt& attempt() {
  static const auto& made = *new Attempt(load());
  return made;
}

// libtorch asks this once, as soon as anything depends on whether there is CUDA (a convolution, a backward
// pass, ...), and would go on without for good. So it is the last moment to load it. The library registers the
// real hooks under the same name, with a higher priority.
std::unique_ptr<at::CUDAHooksInterface> make_hooks(at::CUDAHooksArgs arguments) {
  static thread_local bool asked = false;
  if (asked || attempt().library == nullptr) {
    return nullptr;
  }
  asked = true;
  auto hooks = at::CUDAHooksRegistry()->Create("CUDAHooks", arguments);
  asked = false;
  return hooks;
}

const bool registered = [] {
  auto* registry = at::CUDAHooksRegistry();
  if (!registry->Has("CUDAHooks")) {
    registry->Register("CUDAHooks", make_hooks, c10::REGISTRY_FALLBACK);
  }
  return true;
}();

// ---- random numbers ----

std::mutex seeding;
c10::optional<uint64_t> last_seed;
bool started = false;

void seed_device(const c10::Device& device, uint64_t seed) {
  auto generator = at::globalContext().defaultGenerator(device);
  const Lock lock(generator.mutex());
  generator.set_current_seed(seed);
}

// The first use of a generator starts CUDA. Unless somebody has given a seed, libtorch draws one, as in Python.
void start() {
  at::globalContext().defaultGenerator(c10::Device(c10::kCUDA, 0));
  for (int32_t i = 0; last_seed && i < cuda_device_count(); i++) {
    seed_device(c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(i)), *last_seed);
  }
}

}  // namespace

void need_cuda() {
  if (attempt().library == nullptr) {
    throw Failure(LTF_ERROR, attempt().why_not);
  }
  const Lock lock(seeding);
  if (!started) {
    start();
    started = true;
  }
}

int32_t cuda_device_count() {
  return attempt().library != nullptr ? at::detail::getCUDAHooks().getNumGPUs() : 0;
}

void* cuda_function(const char* name) {
  return attempt().library != nullptr ? dlsym(attempt().library, name) : nullptr;
}

void seed_everything(uint64_t seed) {
  static const bool has_cuda = !cuda_path().empty();
  const Lock lock(seeding);
  last_seed = seed;
  // at::manual_seed would ask for CUDA, and so load it.
  if (started || !has_cuda) {
    at::manual_seed(seed);
  } else {
    seed_device(c10::Device(c10::kCPU), seed);
  }
}

}  // namespace facade
