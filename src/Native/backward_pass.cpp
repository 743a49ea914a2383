// Keeps an object alive until the current backward pass ends, whether or not it fails.
#include <torch/csrc/autograd/engine.h>

#include "callbacks.h"
#include "guard.h"

using namespace facade;

int32_t ltf_backward_keep(ltf_managed target) {
  return guarded([&] {
    // A pass that fails does not call its final callbacks, but it destroys them, and `kept` with them.
    torch::autograd::Engine::get_default_engine().queue_callback([kept = managed(target)] {});
  });
}
