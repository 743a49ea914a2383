// What has threads of its own ends before libtorch's statics do: stores that serve others, and groups. A thread that is
// still at work when those are gone would end the process by a signal.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace facade::c10d_library {

// What the caller owns, in the order in which it has to be released when the process ends.
enum class Kind : int32_t { work, reducer, group, store };

// Remembers a pointer that the caller owns, to be released when the process ends and the caller has not.
void remember(void* owned, Kind kind, void (*release)(void*));

// The caller releases it himself.
void forget(void* owned);

// How many objects with threads of their own there are.
extern std::atomic<int64_t> living;

struct Counted {
  Counted() {
    living++;
  }
  ~Counted() {
    living--;
  }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
};

// Counted as long as it has threads: the base that was made first is destroyed last.
template <typename T>
class Living : Counted, public T {
 public:
  template <typename... Arguments>
  explicit Living(Arguments&&... arguments) : T(std::forward<Arguments>(arguments)...) {}
};

// Has the end of the process wait for all of them.
void end_with_process();

}  // namespace facade::c10d_library
