#include <ATen/core/ivalue.h>
#include <torch/csrc/distributed/c10d/Work.hpp>

#include <chrono>
#include <deque>
#include <mutex>

#include "../lock.h"
#include "c10d.h"
#include "waiting.h"

using namespace facade::c10d_library;

namespace {

c10::intrusive_ptr<c10d::Work> work_of(ltf_work* work) {
  return retained<c10d::Work>(work);
}

// A queue of the works that have ended. Managed code polls it, so that a backend's threads never call the application.
struct Ended {
  std::mutex mutex;
  std::deque<int64_t> tokens;
  Semaphore count;
};

// Never destroyed, since the last works may end after static objects are destroyed.
Ended& ended() {
  static auto& made = *new Ended;
  return made;
}

void say_ended(int64_t token) {
  auto& [mutex, tokens, count] = ended();
  {
    const facade::Lock lock(mutex);
    tokens.push_back(token);
  }
  count.post();
}

// NULL for a kind of work that has no future.
c10::intrusive_ptr<c10::ivalue::Future> future_of(c10d::Work& work) {
  try {
    return work.getFuture();
  } catch (const c10::Error&) {
    return {};
  }
}

}  // namespace

void ltf_work_release(ltf_work* work) {
  static_cast<void>(guarded([&] { reclaimed<c10d::Work>(work).reset(); }));
}

int32_t ltf_work_wait(ltf_work* work, int64_t timeout) {
  return guarded([&] { work_of(work)->wait(std::chrono::milliseconds(timeout)); });
}

int32_t ltf_work_is_completed(ltf_work* work, int32_t* completed) {
  return guarded([&] { *completed = work_of(work)->isCompleted() ? 1 : 0; });
}

int32_t ltf_work_is_success(ltf_work* work, int32_t* success) {
  return guarded([&] { *success = work_of(work)->isSuccess() ? 1 : 0; });
}

int32_t ltf_work_source_rank(ltf_work* work, int32_t* rank) {
  return guarded([&] { *rank = work_of(work)->sourceRank(); });
}

int32_t ltf_work_tell(ltf_work* work, int64_t token, int32_t* told) {
  return guarded([&] {
    const auto future = future_of(*work_of(work));
    *told = future ? 1 : 0;
    if (future) {
      future->addCallback([token](c10::ivalue::Future&) { say_ended(token); });
    }
  });
}

int32_t ltf_works_next(int64_t patience, int64_t* token) {
  auto& [mutex, tokens, count] = ended();
  if (!count.wait(patience)) {
    return 0;
  }
  const facade::Lock lock(mutex);
  *token = tokens.front();
  tokens.pop_front();
  return 1;
}
