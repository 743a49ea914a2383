// What the other native libraries of this project, such as the one for c10d, call in this one. All are built together,
// so the interface can be C++.
#pragma once

#include "callbacks.h"

namespace facade {

struct Services {
  // Runs `body` as each function of this library runs its own: the thread counts as inside of libtorch, what is thrown
  // is caught and becomes this thread's last error, and what libtorch warns about waits for the caller.
  int32_t (*run)(void (*body)(void*), void* context);
  // Holds a managed object for `call`.
  Managed (*hold)(ltf_managed target);
  // Calls it; `results` has room for what it gives. What managed code throws comes out as an exception that `run`
  // knows, from within a backward pass too.
  bool (*call)(const Managed& target, const Tensors& first, const Tensors& second, Tensors& results);
};

}  // namespace facade
