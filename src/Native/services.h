// What the other native libraries of this project, such as the one for c10d, call in this one. All are built together,
// so the interface can be C++.
#pragma once

#include "callbacks.h"

namespace facade {

struct Services {
  // Runs `body` like each function of this library: the thread counts as inside libtorch, an exception is caught and
  // becomes this thread's last error, and libtorch's warnings are kept for the caller.
  int32_t (*run)(void (*body)(void*), void* context);
  // Holds a managed object for `call`.
  Managed (*hold)(ltf_managed target);
  // Calls the managed object; `results` has room for its results. An exception of managed code is thrown as one that
  // `run` recognises, also from within a backward pass.
  bool (*call)(const Managed& target, const Tensors& first, const Tensors& second, Tensors& results);
};

}  // namespace facade
