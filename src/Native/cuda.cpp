#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <algorithm>
#include <mutex>

#include "cuda_driver.h"
#include "cuda_library.h"
#include "devices.h"
#include "guard.h"
#include "lock.h"
#include "versions.h"

using namespace facade;

int32_t ltf_cuda_require(void) {
  return guarded([] { need_cuda(); });
}

int32_t ltf_cuda_is_built(int32_t* built) {
  return guarded([&] { *built = cuda_is_built() ? 1 : 0; });
}

int32_t ltf_cuda_cudnn_version(int64_t* version) {
  return guarded([&] {
    const auto ask = reinterpret_cast<size_t (*)()>(cuda_function("cudnnGetVersion"));
    *version = ask != nullptr ? static_cast<int64_t>(ask()) : 0;
  });
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

int32_t ltf_cuda_can_access_peer(int32_t index, int32_t peer, int32_t* can) {
  return guarded([&] {
    need_cuda();
    *can = driver_can_access_peer(index, peer) ? 1 : 0;
  });
}

int32_t ltf_cuda_priority_range(int32_t* least, int32_t* greatest) {
  return guarded([&] {
    need_cuda();
    // Before 2.1 libtorch has two stream pools, of the priorities 0 and -1, and does not ask the device.
    *least = 0;
    *greatest = -1;
#if LTF_TORCH_AT_LEAST(2, 1)
    // libtorch has stream pools for this many priorities.
    constexpr int pools = 4;
    const auto ask = reinterpret_cast<int (*)(int*, int*)>(cuda_function("cudaDeviceGetStreamPriorityRange"));
    int lowest = 0;
    int highest = 0;
    if (ask == nullptr || ask(&lowest, &highest) != 0) {
      throw Failure(LTF_ERROR, "the CUDA runtime does not report the priorities of streams");
    }
    *least = lowest;
    *greatest = std::max(1 - pools, highest);
#endif
  });
}
