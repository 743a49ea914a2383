#include <c10/core/Stream.h>

#include "device_guards.h"
#include "guard.h"
#include "objects.h"

using namespace facade;

namespace {

ltf_object* owned(c10::Stream stream) {
  return facade::owned(c10::IValue(stream));
}

}  // namespace

int32_t ltf_device_current(int32_t type, int32_t* index) {
  return guarded([&] { *index = guard_of(checked_device(type, -1).type()).getDevice().index(); });
}

int32_t ltf_device_set(int32_t type, int32_t index) {
  return guarded([&] {
    const auto device = present_device(type, index);
    guard_of(device.type()).setDevice(device);
  });
}

int32_t ltf_stream_create(int32_t device_type, int32_t device_index, int64_t id, ltf_object** stream) {
  return guarded([&] {
    *stream = owned(c10::Stream(c10::Stream::UNSAFE, checked_device(device_type, device_index), id));
  });
}

int32_t ltf_stream_new(int32_t device_type, int32_t device_index, int32_t high_priority, ltf_object** stream) {
  return guarded([&] {
    const auto device = present_device(device_type, device_index);
    *stream = owned(guard_of(device.type()).getStreamFromGlobalPool(device, high_priority != 0));
  });
}

int32_t ltf_stream_current(int32_t device_type, int32_t device_index, ltf_object** stream) {
  return guarded([&] {
    const auto device = present_device(device_type, device_index);
    *stream = owned(guard_of(device.type()).getStream(device));
  });
}

int32_t ltf_stream_default(int32_t device_type, int32_t device_index, ltf_object** stream) {
  return guarded([&] {
    const auto device = present_device(device_type, device_index);
    *stream = owned(guard_of(device.type()).getDefaultStream(device));
  });
}

int32_t ltf_stream_describe(const ltf_object* object, int32_t* type, int32_t* index, int64_t* id) {
  return guarded([&] {
    const auto stream = held(object).toStream();
    *type = static_cast<int32_t>(stream.device_type());
    *index = stream.device_index();
    *id = stream.id();
  });
}

int32_t ltf_stream_set(const ltf_object* object) {
  return guarded([&] {
    const auto stream = held(object).toStream();
    present_device(static_cast<int64_t>(stream.device_type()), stream.device_index());
    guard_of(stream.device_type()).exchangeStream(stream);
  });
}

int32_t ltf_stream_query(const ltf_object* object, int32_t* done) {
  return guarded([&] {
    const auto stream = held(object).toStream();
    *done = guard_of(stream.device_type()).queryStream(stream) ? 1 : 0;
  });
}

int32_t ltf_stream_synchronize(const ltf_object* object) {
  return guarded([&] {
    const auto stream = held(object).toStream();
    guard_of(stream.device_type()).synchronizeStream(stream);
  });
}
