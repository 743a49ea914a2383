// Streams of devices that there are.
#pragma once

#include <c10/core/Stream.h>

#include "torch_facade.h"

namespace facade {

// The object's stream; fails where its device is not there.
c10::Stream stream_of(const ltf_object* object);

}  // namespace facade
