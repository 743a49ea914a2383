// Streams of existing devices.
#pragma once

#include <c10/core/Stream.h>

#include "torch_facade.h"

namespace facade {

// The object's stream; throws if its device does not exist.
c10::Stream stream_of(const ltf_object* object);

}  // namespace facade
