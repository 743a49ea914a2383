// The context of the thread that starts a backward pass, for the application's callbacks on the engine's threads.
#pragma once

#include <c10/util/ThreadLocalDebugInfo.h>

#include <optional>

#include "callbacks.h"

namespace facade {

// As long as this object exists, passes that this thread starts carry the context along, on whatever threads they run.
class CarriedCaller {
 public:
  explicit CarriedCaller(const Managed& caller);

 private:
  std::optional<c10::DebugInfoGuard> guard_;
};

// The handle of the context that the calling thread's innermost pass carries; NULL where there is none, or where it
// belongs to another copy of the library.
void* caller_for(const ltf_owner& owner) noexcept;

}  // namespace facade
