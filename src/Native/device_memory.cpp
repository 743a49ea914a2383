// The statistics of a device's caching allocator. c10 has an interface for them since 2.9; before, only CUDA's own
// classes have, which this library is compiled without.
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
  TORCH_CHECK_NOT_IMPLEMENTED(allocator != nullptr, "The allocator of ", device_type, " keeps no statistics.");
  return *allocator;
}

c10::DeviceIndex index_of(int32_t type, int32_t index) {
  return present_device(type, index).index();
}

// Writes the statistics to consecutive places.
class Figures {
 public:
  explicit Figures(int64_t* place) : place_(place) {}
  void add(int64_t figure) {
    *place_++ = figure;
  }
  void add(const c10::CachingAllocator::Stat& stat) {
    for (const auto figure : {stat.current, stat.peak, stat.allocated, stat.freed}) {
      add(figure);
    }
  }
  void add(const c10::CachingAllocator::StatArray& pools) {
    using c10::CachingAllocator::StatType;
    for (const auto pool : {StatType::AGGREGATE, StatType::LARGE_POOL, StatType::SMALL_POOL}) {
      add(pools[static_cast<size_t>(pool)]);
    }
  }

 private:
  int64_t* place_;
};
#else
[[noreturn]] void refuse() {
  TORCH_CHECK_NOT_IMPLEMENTED(false, "libtorch " LTF_LIBTORCH_VERSION
                                     " has no interface for the statistics of a device's allocator; libtorch 2.9 and later have one.");
}
#endif

}  // namespace

#ifdef LTF_HAS_DEVICE_ALLOCATOR
int32_t ltf_device_memory_figures(int32_t type, int32_t index, int64_t* figures) {
  return guarded([&] {
    const auto stats = allocator_of(type).getDeviceStats(index_of(type, index));
    Figures all(figures);
    for (const auto* pools :
         {&stats.allocation, &stats.segment, &stats.active, &stats.inactive_split, &stats.allocated_bytes,
          &stats.reserved_bytes, &stats.active_bytes, &stats.inactive_split_bytes, &stats.requested_bytes}) {
      all.add(*pools);
    }
    all.add(stats.oversize_allocations);
    all.add(stats.oversize_segments);
    for (const auto figure : {stats.num_alloc_retries, stats.num_ooms, stats.num_sync_all_streams,
                              stats.num_device_alloc, stats.num_device_free, stats.max_split_size}) {
      all.add(figure);
    }
  });
}

int32_t ltf_device_memory_reset_accumulated(int32_t type, int32_t index) {
  return guarded([&] { allocator_of(type).resetAccumulatedStats(index_of(type, index)); });
}

int32_t ltf_device_memory_reset_peak(int32_t type, int32_t index) {
  return guarded([&] { allocator_of(type).resetPeakStats(index_of(type, index)); });
}

int32_t ltf_device_memory_empty_cache(int32_t type) {
  return guarded([&] { allocator_of(type).emptyCache(); });
}
#else
int32_t ltf_device_memory_figures(int32_t /*type*/, int32_t /*index*/, int64_t* /*figures*/) {
  return guarded(refuse);
}

int32_t ltf_device_memory_reset_accumulated(int32_t /*type*/, int32_t /*index*/) {
  return guarded(refuse);
}

int32_t ltf_device_memory_reset_peak(int32_t /*type*/, int32_t /*index*/) {
  return guarded(refuse);
}

int32_t ltf_device_memory_empty_cache(int32_t /*type*/) {
  return guarded(refuse);
}
#endif
