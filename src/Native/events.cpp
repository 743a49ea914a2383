#include <ATen/core/ivalue.h>
#include <c10/core/DeviceGuard.h>

#include <memory>

#include "device_guards.h"
#include "guard.h"
#include "streams.h"
#include "versions.h"

using namespace facade;

// Used in place of c10::Event, which gives no access to the device's own event; measuring the time between two events
// needs that.
struct ltf_event {
  c10::impl::VirtualGuardImpl guard;
  bool timing;
  c10::DeviceIndex device = -1;
  void* event = nullptr;  // created when it is first recorded
};

namespace {

#if !LTF_TORCH_AT_LEAST(2, 6)
// Since 2.6 c10 can wait for an event and measure the time between two. Before, CUDA's runtime is called for that.
template <typename Function>
Function* function_of_cuda(const char* name) {
  auto* function = reinterpret_cast<Function*>(cuda_function(name));
  TORCH_CHECK_NOT_IMPLEMENTED(function != nullptr, name, " is not in the CUDA runtime of this libtorch");
  return function;
}

template <typename... Arguments>
void call_cuda(const char* name, Arguments... arguments) {
  const int error = function_of_cuda<int(Arguments...)>(name)(arguments...);
  if (error != 0) {
    // CUDA keeps the error as the thread's last one. It is cleared here, or the next kernel launch would report it as
    // its own.
    function_of_cuda<int()>("cudaGetLastError")();
    TORCH_CHECK(false, "CUDA error: ", function_of_cuda<const char*(int)>("cudaGetErrorString")(error));
  }
}
#endif

// Most functions for events create a context on the current device, which takes hundreds of megabytes of its memory. So
// the event's own device is made current meanwhile. Switching back to the previous device creates no context.
c10::DeviceGuard on_device_of(const ltf_event& event) {
  return c10::DeviceGuard(c10::Device(event.guard.type(), event.device));
}

void wait_for(const ltf_event& event) {
  const auto here = on_device_of(event);
#if LTF_TORCH_AT_LEAST(2, 6)
  event.guard.synchronizeEvent(event.event);
#else
  call_cuda("cudaEventSynchronize", event.event);
#endif
}

double between(const ltf_event& start, const ltf_event& end) {
  const auto here = on_device_of(start);
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
    const std::unique_ptr<ltf_event> released(event);
    if (event->event != nullptr) {
      // A device that does not respond any more is no reason to end the process.
      try {
        const auto here = on_device_of(*event);
        event->guard.destroyEvent(event->event, event->device);
      } catch (const std::exception&) {
      }
    }
  }
}

int32_t ltf_event_record(ltf_event* event, const ltf_object* object) {
  return guarded([&] {
    const auto stream = stream_of(object);
    TORCH_CHECK(stream.device_type() == event->guard.type(), "Event device type ", event->guard.type(),
                " does not match recording stream's device type ", stream.device_type(), ".");
    const c10::DeviceGuard here(stream.device());
    event->guard.record(&event->event, stream, event->device,
                        event->timing ? c10::EventFlag::BACKEND_DEFAULT : c10::EventFlag::PYTORCH_DEFAULT);
    event->device = stream.device_index();
  });
}

int32_t ltf_event_block(ltf_event* event, const ltf_object* object) {
  return guarded([&] {
    if (event->event != nullptr) {
      const auto stream = stream_of(object);
      const c10::DeviceGuard here(stream.device());
      event->guard.block(event->event, stream);
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
  return guarded([&] {
    if (event->event == nullptr) {
      *past = 1;
      return;
    }
    const auto here = on_device_of(*event);
    *past = event->guard.queryEvent(event->event) ? 1 : 0;
  });
}

int32_t ltf_event_elapsed(ltf_event* start, ltf_event* end, double* milliseconds) {
  return guarded([&] {
    TORCH_CHECK_VALUE(start->timing && end->timing, "Both events must be created with argument 'enable_timing=True'.");
    TORCH_CHECK_VALUE(start->event != nullptr && end->event != nullptr,
                      "Both events must be recorded before calculating elapsed time.");
    *milliseconds = between(*start, *end);
  });
}
