// libcuda.so.1 as far as the facade asks it. The environment says what is wrong with it.
#include "driver.h"

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>

extern "C" {

std::atomic<size_t> stand_in_taken[device_count];
std::atomic<bool> stand_in_in_use[device_count];

namespace {

int number_of(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::atoi(text) : otherwise;
}

int current = 0;
std::atomic<int> times_set{0};

}  // namespace

// In front of the C library's where the process was started with this library preloaded.
int setenv(const char* name, const char* value, int overwrite) {
  if (std::strcmp(name, "CUDA_MODULE_LOADING") == 0) {
    times_set++;
  }
  static const auto real = reinterpret_cast<int (*)(const char*, const char*, int)>(dlsym(RTLD_NEXT, "setenv"));
  return real(name, value, overwrite);
}

int stand_in_times_set() {
  return times_set;
}

int cuInit(unsigned) {
  return number_of("LTF_STAND_IN_INIT", 0);
}
int cuDriverGetVersion(int* version) {
  *version = number_of("LTF_STAND_IN_VERSION", 12080);
  return 0;
}
int cuDeviceGetCount(int* count) {
  *count = device_count;
  return 0;
}
int cuDeviceGetName(char* name, int length, int) {
  std::strncpy(name, "stand-in", static_cast<size_t>(length));
  return 0;
}
int cuDeviceGetAttribute(int* value, int attribute, int) {
  constexpr int capability_major = 75;
  *value = attribute == capability_major ? number_of("LTF_STAND_IN_CAPABILITY", 9) : 0;
  return 0;
}
int cuDeviceTotalMem_v2(size_t* bytes, int) {
  *bytes = device_memory;
  return 0;
}
int cuDeviceGetUuid(char* bytes, int) {
  std::memset(bytes, 0, 16);
  return 0;
}
int cuDevicePrimaryCtxRetain(void** context, int device) {
  *context = reinterpret_cast<void*>(static_cast<size_t>(device) + 1);
  return 0;
}
int cuDevicePrimaryCtxGetState(int device, unsigned* flags, int* active) {
  *flags = 0;
  *active = stand_in_in_use[device] ? 1 : 0;
  return 0;
}
int cuDeviceCanAccessPeer(int* can, int device, int peer) {
  *can = device != peer ? 1 : 0;
  return 0;
}
int cuDevicePrimaryCtxRelease(int) {
  return 0;
}
int cuCtxPushCurrent_v2(void* context) {
  current = static_cast<int>(reinterpret_cast<size_t>(context)) - 1;
  return 0;
}
int cuCtxPopCurrent_v2(void**) {
  return 0;
}
int cuMemGetInfo_v2(size_t* free, size_t* total) {
  *total = device_memory;
  *free = device_memory - stand_in_taken[current];
  return 0;
}
int cuGetErrorString(int error, const char** text) {
  *text = error == 803 ? "system has unsupported display driver / cuda driver combination" : "unknown error";
  return 0;
}

}  // extern "C"
