#include "cuda_library.h"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/util/Optional.h>
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <string>

#include "autograd_engine.h"
#include "cuda_driver.h"
#include "cuda_memory.h"
#include "guard.h"
#include "library.h"
#include "lock.h"
#include "signal_handlers.h"

namespace facade {
namespace {

// The result of loading CUDA. It is final: libtorch asks only once whether it has CUDA, and keeps to the answer.
struct Attempt {
  void* library = nullptr;
  std::string why_not;
};

// libtorch_cuda lies beside libtorch_cpu.so, with the same version in its name.
std::string cuda_path() {
  auto path = library_path();
  const auto place = path.rfind("libtorch_cpu");
  if (place == std::string::npos) {
    return "";
  }
  path.replace(place, std::string("libtorch_cpu").size(), "libtorch_cuda");
  return access(path.c_str(), F_OK) == 0 ? path : "";
}

// Makes CUDA load kernels lazily, as Python does. setenv may move or free memory that another thread is reading, and in
// a .NET program other threads always run. So `environ` is replaced with a longer copy, and the old list stays for
// threads that still read it.
void load_kernels_as_used() {
  if (std::getenv("CUDA_MODULE_LOADING") != nullptr) {
    return;
  }
  size_t count = 0;
  while (environ != nullptr && environ[count] != nullptr) {
    count++;
  }
  static char lazy[] = "CUDA_MODULE_LOADING=LAZY";
  auto** longer = new char*[count + 2];
  std::copy(environ, environ + count, longer);
  longer[count] = lazy;
  longer[count + 1] = nullptr;
  __atomic_store_n(&environ, longer, __ATOMIC_RELEASE);
}

// The reasons have PyTorch's wording, except for a library that does not load.
Attempt load() {
  const auto path = cuda_path();
  if (path.empty()) {
    return {nullptr, "Torch not compiled with CUDA enabled"};
  }
  // An older driver reads this variable when it is initialized; newer ones load lazily anyway.
  if (!driver_loads_lazily()) {
    load_kernels_as_used();
  }
  // Loading takes a good part of a second, so it is only done if there is a device.
  const auto why_not = why_no_device();
  if (!why_not.empty()) {
    return {nullptr, why_not};
  }
  const KeptSignalHandlers handlers;
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

// libtorch calls this once, as soon as anything depends on whether there is CUDA (a convolution, a backward pass, ...),
// and keeps the answer. So this is the last moment to load CUDA. The loaded library registers the real hooks under the
// same name, with a higher priority.
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

// Whether libtorch_cuda is loaded already, by this library or other code, or does not exist.
bool is_in_process() {
  static const auto path = cuda_path();
  if (path.empty()) {
    return true;
  }
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD);
  if (library != nullptr) {
    dlclose(library);
  }
  return library != nullptr;
}

// ---- random numbers ----

std::mutex seeding;
// The seed that was set before CUDA was loaded, if any.
c10::optional<uint64_t> waiting_seed;
bool started = false;

void seed_device(const c10::Device& device, uint64_t seed) {
  auto generator = at::globalContext().defaultGenerator(device);
  const Lock lock(generator.mutex());
  generator.set_current_seed(seed);
}

// Initializes CUDA by the first use of a generator. Unless a seed was set, libtorch draws one, as in Python.
void start() {
  at::globalContext().defaultGenerator(c10::Device(c10::kCUDA, 0));
  for (int32_t i = 0; waiting_seed && i < cuda_device_count(); i++) {
    seed_device(c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(i)), *waiting_seed);
  }
  waiting_seed.reset();
}

}  // namespace

bool cuda_is_built() {
  return !cuda_path().empty();
}

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

void want_cuda() {
  attempt();
}

int32_t cuda_device_count() {
  return attempt().library != nullptr ? at::detail::getCUDAHooks().getNumGPUs() : 0;
}

void* cuda_function(const char* name) {
  return attempt().library != nullptr ? dlsym(attempt().library, name) : nullptr;
}

void seed_everything(uint64_t seed) {
  const Lock lock(seeding);
  // at::manual_seed asks whether there is CUDA, and so would load it.
  if (is_in_process()) {
    at::manual_seed(seed);
    waiting_seed.reset();
  } else {
    seed_device(c10::Device(c10::kCPU), seed);
    waiting_seed = seed;
  }
}

}  // namespace facade
