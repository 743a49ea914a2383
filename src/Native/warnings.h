// What libtorch warns about goes to whoever listens, or to standard error as Python's warnings do, without C++ logging around it.
#pragma once

namespace facade {

// Warning handlers are a thread's own in newer libtorchs; each call makes sure that ours is in place.
void route_warnings() noexcept;

}  // namespace facade
