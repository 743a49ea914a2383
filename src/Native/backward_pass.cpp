// What is to live as long as a backward pass does, however that ends.
#include <torch/csrc/autograd/engine.h>

#include "callbacks.h"
#include "guard.h"

using namespace facade;

int32_t ltf_backward_keep(ltf_managed target) {
  return guarded([&] {
    // A pass that fails calls none of its last callbacks, but destroys them.
    torch::autograd::Engine::get_default_engine().queue_callback([kept = managed(target)] {});
  });
}
