// At the end of the process, before libtorch's static objects are destroyed: stores that serve others and groups have
// threads, and a thread that used those objects afterwards would end the process by a signal.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace facade::c10d_library {

// What managed code owns, in the order in which it is released at the end: works and reducers hold their group, and a
// group its store.
enum class ReleaseOrder : int32_t { work, reducer, group, store };

// Notes a pointer that managed code owns, to be released at the end of the process if it has not been before.
void track(void* owned, ReleaseOrder order, void (*release)(void*));

// Managed code releases it itself.
void untrack(void* owned);

// How many stores and groups may have threads.
extern std::atomic<int64_t> thread_owners;

struct ThreadOwner {
  ThreadOwner() {
    thread_owners++;
  }
  ~ThreadOwner() {
    thread_owners--;
  }
  ThreadOwner(const ThreadOwner&) = delete;
  ThreadOwner& operator=(const ThreadOwner&) = delete;
};

// Counts itself until T's destructor has ended its threads: of two bases, the first is destroyed last.
template <typename T>
class CountedThreadOwner : ThreadOwner, public T {
 public:
  template <typename... Arguments>
  explicit CountedThreadOwner(Arguments&&... arguments) : T(std::forward<Arguments>(arguments)...) {}
};

// Registers the handler that releases all of it when the process ends.
void release_at_exit();

}  // namespace facade::c10d_library
