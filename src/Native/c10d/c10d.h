// What all files of this library share: running a function, reporting its failure, and handing over pointers.
#pragma once

#include <c10/util/intrusive_ptr.h>

#include <string>
#include <type_traits>
#include <utility>

#include "../guard.h"
#include "../services.h"
#include "ending.h"
#include "torch_facade_c10d.h"

namespace facade::c10d_library {

// The functions of torch_facade that this library calls.
extern const Services* core;

// Rethrows the exception that is being handled, as a Failure where the facade has a status for an exception of c10d's
// or Gloo's.
[[noreturn]] void rethrow_by_kind();

// Like guarded() of torch_facade: no exception leaves it.
template <typename Body>
int32_t guarded(Body&& body) noexcept {
  return core->run(
      [](void* context) {
        try {
          (*static_cast<std::remove_reference_t<Body>*>(context))();
        } catch (...) {
          rethrow_by_kind();
        }
      },
      &body);
}

// Keeps a text, which the caller may read until this thread's next call of lend().
ltf_text lend(std::string text);

constexpr ReleaseOrder order_of(const ltf_work*) {
  return ReleaseOrder::work;
}

constexpr ReleaseOrder order_of(const ltf_store*) {
  return ReleaseOrder::store;
}

// Hands the reference to the caller, and tracks it, so that it is released at exit if the caller has not done it.
template <typename Handle, typename T>
Handle* owned(c10::intrusive_ptr<T> pointer) {
  auto* handle = pointer.release();
  track(handle, order_of(static_cast<Handle*>(nullptr)),
        [](void* kept) { c10::intrusive_ptr<T>::reclaim(static_cast<T*>(kept)).reset(); });
  return reinterpret_cast<Handle*>(handle);
}

// A second reference; the caller keeps its own.
template <typename T, typename Handle>
c10::intrusive_ptr<T> retained(Handle* borrowed) {
  return c10::intrusive_ptr<T>::unsafe_reclaim_from_nonowning(reinterpret_cast<T*>(borrowed));
}

// Takes the caller's reference back.
template <typename T, typename Handle>
c10::intrusive_ptr<T> reclaimed(Handle* owned) {
  untrack(owned);
  return c10::intrusive_ptr<T>::reclaim(reinterpret_cast<T*>(owned));
}

}  // namespace facade::c10d_library
