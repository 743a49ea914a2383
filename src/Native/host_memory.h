// How many bytes tensors hold; what tells the application's collector when to run.
#pragma once

#include <cstdint>

namespace facade {

void count_taken(int64_t bytes);
void count_freed(int64_t bytes);

}  // namespace facade
