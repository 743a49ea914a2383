#pragma once

namespace facade {

// Replaces the engine for all later backward passes. An engine counts the devices when it runs for the first time, so
// the old one would not know devices that were added since.
void renew_engine();

}  // namespace facade
