#include "vulkan.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/is_vulkan_available.h>

#include "guard.h"

namespace facade {

void need_vulkan() {
  static const auto empty = c10::Dispatcher::singleton().findSchema({"aten::empty", "memory_format"});
  if (empty && empty->hasKernelForDispatchKey(c10::DispatchKey::Vulkan) && !at::is_vulkan_available()) {
    throw Failure(LTF_ERROR, "Vulkan is not available: libtorch was built with it, but found no driver");
  }
}

}  // namespace facade
