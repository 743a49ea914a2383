// What the stand-in's libtorch_cuda.so tells its driver.
#pragma once

#include <atomic>
#include <cstddef>

constexpr int device_count = 2;
constexpr size_t device_memory = size_t{64} << 20;

// Bytes that are taken of each device.
extern "C" std::atomic<size_t> stand_in_taken[device_count];

// Whether a device has a context.
extern "C" std::atomic<bool> stand_in_in_use[device_count];

// How often the process set how modules are loaded in a way that others who read the environment may trip over.
extern "C" int stand_in_times_set();
