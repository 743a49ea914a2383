// Debian's libtorch 2.14 has Vulkan's kernels, and reports one Vulkan device with or without a driver.
#pragma once

namespace facade {

// Whether there is a driver.
bool has_vulkan();

// Without a driver Vulkan's kernels end the process. Throws if libtorch has them and there is none; if it has no such
// kernels, libtorch says so itself.
void need_vulkan();

}  // namespace facade
