#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/core/Generator.h>

#include <mutex>

#include "devices.h"
#include "guard.h"
#include "handles.h"
#include "lock.h"

using namespace facade;

namespace {

c10::GeneratorImpl* generator_of(ltf_generator* generator) {
  return reinterpret_cast<c10::GeneratorImpl*>(generator);
}

}  // namespace

int32_t ltf_generator_create(int32_t device_type, int32_t device_index, ltf_generator** generator) {
  return guarded([&] {
    const auto device = checked_device(device_type, device_index);
    if (device.is_cpu()) {
      *generator = reinterpret_cast<ltf_generator*>(at::detail::createCPUGenerator().unsafeReleaseGeneratorImpl());
      return;
    }
    // A clone of the device's default generator works for every device type; it is seeded like a new one. libtorch
    // never frees a clone's memory, however it is released: clone() leaves out the count of weak references.
    auto made = at::globalContext().defaultGenerator(device).clone();
    made.set_current_seed(c10::default_rng_seed_val);
    *generator = reinterpret_cast<ltf_generator*>(made.unsafeReleaseGeneratorImpl());
  });
}

int32_t ltf_generator_of_device(int32_t device_type, int32_t device_index, ltf_generator** generator) {
  return guarded([&] {
    auto own = at::globalContext().defaultGenerator(checked_device(device_type, device_index));
    *generator = reinterpret_cast<ltf_generator*>(own.unsafeReleaseGeneratorImpl());
  });
}

void ltf_generator_release(ltf_generator* generator) {
  if (generator != nullptr) {
    const Visit visit;
    c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(generator_of(generator));
  }
}

int32_t ltf_generator_seed(ltf_generator* generator, uint64_t seed) {
  return guarded([&] {
    const Lock lock(generator_of(generator)->mutex_);
    generator_of(generator)->set_current_seed(seed);
  });
}

int32_t ltf_generator_draw_seed(ltf_generator* generator, uint64_t* seed) {
  return guarded([&] {
    const Lock lock(generator_of(generator)->mutex_);
    *seed = generator_of(generator)->seed();
  });
}

int32_t ltf_generator_initial_seed(ltf_generator* generator, uint64_t* seed) {
  return guarded([&] {
    const Lock lock(generator_of(generator)->mutex_);
    *seed = generator_of(generator)->current_seed();
  });
}

int32_t ltf_generator_state(ltf_generator* generator, ltf_tensor** state) {
  return guarded([&] {
    const Lock lock(generator_of(generator)->mutex_);
    *state = owned(at::Tensor(generator_of(generator)->get_state()));
  });
}

int32_t ltf_generator_set_state(ltf_generator* generator, ltf_tensor* state) {
  return guarded([&] {
    const auto given = retained(state);
    const Lock lock(generator_of(generator)->mutex_);
    generator_of(generator)->set_state(*given.unsafeGetTensorImpl());
  });
}

int32_t ltf_rng_state(int32_t device_type, int32_t device_index, ltf_tensor** state) {
  return guarded([&] {
    auto generator = at::globalContext().defaultGenerator(checked_device(device_type, device_index));
    const Lock lock(generator.mutex());
    *state = owned(generator.get_state());
  });
}

int32_t ltf_set_rng_state(int32_t device_type, int32_t device_index, ltf_tensor* state) {
  return guarded([&] {
    auto generator = at::globalContext().defaultGenerator(checked_device(device_type, device_index));
    const Lock lock(generator.mutex());
    generator.set_state(retained(state));
  });
}
