// Debian's libtorch 2.14 has Vulkan's kernels, and reports one Vulkan device with or without a driver.
#pragma once

namespace facade {

// Throws if libtorch has Vulkan's kernels and there is no driver, because they would end the process. A libtorch
// without these kernels throws an error of its own.
void need_vulkan();

}  // namespace facade
