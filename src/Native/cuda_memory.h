// Frees CUDA memory of tensors that only the application's garbage collector knows to be garbage.
#pragma once

namespace facade {

// Makes libtorch's CUDA allocator call the garbage collector before it takes more memory of a device. `library` is the
// handle of libtorch_cuda.
void have_allocator_ask(void* library);

}  // namespace facade
