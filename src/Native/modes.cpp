#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>

#include "guard.h"

using namespace facade;

int32_t ltf_grad_mode(void) {
  return at::GradMode::is_enabled() ? 1 : 0;
}

int32_t ltf_set_grad_mode(int32_t enabled) {
  const int32_t previous = ltf_grad_mode();
  at::GradMode::set_enabled(enabled != 0);
  return previous;
}

int32_t ltf_inference_mode(void) {
  return c10::InferenceMode::is_enabled() ? 1 : 0;
}

int32_t ltf_inference_mode_enter(int32_t enabled, void** guard) {
  return guarded([&] { *guard = new c10::InferenceMode(enabled != 0); });
}

void ltf_inference_mode_exit(void* guard) {
  delete static_cast<c10::InferenceMode*>(guard);
}
