// Leaves the innermost level of function transforms for a while, as PyTorch's Python does where a custom function goes
// from one level to the next.
#include <ATen/functorch/DynamicLayer.h>

#include <memory>

#include "guard.h"
#include "versions.h"

using namespace facade;
namespace functorch = at::functorch;

int32_t ltf_transform_top(int32_t* transform, int64_t* level) {
  return guarded([&] {
    const auto layer = functorch::maybeCurrentDynamicLayer();
    TORCH_CHECK(layer.has_value(), "there is no function transform on this thread");
    switch (layer->key()) {
      case functorch::TransformType::Vmap:
        *transform = LTF_VMAP;
        break;
      case functorch::TransformType::Grad:
        *transform = LTF_GRAD;
        break;
      case functorch::TransformType::Jvp:
        *transform = LTF_JVP;
        break;
      default:
        *transform = LTF_NO_TRANSFORM;
    }
    *level = layer->layerId();
  });
}

int32_t ltf_transform_lower(void** layer) {
  return guarded([&] {
#if LTF_TORCH_AT_LEAST(2, 0)
    *layer = new functorch::DynamicLayer(functorch::popDynamicLayer());
#else
    static_cast<void>(layer);
    TORCH_CHECK_NOT_IMPLEMENTED(false, "Custom functions in function transforms need libtorch 2.0 or later.");
#endif
  });
}

int32_t ltf_transform_raise(void* layer) {
  return guarded([&] {
#if LTF_TORCH_AT_LEAST(2, 0)
    const std::unique_ptr<functorch::DynamicLayer> kept(static_cast<functorch::DynamicLayer*>(layer));
    functorch::pushDynamicLayer(std::move(*kept));
#else
    static_cast<void>(layer);
#endif
  });
}
