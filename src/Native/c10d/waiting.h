// A semaphore, at which one thread waits until another one posts.
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

  // Waits for at most `timeout` milliseconds; returns whether another thread has posted.
  bool wait(int64_t timeout) {
    timespec end{};
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += timeout / 1000;
    end.tv_nsec += timeout % 1000 * 1000000;
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
