// What every kind of device can be asked through c10, without its own headers.
#pragma once

#include <c10/core/impl/VirtualGuardImpl.h>

#include "cuda_library.h"
#include "devices.h"

namespace facade {

inline c10::impl::VirtualGuardImpl guard_of(c10::DeviceType type) {
  if (type == c10::kCUDA) {
    need_cuda();
  }
  return c10::impl::VirtualGuardImpl(type);
}

// A device that is there: c10 ends the process where it is asked for the stream of another, and writes outside its tables
// where one has no number. Without a number it is the current one.
inline c10::Device present_device(int64_t type, int64_t index) {
  const auto device = checked_device(type, index);
  const auto guard = guard_of(device.type());
  if (index >= guard.deviceCount()) {
    throw Failure(LTF_ERROR, device.str() + ": invalid device ordinal");
  }
  return index < 0 ? guard.getDevice() : device;
}

}  // namespace facade
