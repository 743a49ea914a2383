// The stack of function transforms (vmap, grad, jvp) that libtorch keeps for each thread, and the
// tensors that belong to one of its levels.
#include <ATen/FuncTorchTLS.h>
#include <ATen/SavedTensorHooks.h>
#include <ATen/WrapDimUtils.h>
#include <ATen/core/grad_mode.h>
#include <ATen/functorch/BatchedTensorImpl.h>
#include <ATen/functorch/DynamicLayer.h>
#include <ATen/functorch/TensorWrapper.h>
#include <ATen/ops/expand.h>
#include <ATen/ops/permute.h>
#include <c10/core/AutogradState.h>
#include <c10/core/impl/LocalDispatchKeySet.h>

#include <string>
#include <vector>

#include "guard.h"
#include "handles.h"
#include "versions.h"
#if LTF_TORCH_AT_LEAST(2, 0)
#include <ATen/LegacyVmapMode.h>  // its name since 2.0
#else
#include <ATen/VmapMode.h>
#endif

using namespace facade;
namespace functorch = at::functorch;
using functorch::TransformType;

namespace {

#if LTF_TORCH_AT_LEAST(2, 0)
using BatchSize = c10::SymInt;  // since 2.0
#else
using BatchSize = int64_t;
#endif

TransformType type_of(int32_t transform) {
  switch (transform) {
    case LTF_VMAP:
      return TransformType::Vmap;
    case LTF_GRAD:
      return TransformType::Grad;
    case LTF_JVP:
      return TransformType::Jvp;
    default:
      throw Failure(LTF_VALUE_ERROR, "there is no transform " + std::to_string(transform));
  }
}

// Moves the batch dimension to where the caller wants it; the other dimensions keep their order.
at::Tensor moved(const at::Tensor& tensor, int64_t from, int64_t to) {
  const int64_t dimensions = tensor.dim();
  from = c10::maybe_wrap_dim(from, dimensions);
  to = c10::maybe_wrap_dim(to, dimensions);
  if (from == to) {
    return tensor;
  }
  std::vector<int64_t> order;
  for (int64_t i = 0; i < dimensions; i++) {
    if (i != from) {
      order.push_back(i);
    }
  }
  order.insert(order.begin() + to, from);
  return tensor.permute(order);
}

// A result that does not depend on the level's batch is the same for each element of the batch.
at::Tensor repeated(const at::Tensor& tensor, int64_t batch_size, int64_t dimension) {
  // PyTorch's Python binding does not wrap a negative dimension here, and reads outside of the sizes.
  dimension = c10::maybe_wrap_dim(dimension, tensor.dim() + 1);
  std::vector<int64_t> sizes = tensor.sizes().vec();
  sizes.insert(sizes.begin() + dimension, batch_size);
  return tensor.unsqueeze(dimension).expand(sizes);
}

at::Tensor without_batch(const at::Tensor& tensor, int64_t level, int64_t batch_size, int64_t dimension) {
  const auto* batched = functorch::maybeGetBatchedImpl(tensor);
  if (batched == nullptr || batched->level() < level) {
    return repeated(tensor, batch_size, dimension);
  }
  TORCH_INTERNAL_ASSERT(batched->level() == level);
  return moved(batched->value(), batched->bdim(), dimension);
}

// Whether a level disables hooks on saved tensors, and the message with which they were disabled before.
struct HooksRefusal {
  explicit HooksRefusal(bool wanted) : wanted(wanted) {}

  void start(const char* message) {
    if (wanted) {
      wanted = false;
      previous = at::SavedTensorDefaultHooks::get_disabled_error_message();
      at::SavedTensorDefaultHooks::disable(message);
      wanted = true;
    }
  }

  void end() {
    if (wanted && previous) {
      at::SavedTensorDefaultHooks::disable(*previous);
    } else if (wanted) {
      at::SavedTensorDefaultHooks::enable();
    }
  }

  bool wanted;
  c10::optional<std::string> previous;
};

thread_local std::vector<HooksRefusal> hooks_refusals;

int64_t pushed(TransformType type, int64_t batch_size, functorch::RandomnessType randomness) {
  switch (type) {
    case TransformType::Vmap:
      return functorch::initAndPushDynamicLayer(type, BatchSize(batch_size), randomness);
    case TransformType::Grad:
      return functorch::initAndPushDynamicLayer(type, c10::nullopt, c10::nullopt, at::GradMode::is_enabled());
    default:
      return functorch::initAndPushDynamicLayer(type, c10::nullopt, c10::nullopt, c10::nullopt,
                                                c10::AutogradState::get_tls_state().get_fw_grad_mode());
  }
}

}  // namespace

