// The tensors that vmap, grad and jvp give to the function inside.
#pragma once

#include <c10/core/DispatchKeySet.h>

namespace facade {

constexpr c10::DispatchKeySet wrappers(
    {c10::DispatchKey::FuncTorchBatched, c10::DispatchKey::FuncTorchGradWrapper, c10::DispatchKey::Batched});

}  // namespace facade
