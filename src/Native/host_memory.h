// Counts the bytes that tensors hold. The managed side decides by this when to run the garbage collector.
#pragma once

#include <cstdint>

namespace facade {

void count_taken(int64_t bytes);
void count_freed(int64_t bytes);

}  // namespace facade
