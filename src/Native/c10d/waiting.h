// What a thread waits at until another one has come by.
#pragma once

#include <semaphore.h>

#include <cerrno>
#include <cstdint>
#include <ctime>

namespace facade::c10d_library {

class Semaphore {
 public:
  Semaphore() {
    sem_init(&semaphore_, 0, 0);
  }
  ~Semaphore() {
    sem_destroy(&semaphore_);
  }
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  void post() {
    sem_post(&semaphore_);
  }

  // Whether one came within so many milliseconds.
  bool wait(int64_t patience) {
    timespec end{};
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += patience / 1000;
    end.tv_nsec += patience % 1000 * 1000000;
    if (end.tv_nsec >= 1000000000) {
      end.tv_nsec -= 1000000000;
      end.tv_sec++;
    }
    while (sem_timedwait(&semaphore_, &end) != 0) {
      if (errno != EINTR) {
        return false;
      }
    }
    return true;
  }

 private:
  sem_t semaphore_{};
};

}  // namespace facade::c10d_library
