// What the thread that starts a backward pass has around it, for code of the application's that the engine's threads
// call.
#pragma once

#include <c10/util/ThreadLocalDebugInfo.h>

#include <optional>

#include "callbacks.h"

namespace facade {

// While it lasts, passes that this thread starts carry it along, on whatever threads they run.
class CarriedCaller {
 public:
  explicit CarriedCaller(const Managed& caller);

 private:
  std::optional<c10::DebugInfoGuard> guard_;
};

// The handle of what goes along with the innermost pass that the calling thread is in; NULL where that is nothing, or
// another copy of the library's.
void* caller_for(const ltf_owner& owner) noexcept;

}  // namespace facade
