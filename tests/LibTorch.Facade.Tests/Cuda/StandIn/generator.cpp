#include "generator.h"

#include <ATen/Utils.h>
#include <ATen/ops/empty.h>

#include <mutex>

#include "device.h"
#include "driver.h"
#include "versions.h"

namespace stand_in {
namespace {

std::mutex seeding;
std::vector<int64_t> given[device_count];
std::vector<int64_t> set;

struct GeneratorOfDevice final : c10::GeneratorImpl {
  explicit GeneratorOfDevice(c10::DeviceIndex device)
      : GeneratorImpl(c10::Device(c10::kCUDA, device), c10::DispatchKeySet(c10::DispatchKey::CUDA)) {}

  static c10::DeviceType device_type() {
    return c10::kCUDA;
  }
  void set_current_seed(uint64_t seed) override {
    const std::lock_guard<std::mutex> lock(seeding);
    given[device().index()].push_back(static_cast<int64_t>(seed));
    seed_ = seed;
  }
  uint64_t current_seed() const override {
    return seed_;
  }
  uint64_t seed() override {
    return seed_ = c10::detail::getNonDeterministicRandom();
  }
#if LTF_TORCH_AT_LEAST(2, 1)
  void set_offset(uint64_t) override {}
  uint64_t get_offset() const override {
    return 0;
  }
#endif
  void set_state(const c10::TensorImpl&) override {
    const std::lock_guard<std::mutex> lock(seeding);
    set.push_back(device().index());
  }
  c10::intrusive_ptr<c10::TensorImpl> get_state() const override {
    return at::empty({0}, at::kByte).getIntrusivePtr();
  }

 private:
  GeneratorOfDevice* clone_impl() const override {
    return new GeneratorOfDevice(device().index());
  }
  uint64_t seed_ = 0;
};

}  // namespace

const at::Generator& default_generator(int device) {
  static const at::Generator all[device_count] = {at::make_generator<GeneratorOfDevice>(c10::DeviceIndex(0)),
                                                  at::make_generator<GeneratorOfDevice>(c10::DeviceIndex(1))};
  return all[device < 0 ? current_device() : device];
}

std::vector<int64_t> states_set() {
  const std::lock_guard<std::mutex> lock(seeding);
  return set;
}

std::vector<int64_t> seeds_of(int device) {
  const std::lock_guard<std::mutex> lock(seeding);
  return given[device];
}

}  // namespace stand_in
