#include <ATen/core/ivalue.h>
#include <c10/core/Stream.h>

#include "device_guards.h"
#include "guard.h"
#include "objects.h"
#include "versions.h"

using namespace facade;

// c10::Event gives no access to the device's own event, which the time between two is asked of.
struct ltf_event {
  c10::impl::VirtualGuardImpl guard;
  bool timing;
  c10::DeviceIndex device = -1;
  void* event = nullptr;  // made where it is first recorded
};

namespace {

#if !LTF_TORCH_AT_LEAST(2, 6)
// c10 waits for events and measures between them since 2.6. Until then CUDA's runtime is asked.
template <typename... Arguments>
void call_cuda(const char* name, Arguments... arguments) {
  auto* function = reinterpret_cast<int (*)(Arguments...)>(cuda_function(name));
  TORCH_CHECK_NOT_IMPLEMENTED(function != nullptr, name, " is not in the CUDA runtime of this libtorch");
  TORCH_CHECK(function(arguments...) == 0, "CUDA error: ", name, " failed");
}
#endif

void wait_for(const ltf_event& event) {
#if LTF_TORCH_AT_LEAST(2, 6)
  event.guard.synchronizeEvent(event.event);
#else
  call_cuda("cudaEventSynchronize", event.event);
#endif
}

double between(const ltf_event& start, const ltf_event& end) {
#if LTF_TORCH_AT_LEAST(2, 6)
  return start.guard.elapsedTime(start.event, end.event, start.device);
#else
  float milliseconds = 0;
  call_cuda("cudaEventElapsedTime", &milliseconds, start.event, end.event);
  return milliseconds;
#endif
}

}  // namespace

int32_t ltf_event_create(int32_t device_type, int32_t timing, ltf_event** event) {
  return guarded([&] { *event = new ltf_event{guard_of(checked_device(device_type, -1).type()), timing != 0}; });
}

void ltf_event_release(ltf_event* event) {
  if (event != nullptr) {
    const Visit visit;
    if (event->event != nullptr) {
      event->guard.destroyEvent(event->event, event->device);
    }
    delete event;
  }
}

int32_t ltf_event_record(ltf_event* event, const ltf_object* object) {
  return guarded([&] {
    const auto stream = held(object).toStream();
    TORCH_CHECK(stream.device_type() == event->guard.type(), "Event device type ", event->guard.type(),
                " does not match recording stream's device type ", stream.device_type(), ".");
    event->guard.record(&event->event, stream, event->device,
                        event->timing ? c10::EventFlag::BACKEND_DEFAULT : c10::EventFlag::PYTORCH_DEFAULT);
    event->device = stream.device_index();
  });
}

int32_t ltf_event_block(ltf_event* event, const ltf_object* object) {
  return guarded([&] {
    if (event->event != nullptr) {
      event->guard.block(event->event, held(object).toStream());
    }
  });
}

int32_t ltf_event_synchronize(ltf_event* event) {
  return guarded([&] {
    if (event->event != nullptr) {
      wait_for(*event);
    }
  });
}

int32_t ltf_event_query(ltf_event* event, int32_t* past) {
  return guarded([&] { *past = event->event == nullptr || event->guard.queryEvent(event->event) ? 1 : 0; });
}

int32_t ltf_event_elapsed(ltf_event* start, ltf_event* end, double* milliseconds) {
  return guarded([&] {
    TORCH_CHECK_VALUE(start->timing && end->timing, "Both events must be created with argument 'enable_timing=True'.");
    TORCH_CHECK_VALUE(start->event != nullptr && end->event != nullptr,
                      "Both events must be recorded before calculating elapsed time.");
    *milliseconds = between(*start, *end);
  });
}
