// Managed code that copies structs leaves the upper halves of the vector registers in use. .NET clears them before a
// native call in the same method, but not where a stub makes the call. The processor then takes some 70 ns at
// libtorch's first instruction that uses the lower halves only, a tenth of a small operation each time.
#pragma once

namespace facade {

#ifdef __x86_64__

inline const bool has_upper_halves = __builtin_cpu_supports("avx") != 0;

__attribute__((always_inline)) inline void clear_upper_halves() noexcept {
  if (has_upper_halves) {
    // Arguments are passed in the lower halves only.
    asm volatile("vzeroupper");
  }
}

#else

inline void clear_upper_halves() noexcept {}

#endif

}  // namespace facade
