// Delivers libtorch's warnings to the application's listener or, like Python, to standard error, without C++ logging
// around them.
//
// libtorch warns in the middle of a kernel, where the thread's modes are the kernel's. The listener is application
// code, so it is called when the call has ended, as in Python: the call's status tells of the warnings, and the copy of
// the managed library that made the call fetches them.
#pragma once

#include <cstddef>

namespace facade {

// In newer versions of libtorch each thread has its own warning handler; each thread sets ours on its first call.
void route_warnings() noexcept;

// As long as this object exists, calls report only their own warnings; those of the surrounding call wait for its end.
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
