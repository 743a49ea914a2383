// libtorch_cuda.so, libtorch's library for CUDA. It is large, and most programs never use it, so it is not linked: it
// is loaded when CUDA is first needed.
#pragma once

#include <cstdint>

namespace facade {

// Whether libtorch comes with libtorch_cuda, by its files.
bool cuda_is_built();

// Loads and initializes CUDA; fails with the reason why it cannot be used.
void need_cuda();

// Loads CUDA if it can be used. For operators such as pin_memory, whose CUDA kernel is needed without a CUDA tensor
// among the arguments.
void want_cuda();

// How many devices libtorch can use; 0 where need_cuda would fail.
int32_t cuda_device_count();

// A C function of the libraries that libtorch_cuda depends on, or NULL where CUDA cannot be used.
void* cuda_function(const char* name);

// Seeds the default generators of all devices. If CUDA is not loaded yet, those of its devices are seeded when it is.
void seed_everything(uint64_t seed);

}  // namespace facade
