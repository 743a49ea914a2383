// Access to devices of every type through c10, without the headers of that type.
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

// A device that exists; the current one if the index is negative. c10 does not check this: asked for the stream of a
// missing device it ends the process, and without an index it writes outside of its tables.
inline c10::Device present_device(int64_t type, int64_t index) {
  const auto device = checked_device(type, index);
  const auto guard = guard_of(device.type());
  if (index >= guard.deviceCount()) {
    throw Failure(LTF_ERROR, device.str() + ": invalid device ordinal");
  }
  return index < 0 ? guard.getDevice() : device;
}

}  // namespace facade
