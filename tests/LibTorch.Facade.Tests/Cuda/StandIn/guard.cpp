// The devices' guard, as CUDAGuardImpl is written.
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <c10/util/Exception.h>

#include "device.h"
#include "driver.h"
#include "versions.h"

namespace stand_in {
namespace {

#if LTF_TORCH_AT_LEAST(2, 9)
#define LTF_STREAM_NOEXCEPT
#else
// Until some version after 2.6.
#define LTF_STREAM_NOEXCEPT noexcept
#endif

using c10::Device;
using c10::Stream;

thread_local int64_t streams[device_count];

struct Mark {
  int device;
};

int64_t& stream_of(int device) {
  static thread_local int64_t nowhere;
  if (device < 0 || device >= device_count) {
    note_fault("stream of device " + std::to_string(device));
    return nowhere;
  }
  return streams[device];
}

struct Guard final : c10::impl::DeviceGuardImplInterface {
  c10::DeviceType type() const override {
    return c10::kCUDA;
  }
  Device exchangeDevice(Device device) const override {
    const auto old = getDevice();
    if (old != device) {
      set_device(device.index());
    }
    return old;
  }
  Device getDevice() const override {
    return {c10::kCUDA, static_cast<c10::DeviceIndex>(current_device())};
  }
  void setDevice(Device device) const override {
    set_device(device.index());
  }
  void uncheckedSetDevice(Device device) const noexcept override {
    set_device_if_in_use(device.index());
  }
  Stream getStream(Device device) const LTF_STREAM_NOEXCEPT override {
    const auto index = device.index() == -1 ? current_device() : device.index();
    return Stream(Stream::UNSAFE, Device(c10::kCUDA, static_cast<c10::DeviceIndex>(index)), stream_of(index));
  }
  Stream getDefaultStream(Device device) const override {
    return Stream(Stream::DEFAULT, device);
  }
  Stream getStreamFromGlobalPool(Device device, bool = false) const override {
    static int64_t last = 1;
    return Stream(Stream::UNSAFE, device, last += 2);
  }
#if LTF_TORCH_AT_LEAST(2, 6)
  Stream getNewStream(Device device, int priority = 0) const override {
    TORCH_CHECK(priority <= 0, "Expected cuda stream priority to be less than or equal to 0, got ", priority);
    note_priority(priority);
    return getStreamFromGlobalPool(device, priority < 0);
  }
#endif
  Stream exchangeStream(Stream stream) const LTF_STREAM_NOEXCEPT override {
    if (stream.id() != 0 && stream.id() % 2 == 0 && stream.id() != address_of_stream()) {
      note_fault("stream " + std::to_string(stream.id()));
    }
    auto& place = stream_of(stream.device_index());
    const Stream old(Stream::UNSAFE, stream.device(), place);
    place = stream.id();
    return old;
  }
  bool queryStream(const Stream&) const override {
    return !work_is_held();
  }
  void synchronizeStream(const Stream&) const override {}
  c10::DeviceIndex deviceCount() const noexcept override {
    return device_count;
  }

  void record(void** event, const Stream& stream, const c10::DeviceIndex device, const c10::EventFlag) const override {
    TORCH_CHECK(device == -1 || device == stream.device_index(), "Event device index ", static_cast<int>(device),
                " does not match recording stream's device index ", static_cast<int>(stream.device_index()), ".");
    const auto before = getDevice();
    setDevice(stream.device());
    if (*event == nullptr) {
      *event = new Mark{stream.device_index()};
    }
    setDevice(before);
  }
  void block(void* event, const Stream& stream) const override {
    if (event != nullptr) {
      const auto before = getDevice();
      setDevice(stream.device());
      setDevice(before);
    }
  }
  bool queryEvent(void*) const override {
    return !work_is_held();
  }
  void destroyEvent(void* event, const c10::DeviceIndex device) const noexcept override {
    if (event != nullptr) {
      const auto before = getDevice();
      set_device(device);
      delete static_cast<Mark*>(event);
      set_device(before.index());
    }
  }
#if LTF_TORCH_AT_LEAST(2, 6)
  void synchronizeEvent(void*) const override {}
  double elapsedTime(void*, void*, const c10::DeviceIndex device) const override {
    const auto before = getDevice();
    setDevice(Device(c10::kCUDA, device));
    TORCH_CHECK(!work_is_held(), "CUDA error: device not ready");
    setDevice(before);
    return 1;
  }
#endif
};

C10_REGISTER_GUARD_IMPL(CUDA, Guard);

}  // namespace
}  // namespace stand_in
