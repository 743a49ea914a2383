// The figures that c10 asks an allocator of devices for since 2.9: each another number, and known by its name.
#pragma once

#include <string>
#include <vector>

#ifdef LTF_HAS_DEVICE_ALLOCATOR
#include <c10/core/CachingDeviceAllocator.h>
#endif

namespace stand_in {

#ifdef LTF_HAS_DEVICE_ALLOCATOR
c10::CachingDeviceAllocator::DeviceStats made_up_stats();

template <typename Base>
struct AllocatorWithFigures final : Base {
  bool initialized() override {
    return true;
  }
  void emptyCache(c10::MempoolId_t) override {}
  void recordStream(const c10::DataPtr&, c10::Stream) override {}
  c10::CachingDeviceAllocator::DeviceStats getDeviceStats(c10::DeviceIndex) override {
    return made_up_stats();
  }
  void resetAccumulatedStats(c10::DeviceIndex) override {}
  void resetPeakStats(c10::DeviceIndex) override {}
};
#endif

// "allocation.all.current 1" and so on; none before 2.9.
std::vector<std::string> figures();

}  // namespace stand_in
