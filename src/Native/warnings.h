// What libtorch warns about goes to whoever listens, or to standard error as Python's warnings do, without C++ logging around it.
#pragma once

namespace facade {

// Warning handlers are a thread's own in newer libtorchs; each thread puts ours in place on its first call.
void route_warnings() noexcept;

}  // namespace facade
