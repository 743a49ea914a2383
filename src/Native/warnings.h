// What libtorch warns about goes to whoever listens, or to standard error as Python's warnings do, without C++ logging around it.
//
// libtorch warns in the middle of a kernel, where the thread's modes are the kernel's. Whoever listens is the application's
// code, so it hears of the warning when the call has ended, as in Python: the status says so, and the caller, of whom there
// may be several copies, comes for it.
#pragma once

#include <cstddef>

namespace facade {

// Warning handlers are a thread's own in newer libtorchs; each thread puts ours in place on its first call.
void route_warnings() noexcept;

// While it lasts, calls tell of their own warnings only: those of the call around them wait for its end.
class WarningsAside {
 public:
  WarningsAside() noexcept;
  ~WarningsAside();
  WarningsAside(const WarningsAside&) = delete;
  WarningsAside& operator=(const WarningsAside&) = delete;

 private:
  size_t outer_;
};

}  // namespace facade
