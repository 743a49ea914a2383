// The memory of CUDA devices, which tensors hold that only the application's garbage collector knows to be garbage.
#pragma once

namespace facade {

// Has libtorch's allocator call the collector before it takes more memory of a device. `library` is libtorch_cuda.
void have_allocator_ask(void* library);

}  // namespace facade
