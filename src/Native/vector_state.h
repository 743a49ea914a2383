// Managed code that copies structures leaves the upper halves of the vector registers in use. .NET clears
// them before a call of native code that stands in the same method, not where a stub makes the call.
// The processor then takes some 70 ns at the first instruction of the other kind that libtorch comes to,
// a tenth of a small operation each time.
#pragma once

namespace facade {

#ifdef __x86_64__

inline const bool has_upper_halves = __builtin_cpu_supports("avx") != 0;

__attribute__((always_inline)) inline void clear_upper_halves() noexcept {
  if (has_upper_halves) {
    // What arguments there are stand in the lower halves.
    asm volatile("vzeroupper");
  }
}

#else

inline void clear_upper_halves() noexcept {}

#endif

}  // namespace facade
