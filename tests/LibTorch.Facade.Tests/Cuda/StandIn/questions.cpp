// What the tests ask the devices, and tell them.
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <cstdlib>

#include "device.h"
#include "driver.h"
#include "figures.h"
#include "memory.h"

namespace stand_in {
namespace {

std::vector<int64_t> seeds(int64_t device) {
  return seeds_of(static_cast<int>(device));
}

int64_t allocated_on(int64_t device) {
  return allocated(static_cast<int>(device));
}

int64_t most_allocated_on(int64_t device) {
  return most_allocated(static_cast<int>(device));
}

int64_t failures() {
  return times_full();
}

int64_t setenv_calls() {
  return stand_in_times_set();
}

std::string module_loading() {
  const char* value = std::getenv("CUDA_MODULE_LOADING");
  return value != nullptr ? value : "";
}

// A tensor as another library would hand it over: with its C++ class in memory of its own.
int64_t foreign() {
  return reinterpret_cast<int64_t>(new at::Tensor(at::empty({2}, at::kCUDA)));
}

int64_t last_error() {
  return peek_at_last_error();
}

TORCH_LIBRARY(stand_in, m) {
  m.def("devices_in_use() -> int[]", devices_in_use);
  m.def("faults() -> str[]", faults);
  m.def("last_error() -> int", last_error);
  m.def("priorities() -> int[]", priorities);
  m.def("states_set() -> int[]", states_set);
  m.def("figures() -> str[]", figures);
  m.def("address_of_stream() -> int", address_of_stream);
  m.def("hold_work(bool hold) -> ()", hold_work);
  m.def("failures() -> int", failures);
  m.def("setenv_calls() -> int", setenv_calls);
  m.def("module_loading() -> str", module_loading);
  m.def("foreign() -> int", foreign);
  m.def("seeds(int device) -> int[]", seeds);
  m.def("allocated(int device) -> int", allocated_on);
  m.def("most_allocated(int device) -> int", most_allocated_on);
}

}  // namespace
}  // namespace stand_in
