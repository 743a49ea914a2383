// Releases stores and groups when the process ends, before libtorch's static objects are destroyed. Groups, and stores
// that serve others, have threads; a thread that used those objects afterwards would crash the process.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace facade::c10d_library {

// What managed code owns, in the order in which it is released at the end: works and reducers hold a reference to their
// group, and a group to its store.
enum class ReleaseOrder : int32_t { work, reducer, group, store };

// Records a pointer that managed code owns, to be released at the end of the process if it has not been before.
void track(void* owned, ReleaseOrder order, void (*release)(void*));

// Removes the record, because managed code releases the pointer itself.
void untrack(void* owned);

// The number of stores and groups that may still have threads.
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

// Counts as an owner until T's destructor has ended T's threads: ThreadOwner is the first base, and so destroyed last.
template <typename T>
class CountedThreadOwner : ThreadOwner, public T {
 public:
  template <typename... Arguments>
  explicit CountedThreadOwner(Arguments&&... arguments) : T(std::forward<Arguments>(arguments)...) {}
};

// Registers the exit handler that releases all tracked pointers.
void release_at_exit();

}  // namespace facade::c10d_library
