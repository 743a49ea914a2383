// libtorch's CUDA half, libtorch_cuda.so. It is large, and most programs never use it, so it is not linked:
// it is loaded where CUDA is first asked for.
#pragma once

#include <cstdint>

namespace facade {

// Whether libtorch has a CUDA half, as far as its files tell.
bool cuda_is_built();

// Has CUDA loaded and started; fails with the reason why it cannot be used.
void need_cuda();

// Has CUDA loaded where it can be used, for what libtorch looks for among CUDA's operators on its own.
void want_cuda();

// How many devices libtorch can use; 0 where need_cuda would fail.
int32_t cuda_device_count();

// A C function of the libraries that libtorch_cuda stands on, or NULL where CUDA cannot be used.
void* cuda_function(const char* name);

// Seeds every device's own random numbers. Those of CUDA devices are seeded when CUDA is loaded.
void seed_everything(uint64_t seed);

}  // namespace facade
