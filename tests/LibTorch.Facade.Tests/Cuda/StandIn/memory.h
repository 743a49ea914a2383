// The devices' allocator, and the one of pinned memory.
#pragma once

#include <c10/core/Allocator.h>

namespace stand_in {

c10::Allocator& device_allocator();
c10::Allocator& pinned_allocator();
bool is_pinned(const void* memory);

// Bytes that tensors hold of a device, and the most that they held.
int64_t allocated(int device);
int64_t most_allocated(int device);
// How often there was no room.
int64_t times_full();

}  // namespace stand_in
