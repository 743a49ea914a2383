// Makes devices from numbers, which c10 itself does not check.
#pragma once

#include <c10/core/Device.h>

#include <string>

#include "guard.h"
#include "vulkan.h"

namespace facade {

// The ranges matter because c10 keeps the index in one byte and indexes tables with the type.
inline c10::Device checked_device(int64_t type, int64_t index) {
  if (type < 0 || type >= c10::COMPILE_TIME_MAX_DEVICE_TYPES || index < -1 || index > 127) {
    throw Failure(LTF_VALUE_ERROR, "Invalid device: type " + std::to_string(type) + ", index " + std::to_string(index));
  }
  return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

// The same for a device on which libtorch will make tensors.
inline c10::Device usable_device(int64_t type, int64_t index) {
  const auto device = checked_device(type, index);
  if (device.type() == c10::DeviceType::Vulkan) {
    need_vulkan();
  }
  return device;
}

}  // namespace facade
