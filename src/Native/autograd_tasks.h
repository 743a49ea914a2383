// Backward passes have numbers.
#pragma once

#include <cstdint>

namespace facade {

// The number of the pass that the calling thread is in, or -1.
int64_t current_task();

}  // namespace facade
