#include "figures.h"

#ifdef LTF_HAS_DEVICE_ALLOCATOR

#include <map>

namespace stand_in {
namespace {

using c10::CachingAllocator::Stat;
using c10::CachingAllocator::StatArray;
using c10::CachingAllocator::StatType;
using c10::CachingDeviceAllocator::DeviceStats;

// In another order than the facade's.
const std::map<std::string, StatArray DeviceStats::*> of_pools = {
    {"active", &DeviceStats::active},
    {"active_bytes", &DeviceStats::active_bytes},
    {"allocated_bytes", &DeviceStats::allocated_bytes},
    {"allocation", &DeviceStats::allocation},
    {"inactive_split", &DeviceStats::inactive_split},
    {"inactive_split_bytes", &DeviceStats::inactive_split_bytes},
    {"requested_bytes", &DeviceStats::requested_bytes},
    {"reserved_bytes", &DeviceStats::reserved_bytes},
    {"segment", &DeviceStats::segment}};
const std::map<std::string, Stat DeviceStats::*> oversize = {
    {"oversize_allocations", &DeviceStats::oversize_allocations},
    {"oversize_segments", &DeviceStats::oversize_segments}};
const std::map<std::string, int64_t DeviceStats::*> single = {
    {"max_split_size", &DeviceStats::max_split_size},
    {"num_alloc_retries", &DeviceStats::num_alloc_retries},
    {"num_device_alloc", &DeviceStats::num_device_alloc},
    {"num_device_free", &DeviceStats::num_device_free},
    {"num_ooms", &DeviceStats::num_ooms},
    {"num_sync_all_streams", &DeviceStats::num_sync_all_streams}};
const std::map<std::string, StatType> pools = {
    {"all", StatType::AGGREGATE}, {"large_pool", StatType::LARGE_POOL}, {"small_pool", StatType::SMALL_POOL}};
const std::map<std::string, int64_t Stat::*> kinds = {
    {"allocated", &Stat::allocated}, {"current", &Stat::current}, {"freed", &Stat::freed}, {"peak", &Stat::peak}};

// Calls back for each figure with its name and place.
template <typename Each>
void for_each_figure(DeviceStats& stats, Each each) {
  for (const auto& [kind, of_kind] : kinds) {
    for (const auto& [pool, of_pool] : pools) {
      for (const auto& [name, figure] : of_pools) {
        each(name + "." + pool + "." + kind, (stats.*figure)[static_cast<size_t>(of_pool)].*of_kind);
      }
    }
    for (const auto& [name, figure] : oversize) {
      each(name + "." + kind, (stats.*figure).*of_kind);
    }
  }
  for (const auto& [name, figure] : single) {
    each(name, stats.*figure);
  }
}

}  // namespace

DeviceStats made_up_stats() {
  DeviceStats stats;
  int64_t last = 0;
  for_each_figure(stats, [&](const std::string&, int64_t& figure) { figure = ++last; });
  return stats;
}

std::vector<std::string> figures() {
  auto stats = made_up_stats();
  std::vector<std::string> all;
  for_each_figure(
      stats, [&](const std::string& name, int64_t& figure) { all.push_back(name + " " + std::to_string(figure)); });
  return all;
}

}  // namespace stand_in

#else

std::vector<std::string> stand_in::figures() {
  return {};
}

#endif
