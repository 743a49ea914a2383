#include <ATen/autocast_mode.h>

#include "devices.h"
#include "enumerations.h"
#include "guard.h"
#include "versions.h"

using namespace facade;

namespace {

c10::DeviceType type_of(int32_t device_type) {
  return checked_device(device_type, -1).type();
}

#if LTF_TORCH_AT_LEAST(2, 4)
// Since 2.4 autocast's functions take a device type.
ltf_autocast state_of(c10::DeviceType type) {
  return {at::autocast::is_autocast_enabled(type) ? 1 : 0, static_cast<int32_t>(at::autocast::get_autocast_dtype(type)),
          at::autocast::is_autocast_cache_enabled() ? 1 : 0};
}

void set(c10::DeviceType type, const ltf_autocast& state) {
  at::autocast::set_autocast_dtype(type, checked_dtype(state.dtype));
  at::autocast::set_autocast_enabled(type, state.enabled != 0);
  at::autocast::set_autocast_cache_enabled(state.cache != 0);
}
#else
bool is_cpu(c10::DeviceType type) {
  TORCH_CHECK(type == c10::kCPU || type == c10::kCUDA,
              "User specified autocast device_type must be 'cuda' or 'cpu'");
  return type == c10::kCPU;
}

ltf_autocast state_of(c10::DeviceType type) {
  const bool cpu = is_cpu(type);
  const bool enabled = cpu ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
  const auto dtype = cpu ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype();
  return {enabled ? 1 : 0, static_cast<int32_t>(dtype), at::autocast::is_autocast_cache_enabled() ? 1 : 0};
}

void set(c10::DeviceType type, const ltf_autocast& state) {
  const auto dtype = checked_dtype(state.dtype);
  if (is_cpu(type)) {
    // The dtype is set first, because libtorch may refuse it.
    at::autocast::set_autocast_cpu_dtype(dtype);
    at::autocast::set_cpu_enabled(state.enabled != 0);
  } else {
    at::autocast::set_enabled(state.enabled != 0);
    at::autocast::set_autocast_gpu_dtype(dtype);
  }
  at::autocast::set_autocast_cache_enabled(state.cache != 0);
}
#endif

}  // namespace

int32_t ltf_autocast_state(int32_t device_type, ltf_autocast* state) {
  return guarded([&] { *state = state_of(type_of(device_type)); });
}

int32_t ltf_autocast_enter(int32_t device_type, const ltf_autocast* state) {
  return guarded([&] {
    set(type_of(device_type), *state);
    at::autocast::increment_nesting();
  });
}

int32_t ltf_autocast_exit(int32_t device_type, const ltf_autocast* previous) {
  return guarded([&] {
    const auto type = type_of(device_type);
    // The cache of converted weights is kept until the outermost autocast block ends.
    if (at::autocast::decrement_nesting() == 0) {
      at::autocast::clear_cache();
    }
    set(type, *previous);
  });
}
