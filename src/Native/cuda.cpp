#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <mutex>

#include "cuda_driver.h"
#include "cuda_library.h"
#include "devices.h"
#include "guard.h"
#include "lock.h"

using namespace facade;

int32_t ltf_cuda_require(void) {
  return guarded([] { need_cuda(); });
}

int32_t ltf_cuda_device_count(int32_t* count) {
  return guarded([&] { *count = cuda_device_count(); });
}

int32_t ltf_cuda_synchronize(int32_t index) {
  return guarded([&] {
    need_cuda();
    at::detail::getCUDAHooks().deviceSynchronize(checked_device(static_cast<int64_t>(c10::kCUDA), index).index());
  });
}

int32_t ltf_cuda_seed(int32_t index, uint64_t seed) {
  return guarded([&] {
    need_cuda();
    auto generator = at::globalContext().defaultGenerator(checked_device(static_cast<int64_t>(c10::kCUDA), index));
    const Lock lock(generator.mutex());
    generator.set_current_seed(seed);
  });
}

int32_t ltf_cuda_describe(int32_t index, ltf_cuda_properties* properties, ltf_text* name) {
  return guarded([&] {
    need_cuda();
    const auto text = driver_device_name(index);
    *properties = driver_properties(index);
    *name = lend(text);
  });
}

int32_t ltf_cuda_memory_info(int32_t index, int64_t* free, int64_t* total) {
  return guarded([&] {
    need_cuda();
    driver_memory(index, free, total);
  });
}
