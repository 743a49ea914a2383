#include "services.h"

#include "guard.h"

namespace facade {
namespace {

int32_t run(void (*body)(void*), void* context) {
  return guarded([&] { body(context); });
}

bool call(const Managed& target, const Tensors& first, const Tensors& second, Tensors& results) {
  return call_managed(target, {}, first, second, results);
}

}  // namespace
}  // namespace facade

const void* ltf_services(void) {
  static constexpr facade::Services services{facade::run, facade::managed, facade::call};
  return &services;
}
