// The devices' random numbers: none, but a note of each seed.
#pragma once

#include <ATen/core/Generator.h>

namespace stand_in {

const at::Generator& default_generator(int device);

}  // namespace stand_in
