#include "cuda_driver.h"

#include <dlfcn.h>

#include <cstring>

#include "guard.h"

namespace facade {
namespace {

// The types of cuda.h, which is not included; only their sizes matter.
using Result = int;
using Device = int;
using Context = void*;

struct Driver {
  Result (*version)(int* number);
  Result (*init)(unsigned flags);
  Result (*device_count)(int* count);
  Result (*device_name)(char* name, int length, Device device);
  Result (*device_attribute)(int* value, int attribute, Device device);
  Result (*total_memory)(size_t* bytes, Device device);
  Result (*uuid)(char* bytes, Device device);
  Result (*retain_context)(Context* context, Device device);
  Result (*release_context)(Device device);
  Result (*push_context)(Context context);
  Result (*pop_context)(Context* context);
  Result (*memory_info)(size_t* free, size_t* total);
  Result (*can_access_peer)(int* can, Device device, Device peer);
  Result (*error_text)(Result error, const char** text);
};

template <typename Function>
bool find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  return function != nullptr;
}

// NULL where there is no driver, or one that is older than any libtorch can use.
const Driver* load_driver() {
  void* library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  static Driver driver;
  const bool complete =
      library != nullptr && find(library, "cuDriverGetVersion", driver.version) &&
      find(library, "cuInit", driver.init) && find(library, "cuDeviceGetCount", driver.device_count) &&
      find(library, "cuDeviceGetName", driver.device_name) &&
      find(library, "cuDeviceGetAttribute", driver.device_attribute) &&
      find(library, "cuDeviceTotalMem_v2", driver.total_memory) && find(library, "cuDeviceGetUuid", driver.uuid) &&
      find(library, "cuDevicePrimaryCtxRetain", driver.retain_context) &&
      find(library, "cuDevicePrimaryCtxRelease", driver.release_context) &&
      find(library, "cuCtxPushCurrent_v2", driver.push_context) &&
      find(library, "cuCtxPopCurrent_v2", driver.pop_context) && find(library, "cuMemGetInfo_v2", driver.memory_info) &&
      find(library, "cuDeviceCanAccessPeer", driver.can_access_peer) &&
      find(library, "cuGetErrorString", driver.error_text);
  return complete ? &driver : nullptr;
}

const Driver* driver() {
  static const Driver* const loaded = load_driver();
  return loaded;
}

std::string text_of(Result result) {
  const char* text = nullptr;
  driver()->error_text(result, &text);
  return text != nullptr ? text : "error " + std::to_string(result);
}

// PyTorch's wording of a CUDA failure.
void check(Result result) {
  if (result != 0) {
    throw Failure(LTF_ERROR, "CUDA error: " + text_of(result));
  }
}

// The values of CUdevice_attribute.
enum : int {
  max_shared_memory_per_block = 8,
  warp_size = 10,
  multiprocessor_count = 16,
  integrated = 18,
  pci_bus_id = 33,
  pci_device_id = 34,
  l2_cache_size = 38,
  max_threads_per_multiprocessor = 39,
  pci_domain_id = 50,
  compute_capability_major = 75,
  compute_capability_minor = 76,
  max_shared_memory_per_multiprocessor = 81,
  max_registers_per_multiprocessor = 82,
  multi_gpu_board = 84,
  max_shared_memory_per_block_optin = 97
};

int32_t attribute(Device device, int which) {
  int value = 0;
  check(driver()->device_attribute(&value, which, device));
  return value;
}

// Makes a device's primary context current, which the CUDA runtime and therefore libtorch use.
class InContext {
 public:
  explicit InContext(Device device) : device_(device) {
    Context context = nullptr;
    check(driver()->retain_context(&context, device));
    const auto pushed = driver()->push_context(context);
    if (pushed != 0) {
      driver()->release_context(device);
    }
    check(pushed);
  }
  ~InContext() {
    Context context = nullptr;
    driver()->pop_context(&context);
    driver()->release_context(device_);
  }
  InContext(const InContext&) = delete;
  InContext& operator=(const InContext&) = delete;

 private:
  Device device_;
};

}  // namespace

bool driver_loads_lazily() {
  int version = 0;
  return driver() != nullptr && driver()->version(&version) == 0 && version >= 12020;
}

std::string why_no_device() {
  const auto* found = driver();
  if (found == nullptr) {
    return "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver "
           "from "
           "http://www.nvidia.com/Download/index.aspx";
  }
  int count = 0;
  auto result = found->init(0);
  if (result == 0) {
    result = found->device_count(&count);
  }
  // The driver's codes for these errors are those of the runtime, which PyTorch asks.
  constexpr Result no_device = 100;
  constexpr Result not_initialized = 3;
  constexpr Result unknown = 999;
  switch (result) {
    case 0:
      return count > 0 ? "" : "No CUDA GPUs are available";
    case no_device:
      return "No CUDA GPUs are available";
    case not_initialized:
      return "CUDA driver initialization failed, you might not have a CUDA gpu.";
    case unknown:
      return "CUDA unknown error - this may be due to an incorrectly set up environment, e.g. changing env variable "
             "CUDA_VISIBLE_DEVICES after program start. Setting the available devices to be zero.";
    default:
      return "Unexpected error from cudaGetDeviceCount(). Did you run some cuda functions before calling "
             "NumCudaDevices() "
             "that might have already set an error? Error " +
             std::to_string(result) + ": " + text_of(result);
  }
}

// The driver numbers the devices as the runtime does: both follow CUDA_VISIBLE_DEVICES.
ltf_cuda_properties driver_properties(int32_t index) {
  ltf_cuda_properties properties{};
  size_t total = 0;
  check(driver()->total_memory(&total, index));
  char uuid[sizeof(properties.uuid)];
  check(driver()->uuid(uuid, index));
  std::memcpy(properties.uuid, uuid, sizeof(uuid));
  properties.total_memory = static_cast<int64_t>(total);
  properties.major = attribute(index, compute_capability_major);
  properties.minor = attribute(index, compute_capability_minor);
  properties.multi_processor_count = attribute(index, multiprocessor_count);
  properties.max_threads_per_multi_processor = attribute(index, max_threads_per_multiprocessor);
  properties.warp_size = attribute(index, warp_size);
  properties.regs_per_multiprocessor = attribute(index, max_registers_per_multiprocessor);
  properties.shared_memory_per_block = attribute(index, max_shared_memory_per_block);
  properties.shared_memory_per_block_optin = attribute(index, max_shared_memory_per_block_optin);
  properties.shared_memory_per_multiprocessor = attribute(index, max_shared_memory_per_multiprocessor);
  properties.l2_cache_size = attribute(index, l2_cache_size);
  properties.is_integrated = attribute(index, integrated);
  properties.is_multi_gpu_board = attribute(index, multi_gpu_board);
  properties.pci_bus_id = attribute(index, pci_bus_id);
  properties.pci_device_id = attribute(index, pci_device_id);
  properties.pci_domain_id = attribute(index, pci_domain_id);
  return properties;
}

std::string driver_device_name(int32_t index) {
  char name[256] = {};
  check(driver()->device_name(name, sizeof(name), index));
  return name;
}

bool driver_can_access_peer(int32_t index, int32_t peer) {
  int can = 0;
  check(driver()->can_access_peer(&can, index, peer));
  return can != 0;
}

void driver_memory(int32_t index, int64_t* free, int64_t* total) {
  const InContext context(index);
  size_t left = 0;
  size_t all = 0;
  check(driver()->memory_info(&left, &all));
  *free = static_cast<int64_t>(left);
  *total = static_cast<int64_t>(all);
}

}  // namespace facade
