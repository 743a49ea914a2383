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

// A device that is there: c10 ends the process where it is asked for the stream of another.
inline c10::Device present_device(int64_t type, int64_t index) {
  const auto device = checked_device(type, index);
  if (index >= guard_of(device.type()).deviceCount()) {
    throw Failure(LTF_ERROR, device.str() + ": invalid device ordinal");
  }
  return device;
}

}  // namespace facade
