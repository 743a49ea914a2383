// NVIDIA's driver. It is asked whether there is a device before anything large is loaded, and for the properties of
// that device. Its C interface stays the same from version to version, unlike the CUDA runtime's structures.
#pragma once

#include <cstdint>
#include <string>

#include "torch_facade.h"

namespace facade {

// Whether the driver loads kernels lazily by default, as it does since CUDA 12.2.
bool driver_loads_lazily();

// Why this process has no device to use; empty where it has one.
std::string why_no_device();

ltf_cuda_properties driver_properties(int32_t index);
std::string driver_device_name(int32_t index);

// Whether the two devices can access each other's memory directly.
bool driver_can_access_peer(int32_t index, int32_t peer);

// The free and the total bytes of the device's memory.
void driver_memory(int32_t index, int64_t* free, int64_t* total);

}  // namespace facade
