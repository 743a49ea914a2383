// What a device's caching allocator holds. c10 can be asked for it since 2.9; before, only CUDA's own classes can,
// which nothing here is compiled against.
#include "device_guards.h"
#include "guard.h"

#ifdef LTF_HAS_DEVICE_ALLOCATOR
#include <c10/core/CachingDeviceAllocator.h>
#else
#include <c10/util/Exception.h>
#endif

using namespace facade;

namespace {

#ifdef LTF_HAS_DEVICE_ALLOCATOR
c10::DeviceAllocator& allocator_of(int32_t type) {
  const auto device_type = guard_of(checked_device(type, -1).type()).type();
  auto* allocator = dynamic_cast<c10::DeviceAllocator*>(c10::GetAllocator(device_type));
  TORCH_CHECK_NOT_IMPLEMENTED(allocator != nullptr, "The allocator of ", device_type, " keeps no figures.");
  return *allocator;
}

c10::DeviceIndex index_of(int32_t type, int32_t index) {
  return present_device(type, index).index();
}

const c10::CachingAllocator::Stat& aggregate(const c10::CachingAllocator::StatArray& stats) {
  return stats[static_cast<size_t>(c10::CachingAllocator::StatType::AGGREGATE)];
}
#else
[[noreturn]] void refuse() {
  TORCH_CHECK_NOT_IMPLEMENTED(false, "libtorch " LTF_LIBTORCH_VERSION
                                     " has no interface for the memory that its allocator of a device holds; 2.9 has.");
}
#endif

}  // namespace

#ifdef LTF_HAS_DEVICE_ALLOCATOR
int32_t ltf_device_memory_of(int32_t type, int32_t index, ltf_device_memory* memory) {
  return guarded([&] {
    const auto stats = allocator_of(type).getDeviceStats(index_of(type, index));
    const auto& allocated = aggregate(stats.allocated_bytes);
    const auto& reserved = aggregate(stats.reserved_bytes);
    *memory = {allocated.current, allocated.peak, reserved.current, reserved.peak};
  });
}

int32_t ltf_device_memory_reset_peak(int32_t type, int32_t index) {
  return guarded([&] { allocator_of(type).resetPeakStats(index_of(type, index)); });
}

int32_t ltf_device_memory_empty_cache(int32_t type) {
  return guarded([&] { allocator_of(type).emptyCache(); });
}
#else
int32_t ltf_device_memory_of(int32_t /*type*/, int32_t /*index*/, ltf_device_memory* /*memory*/) {
  return guarded(refuse);
}

int32_t ltf_device_memory_reset_peak(int32_t /*type*/, int32_t /*index*/) {
  return guarded(refuse);
}

int32_t ltf_device_memory_empty_cache(int32_t /*type*/) {
  return guarded(refuse);
}
#endif
