// It goes as c10/cuda/CUDACachingAllocator.cpp goes: what is freed is kept; where nothing that is kept fits, those who
// registered are asked to free something, under the lock of the device; then more is taken of the driver.
#include "memory.h"

#include <c10/core/Device.h>
#include <c10/util/Exception.h>
#include <c10/util/Registry.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <set>

#include "device.h"
#include "driver.h"
#include "figures.h"
#include "function_allocator.h"

namespace c10 {

class C10_API FreeMemoryCallback {
 public:
  virtual ~FreeMemoryCallback() = default;
  virtual bool Execute() = 0;
};

C10_DECLARE_REGISTRY(FreeCudaMemoryCallbacksRegistry, FreeMemoryCallback);
C10_DEFINE_REGISTRY(FreeCudaMemoryCallbacksRegistry, FreeMemoryCallback)

}  // namespace c10

namespace stand_in {
namespace {

struct Block {
  int device;
  size_t bytes;
};

constexpr size_t header = 64;
static_assert(sizeof(Block) <= header, "");

std::recursive_mutex locks[device_count];
size_t in_tensors[device_count];
size_t most_in_tensors[device_count];
std::atomic<int64_t> full{0};

bool fits(int device, size_t bytes) {
  return in_tensors[device] + bytes <= stand_in_taken[device];
}

bool ask_for_memory() {
  bool freed = false;
  for (const auto& name : c10::FreeCudaMemoryCallbacksRegistry()->Keys()) {
    freed |= c10::FreeCudaMemoryCallbacksRegistry()->Create(name)->Execute();
  }
  return freed;
}

bool take(int device, size_t bytes) {
  constexpr size_t segment = size_t{2} << 20;
  const size_t wanted = (in_tensors[device] + bytes + segment - 1) / segment * segment;
  if (wanted > device_memory) {
    return false;
  }
  stand_in_taken[device] = wanted;
  return true;
}

void free_block(void* memory) {
  if (memory == nullptr) {
    return;
  }
  const auto* block = reinterpret_cast<Block*>(static_cast<char*>(memory) - header);
  const std::lock_guard<std::recursive_mutex> lock(locks[block->device]);
  in_tensors[block->device] -= block->bytes;
  std::free(const_cast<Block*>(block));
}

c10::DataPtr make(size_t asked) {
  const int device = current_device();
  const c10::Device place(c10::kCUDA, static_cast<c10::DeviceIndex>(device));
  if (asked == 0) {
    return {nullptr, nullptr, &free_block, place};
  }
  const size_t bytes = (asked + 511) / 512 * 512;
  const std::lock_guard<std::recursive_mutex> lock(locks[device]);
  const bool found = fits(device, bytes) || (ask_for_memory() && fits(device, bytes)) || take(device, bytes);
  full += found ? 0 : 1;
  TORCH_CHECK_WITH(OutOfMemoryError, found, "CUDA out of memory. Tried to allocate ", asked, " bytes.");
  in_tensors[device] += bytes;
  most_in_tensors[device] = std::max(most_in_tensors[device], in_tensors[device]);
  auto* memory = static_cast<char*>(std::aligned_alloc(header, header + bytes));
  *reinterpret_cast<Block*>(memory) = {device, bytes};
  return {memory + header, memory + header, &free_block, place};
}

std::mutex pinning;
std::set<const void*> pinned;

void free_pinned(void* memory) {
  const std::lock_guard<std::mutex> lock(pinning);
  pinned.erase(memory);
  std::free(memory);
}

c10::DataPtr make_pinned(size_t bytes) {
  if (bytes == 0) {
    return {nullptr, nullptr, &free_pinned, c10::Device(c10::kCPU)};
  }
  auto* memory = std::aligned_alloc(header, (bytes + header - 1) / header * header);
  const std::lock_guard<std::mutex> lock(pinning);
  pinned.insert(memory);
  return {memory, memory, &free_pinned, c10::Device(c10::kCPU)};
}

const bool registered = [] {
  c10::SetAllocator(c10::kCUDA, &device_allocator());
  return true;
}();

}  // namespace

c10::Allocator& device_allocator() {
#ifdef LTF_HAS_DEVICE_ALLOCATOR
  static auto& made = *new AllocatorWithFigures<facade::FunctionAllocator<make, free_block, c10::DeviceAllocator>>;
#else
  static auto& made = *new facade::FunctionAllocator<make, free_block>;
#endif
  return made;
}

c10::Allocator& pinned_allocator() {
  static auto& made = *new facade::FunctionAllocator<make_pinned, free_pinned>;
  return made;
}

bool is_pinned(const void* memory) {
  const std::lock_guard<std::mutex> lock(pinning);
  return pinned.count(memory) != 0;
}

int64_t allocated(int device) {
  return static_cast<int64_t>(in_tensors[device]);
}

int64_t times_full() {
  return full;
}

int64_t most_allocated(int device) {
  return static_cast<int64_t>(most_in_tensors[device]);
}

}  // namespace stand_in
