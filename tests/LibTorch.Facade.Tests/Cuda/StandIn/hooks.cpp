#include <ATen/detail/CUDAHooksInterface.h>

#include <cstdlib>
#include <string>

#include "device.h"
#include "driver.h"
#include "generator.h"
#include "memory.h"
#include "versions.h"

namespace stand_in {
namespace {

// What calls them takes other types in each version.
struct CUDAHooks : at::CUDAHooksInterface {
  explicit CUDAHooks(at::CUDAHooksArgs) {}

  bool hasCUDA() const override {
    return true;
  }
  // These were added after 2.6, and override nothing before.
  virtual bool isBuilt() const {
    return true;
  }
  virtual bool isAvailable() const {
    return true;
  }
  std::string showConfig() const override {
    const char* flags = std::getenv("LTF_STAND_IN_FLAGS");
    return flags != nullptr ? std::string("  - NVCC architecture flags: ") + flags + "\n" : "";
  }
  int getNumGPUs() const override {
    return device_count;
  }
  at::Allocator* getPinnedMemoryAllocator() const override {
    return &pinned_allocator();
  }
#if LTF_TORCH_AT_LEAST(2, 6)
  void init() const override {}
  bool hasPrimaryContext(c10::DeviceIndex) const override {
    return true;
  }
  c10::DeviceIndex deviceCount() const override {
    return device_count;
  }
  c10::DeviceIndex current_device() const override {
    return static_cast<c10::DeviceIndex>(stand_in::current_device());
  }
  c10::DeviceIndex getCurrentDevice() const override {
    return current_device();
  }
  void deviceSynchronize(c10::DeviceIndex) const override {}
  const at::Generator& getDefaultGenerator(c10::DeviceIndex device = -1) const override {
    return default_generator(device);
  }
  bool isPinnedPtr(const void* memory) const override {
    return is_pinned(memory);
  }
#else
  void initCUDA() const override {}
  bool hasPrimaryContext(int64_t) const override {
    return true;
  }
  int64_t current_device() const override {
    return stand_in::current_device();
  }
  void deviceSynchronize(int64_t) const override {}
  const at::Generator& getDefaultCUDAGenerator(c10::DeviceIndex device = -1) const override {
    return default_generator(device);
  }
  bool isPinnedPtr(void* memory) const override {
    return is_pinned(memory);
  }
#endif
};

}  // namespace
}  // namespace stand_in

namespace at {
using stand_in::CUDAHooks;
REGISTER_CUDA_HOOKS(CUDAHooks);
}  // namespace at
