// Locks this library's mutexes. None may be held while the application's code is called, which may take as long as it
// likes and may need the same lock: UserCode in running_node.h throws then.
#pragma once

#include <cstdint>
#include <mutex>

namespace facade {

class Lock {
 public:
  explicit Lock(std::mutex& mutex) : mutex_(mutex) {
    mutex_.lock();
    held++;
  }
  ~Lock() {
    held--;
    mutex_.unlock();
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  static bool is_held() {
    return held != 0;
  }

 private:
  // How many locks the calling thread holds.
  static inline __thread int32_t held = 0;
  std::mutex& mutex_;
};

}  // namespace facade
