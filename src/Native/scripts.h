// Modules of TorchScript, which cross the boundary as objects.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include "guard.h"
#include "objects.h"

namespace facade {

inline torch::jit::Module script_module(const ltf_object* object) {
  const auto& value = held(object);
  if (!value.isModule()) {
    throw Failure(LTF_TYPE_ERROR, "a " + value.type()->str() + " is no module of TorchScript");
  }
  return torch::jit::Module(value.toObject());
}

}  // namespace facade
