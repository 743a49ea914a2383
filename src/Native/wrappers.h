// The dispatch keys of the wrapper tensors that vmap, grad and jvp pass to the transformed function.
#pragma once

#include <c10/core/DispatchKeySet.h>

namespace facade {

constexpr c10::DispatchKeySet wrappers(
    {c10::DispatchKey::FuncTorchBatched, c10::DispatchKey::FuncTorchGradWrapper, c10::DispatchKey::Batched});

}  // namespace facade
