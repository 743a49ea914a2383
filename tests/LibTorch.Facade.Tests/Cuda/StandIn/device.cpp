#include "device.h"

#include <atomic>
#include <mutex>

#include "driver.h"

namespace stand_in {
namespace {

thread_local int current = 0;
thread_local int last_error = 0;
std::atomic<bool> held{false};
std::mutex noting;
std::vector<std::string> noted;
std::vector<int64_t> asked_priorities;

}  // namespace

int current_device() {
  return current;
}

void set_device(int device) {
  if (device < 0 || device >= device_count) {
    note_fault("device " + std::to_string(device));
    return;
  }
  current = device;
  stand_in_in_use[device] = true;
}

void set_device_if_in_use(int device) {
  current = device;
}

std::vector<int64_t> devices_in_use() {
  std::vector<int64_t> devices;
  for (int i = 0; i < device_count; i++) {
    if (stand_in_in_use[i]) {
      devices.push_back(i);
    }
  }
  return devices;
}

void note_fault(const std::string& what) {
  const std::lock_guard<std::mutex> lock(noting);
  noted.push_back(what);
}

std::vector<std::string> faults() {
  const std::lock_guard<std::mutex> lock(noting);
  return noted;
}

void note_priority(int priority) {
  const std::lock_guard<std::mutex> lock(noting);
  asked_priorities.push_back(priority);
}

std::vector<int64_t> priorities() {
  const std::lock_guard<std::mutex> lock(noting);
  return asked_priorities;
}

int64_t address_of_stream() {
  alignas(8) static char stream[8];
  return reinterpret_cast<int64_t>(stream);
}

void set_last_error(int error) {
  last_error = error;
}

int peek_at_last_error() {
  return last_error;
}

void hold_work(bool hold) {
  held = hold;
}

bool work_is_held() {
  return held;
}

}  // namespace stand_in

extern "C" {

int cudaGetLastError() {
  const int error = stand_in::peek_at_last_error();
  stand_in::set_last_error(0);
  return error;
}

const char* cudaGetErrorString(int error) {
  return error == stand_in::not_ready ? "device not ready" : "unknown error";
}

int cudaDeviceGetStreamPriorityRange(int* least, int* greatest) {
  *least = 0;
  *greatest = -5;
  return 0;
}

size_t cudnnGetVersion() {
  return 90100;
}

int cudaEventSynchronize(void*) {
  return 0;
}

int cudaEventElapsedTime(float* milliseconds, void*, void*) {
  if (stand_in::work_is_held()) {
    stand_in::set_last_error(stand_in::not_ready);
    return stand_in::not_ready;
  }
  *milliseconds = 1;
  return 0;
}

}  // extern "C"
