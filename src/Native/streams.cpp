#include "streams.h"

#include <mutex>
#include <set>
#include <utility>

#include "device_guards.h"
#include "guard.h"
#include "lock.h"
#include "objects.h"
#include "versions.h"

namespace facade {
namespace {

// The streams that libtorch gave out. Other ids are refused: an id has a meaning only in libtorch, and libtorch takes
// some that it did not give out for addresses.
class KnownStreams {
 public:
  void add(const c10::Stream& stream) {
    const Lock lock(mutex_);
    known_.insert(key_of(stream));
  }
  bool has(const c10::Stream& stream) {
    const Lock lock(mutex_);
    return known_.count(key_of(stream)) != 0;
  }

 private:
  using Key = std::pair<int32_t, int64_t>;

  static Key key_of(const c10::Stream& stream) {
    return {stream.device_index(), stream.id()};
  }

  std::mutex mutex_;
  std::set<Key> known_;
};

// The known streams of CUDA devices. Never destroyed, as threads may use streams while the process ends.
KnownStreams& known_streams() {
  static auto& made = *new KnownStreams;
  return made;
}

void remember(const c10::Stream& stream) {
  if (stream.device_type() == c10::kCUDA && stream.id() != 0) {
    known_streams().add(stream);
  }
}

ltf_object* given_out(const c10::Stream& stream) {
  remember(stream);
  return owned(c10::IValue(stream));
}

}  // namespace

c10::Stream stream_of(const ltf_object* object) {
  const auto stream = held(object).toStream();
  return c10::Stream(c10::Stream::UNSAFE,
                     present_device(static_cast<int64_t>(stream.device_type()), stream.device_index()), stream.id());
}

}  // namespace facade

using namespace facade;

int32_t ltf_device_current(int32_t type, int32_t* index) {
  return guarded([&] { *index = guard_of(checked_device(type, -1).type()).getDevice().index(); });
}

int32_t ltf_device_set(int32_t type, int32_t index) {
  return guarded([&] {
    const auto device = present_device(type, index);
    guard_of(device.type()).setDevice(device);
  });
}

int32_t ltf_device_restore(int32_t type, int32_t index) {
  return guarded([&] {
    const auto device = present_device(type, index);
    guard_of(device.type()).uncheckedSetDevice(device);
  });
}

int32_t ltf_stream_create(int32_t device_type, int32_t device_index, int64_t id, ltf_object** stream) {
  return guarded([&] {
    auto device = checked_device(device_type, device_index);
    if (device.is_cuda() && device_index < 0) {
      device = present_device(device_type, device_index);
    }
    const c10::Stream made(c10::Stream::UNSAFE, device, id);
    if (device.is_cuda() && id != 0 && !known_streams().has(made)) {
      throw Failure(LTF_VALUE_ERROR, std::to_string(id) + " is not the id of a stream of " + device.str());
    }
    *stream = given_out(made);
  });
}

int32_t ltf_stream_external(int32_t device_index, void* native, ltf_object** stream) {
  return guarded([&] {
    // The id of such a stream is its address; libtorch takes unaligned numbers for streams of its own.
    constexpr uintptr_t alignment = alignof(void*);
    if (native == nullptr || reinterpret_cast<uintptr_t>(native) % alignment != 0) {
      throw Failure(LTF_VALUE_ERROR, "this cannot be the address of a stream");
    }
    const auto device = present_device(static_cast<int64_t>(c10::kCUDA), device_index);
    *stream =
        given_out(c10::Stream(c10::Stream::UNSAFE, device, static_cast<int64_t>(reinterpret_cast<intptr_t>(native))));
  });
}

int32_t ltf_stream_new(int32_t device_type, int32_t device_index, int32_t priority, ltf_object** stream) {
  return guarded([&] {
    const auto device = present_device(device_type, device_index);
#if LTF_TORCH_AT_LEAST(2, 6)
    *stream = given_out(guard_of(device.type()).getNewStream(device, priority));
#else
    // Before 2.6 libtorch only lets the caller choose between two pools.
    *stream = given_out(guard_of(device.type()).getStreamFromGlobalPool(device, priority < 0));
#endif
  });
}

int32_t ltf_stream_current(int32_t device_type, int32_t device_index, ltf_object** stream) {
  return guarded([&] {
    const auto device = present_device(device_type, device_index);
    *stream = given_out(guard_of(device.type()).getStream(device));
  });
}

int32_t ltf_stream_default(int32_t device_type, int32_t device_index, ltf_object** stream) {
  return guarded([&] {
    const auto device = present_device(device_type, device_index);
    *stream = given_out(guard_of(device.type()).getDefaultStream(device));
  });
}

int32_t ltf_stream_describe(const ltf_object* object, int32_t* type, int32_t* index, int64_t* id) {
  return guarded([&] {
    const auto stream = held(object).toStream();
    remember(stream);
    *type = static_cast<int32_t>(stream.device_type());
    *index = stream.device_index();
    *id = stream.id();
  });
}

int32_t ltf_stream_set(const ltf_object* object) {
  return guarded([&] {
    const auto stream = stream_of(object);
    guard_of(stream.device_type()).exchangeStream(stream);
  });
}

int32_t ltf_stream_query(const ltf_object* object, int32_t* done) {
  return guarded([&] {
    const auto stream = stream_of(object);
    *done = guard_of(stream.device_type()).queryStream(stream) ? 1 : 0;
  });
}

int32_t ltf_stream_synchronize(const ltf_object* object) {
  return guarded([&] {
    const auto stream = stream_of(object);
    guard_of(stream.device_type()).synchronizeStream(stream);
  });
}