int32_t ltf_transform_push(int32_t transform, int64_t batch_size, int32_t randomness, const char* refusal,
                           int64_t* level) {
  return guarded([&] {
    const auto type = type_of(transform);
    TORCH_CHECK(randomness >= LTF_RANDOM_ERROR && randomness <= LTF_RANDOM_DIFFERENT, "randomness is out of range");
    hooks_refusals.emplace_back(refusal != nullptr);
    try {
      hooks_refusals.back().start(refusal);
      *level = pushed(type, batch_size, static_cast<functorch::RandomnessType>(randomness));
    } catch (...) {
      hooks_refusals.back().end();
      hooks_refusals.pop_back();
      throw;
    }
  });
}

int32_t ltf_transform_pop(void) {
  return guarded([&] {
    functorch::popDynamicLayerAndDeleteMetadata();
    hooks_refusals.back().end();
    hooks_refusals.pop_back();
  });
}

int32_t ltf_transforms_active(int32_t* active) {
  return guarded([&] { *active = functorch::maybeCurrentDynamicLayer().has_value() ? 1 : 0; });
}

// As Python's _DisableFuncTorch does while a tensor is printed.
int32_t ltf_transforms_pass_by(int32_t pass_by, int32_t* before) {
  return guarded([&] {
    constexpr auto front = c10::DispatchKey::FuncTorchDynamicLayerFrontMode;
    constexpr auto back = c10::DispatchKey::FuncTorchDynamicLayerBackMode;
    const bool was = c10::impl::tls_is_dispatch_key_excluded(front);
    c10::impl::tls_set_dispatch_key_excluded(front, pass_by != 0);
    c10::impl::tls_set_dispatch_key_excluded(back, pass_by != 0);
    *before = was ? 1 : 0;
  });
}

int32_t ltf_transform_wrap(ltf_tensor* tensor, int64_t level, ltf_tensor** result) {
  return guarded([&] { *result = owned(functorch::makeTensorWrapper(retained(tensor), level)); });
}

int32_t ltf_transform_unwrap(ltf_tensor* tensor, int64_t level, ltf_tensor** result) {
  return guarded([&] {
    at::Tensor value = retained(tensor);
    const auto* wrapper = functorch::maybeGetTensorWrapper(value);
    if (wrapper != nullptr && wrapper->level() == level) {
      value = wrapper->value();
    }
    *result = owned(std::move(value));
  });
}

int32_t ltf_transform_check_requires_grad(void) {
  return guarded([] {
    const auto& state = functorch::functorchTLSAccessor();
    if (state) {
      state->checkSupportsInplaceRequiresGrad();
    }
  });
}

int32_t ltf_transform_require_grad(ltf_tensor* tensor) {
  return guarded([&] {
    const bool allowed = functorch::getInplaceRequiresGradAllowed();
    functorch::setInplaceRequiresGradAllowed(true);
    try {
      retained(tensor).set_requires_grad(true);
    } catch (...) {
      functorch::setInplaceRequiresGradAllowed(allowed);
      throw;
    }
    functorch::setInplaceRequiresGradAllowed(allowed);
  });
}

int32_t ltf_batch_add(ltf_tensor* tensor, int64_t dimension, int64_t level, ltf_tensor** result) {
  return guarded([&] { *result = owned(functorch::addBatchDim(retained(tensor), dimension, level)); });
}

int32_t ltf_batch_remove(ltf_tensor* tensor, int64_t level, int64_t batch_size, int64_t dimension,
                         ltf_tensor** result) {
  return guarded([&] { *result = owned(without_batch(retained(tensor), level, batch_size, dimension)); });
}

int32_t ltf_transform_describe(ltf_tensor* tensor, ltf_wrapped* wrapped) {
  return guarded([&] {
    const at::Tensor source = retained(tensor);
    ltf_wrapped result{};
    if (const auto* batched = functorch::maybeGetBatchedImpl(source)) {
      result.transform = LTF_VMAP;
      result.level = batched->level();
      result.dimension = batched->bdim();
      result.value = owned(batched->value());
    } else if (const auto* wrapper = functorch::maybeGetTensorWrapper(source)) {
      result.transform = LTF_GRAD;
      // -2 is what Python shows for a wrapper whose level is gone.
      result.level = wrapper->level().value_or(-2);
      result.value = owned(wrapper->value());
    } else {
      result.transform = LTF_NO_TRANSFORM;
    }
    *wrapped = result;
  });
}

int32_t ltf_batch_mode(int32_t enter, int64_t* level) {
  return guarded([&] {
    *level = enter ? at::impl::VmapMode::increment_nesting() : at::impl::VmapMode::decrement_nesting();
  });
}
