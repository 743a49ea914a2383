// The stand-in's two devices, with what a real one would do to the process.
#pragma once

#include <string>
#include <vector>

namespace stand_in {

// The calling thread's device.
int current_device();
// As cudaSetDevice since CUDA 12: the device has a context from then on.
void set_device(int device);
// As c10::cuda::MaybeSetDevice: without a context it gets none.
void set_device_if_in_use(int device);
std::vector<int64_t> devices_in_use();

// What would have read or written where nothing is.
void note_fault(const std::string& what);
std::vector<std::string> faults();

// The priorities of the streams that were asked for.
void note_priority(int priority);
std::vector<int64_t> priorities();

// A stream that is not of libtorch's pool.
int64_t address_of_stream();

// cudaGetLastError and cudaPeekAtLastError.
constexpr int not_ready = 600;
void set_last_error(int error);
int peek_at_last_error();

// Whether the devices' work never ends.
void hold_work(bool hold);
bool work_is_held();

// The seeds that were given to a device's numbers.
std::vector<int64_t> seeds_of(int device);
// The devices whose numbers got a state, in order.
std::vector<int64_t> states_set();

}  // namespace stand_in
