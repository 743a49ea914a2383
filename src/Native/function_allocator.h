// An allocator made of two functions, with the members that this version of libtorch requires.
#pragma once

#include <c10/core/Allocator.h>

#include "versions.h"

namespace facade {

template <c10::DataPtr (*make)(size_t), void (*release)(void*), typename Base = c10::Allocator>
struct FunctionAllocator : Base {
#if LTF_TORCH_AT_LEAST(2, 3)
  // Since 2.3 allocate() is not const, and an allocator copies between blocks.
  c10::DataPtr allocate(size_t bytes) override {
    return make(bytes);
  }
  void copy_data(void* target, const void* source, std::size_t bytes) const override {
    this->default_copy_data(target, source, bytes);
  }
#else
  c10::DataPtr allocate(size_t bytes) const override {
    return make(bytes);
  }
#endif
  c10::DeleterFnPtr raw_deleter() const override {
    return release;
  }
};

}  // namespace facade
