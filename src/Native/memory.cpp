// The allocator for tensors in host memory. It counts the bytes. Where mimalloc is installed it takes the memory from
// there, which is faster than the C library's aligned blocks and keeps the pages of large blocks mapped.
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/alignment.h>
#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>
#include <dlfcn.h>
#include <malloc.h>
#include <strings.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <new>

#include "function_allocator.h"
#include "guard.h"
#include "handles.h"
#include "host_memory.h"

using namespace facade;

namespace {

static_assert(sizeof(std::atomic<int64_t>) == sizeof(int64_t), "the counters are read as plain numbers");

ltf_memory counters{};

std::atomic<int64_t>& counter(int64_t& number) {
  return reinterpret_cast<std::atomic<int64_t>&>(number);
}

}  // namespace

void facade::count_taken(int64_t bytes) {
  const auto live = counter(counters.live).fetch_add(bytes, std::memory_order_relaxed) + bytes;
  auto& peak = counter(counters.peak);
  auto highest = peak.load(std::memory_order_relaxed);
  while (live > highest && !peak.compare_exchange_weak(highest, live, std::memory_order_relaxed)) {
  }
}

void facade::count_freed(int64_t bytes) {
  counter(counters.live).fetch_sub(bytes, std::memory_order_relaxed);
}

void facade::count_on_device(const c10::TensorImpl& tensor) noexcept {
  try {
    // A view's memory was counted with its base. A tensor that is handed out a second time counts twice, which at worst
    // makes the garbage collector run sooner.
    if (tensor.has_storage() && tensor.storage().use_count() == 1) {
      counter(counters.device_made).fetch_add(static_cast<int64_t>(tensor.storage().nbytes()), std::memory_order_relaxed);
    }
  } catch (const std::exception&) {
    // A wrapper of another tensor may refuse to give its storage, and so may a tensor without a definite size.
  }
}

namespace {

// Where memory blocks come from. mimalloc is loaded, not linked: so an application also runs without it, and its malloc
// does not replace the C library's, which has the same name.
struct Source {
  void* (*take)(size_t bytes, size_t alignment) = nullptr;
  void (*give_back)(void* memory) = &c10::free_cpu;
  size_t (*size_of)(void* memory) = &malloc_usable_size;
};

// Whether mimalloc is configured to free all of its memory when the process ends. Threads that still run, and objects
// that are destroyed later, would then use freed tensors. The case of an option's name does not matter to mimalloc.
bool destroys_on_exit() {
  constexpr const char* option = "MIMALLOC_DESTROY_ON_EXIT=";
  const size_t length = std::strlen(option);
  for (char** variable = environ; variable != nullptr && *variable != nullptr; variable++) {
    if (strncasecmp(*variable, option, length) == 0) {
      const char* value = *variable + length;
      // Every other value switches the option on, or is a mistake that mimalloc warns about.
      for (const char* off : {"0", "FALSE", "NO", "OFF"}) {
        if (strcasecmp(value, off) == 0) {
          return false;
        }
      }
      return true;
    }
  }
  return false;
}

// mimalloc 2 gives the pages of free blocks back to the system after 25 milliseconds. A training step that takes longer
// would get its own buffers back as new pages, one page fault for each. mimalloc 3 waits for a second or longer.
void keep_pages_for_a_second(void* mimalloc) {
  const auto version = reinterpret_cast<int (*)()>(dlsym(mimalloc, "mi_version"));
  const auto set_default = reinterpret_cast<void (*)(int, long)>(dlsym(mimalloc, "mi_option_set_default"));
  // The option's number in all versions 2; it is called purge_delay from 2.1 on. The user's environment variable wins.
  constexpr int decommit_delay = 15;
  if (version != nullptr && set_default != nullptr && version() >= 200 && version() < 300) {
    set_default(decommit_delay, 1000);
  }
}

Source find_source() {
  Source source;
  if (destroys_on_exit()) {
    return source;
  }
  for (const char* name : {"libmimalloc.so.3", "libmimalloc.so.2", "libmimalloc.so"}) {
    void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      continue;
    }
    Source mimalloc;
    mimalloc.take = reinterpret_cast<decltype(mimalloc.take)>(dlsym(library, "mi_malloc_aligned"));
    mimalloc.give_back = reinterpret_cast<decltype(mimalloc.give_back)>(dlsym(library, "mi_free"));
    mimalloc.size_of = reinterpret_cast<decltype(mimalloc.size_of)>(dlsym(library, "mi_usable_size"));
    if (mimalloc.take != nullptr && mimalloc.give_back != nullptr && mimalloc.size_of != nullptr) {
      keep_pages_for_a_second(library);
      return mimalloc;
    }
  }
  return source;
}

const Source source = find_source();

// The machine's memory. mimalloc silently reserves more than that, and filling it would end the process.
const size_t all_memory = static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);

// libtorch reports a lack of memory as a general error. Its message is kept in an OutOfMemoryError here.
void* take_from_libtorch(size_t bytes) {
  try {
    return c10::alloc_cpu(bytes);
  } catch (const c10::Error& error) {
    throw c10::OutOfMemoryError({__func__, __FILE__, static_cast<uint32_t>(__LINE__)}, error.msg());
  }
}

void* take(size_t bytes) {
  if (source.take == nullptr) {
    return take_from_libtorch(bytes);
  }
  // mimalloc keeps blocks ready whose size is a multiple of the alignment. For any other size it aligns a larger block,
  // which takes twice the time.
  const size_t whole = (bytes + c10::gAlignment - 1) / c10::gAlignment * c10::gAlignment;
  void* memory = bytes < all_memory ? source.take(whole, c10::gAlignment) : nullptr;
  if (memory == nullptr) {
    // libtorch's allocation fails too, with libtorch's message, unless the system overcommits all memory.
    c10::free_cpu(take_from_libtorch(bytes));
    memory = source.take(whole, c10::gAlignment);
  }
  return memory != nullptr ? memory : throw std::bad_alloc();
}

void release(void* memory) {
  if (memory != nullptr) {
    count_freed(static_cast<int64_t>(source.size_of(memory)));
    source.give_back(memory);
  }
}

c10::DataPtr make(size_t bytes) {
  const auto device = c10::Device(c10::DeviceType::CPU);
  if (bytes == 0) {
    return {nullptr, nullptr, &release, device};
  }
  void* memory = take(bytes);
  count_taken(static_cast<int64_t>(source.size_of(memory)));
  return {memory, memory, &release, device};
}

// Installed before the first tensor is created, and never destroyed: tensors may outlive everything else.
const bool in_use = [] {
  c10::SetCPUAllocator(new FunctionAllocator<make, release>());
  return true;
}();

}  // namespace

int32_t ltf_allocator(ltf_text* path) {
  return guarded([&] {
    Dl_info info{};
    const bool found = source.take != nullptr && dladdr(reinterpret_cast<const void*>(source.take), &info) != 0;
    *path = lend(found && info.dli_fname != nullptr ? info.dli_fname : "");
  });
}

const ltf_memory* ltf_memory_counters(void) {
  return &counters;
}
