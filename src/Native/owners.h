// The copies of the managed library that call this library: .NET loads one for each load context that brings its own. A
// handle that a copy left in libtorch is called and released through that copy, and not at all once the copy was
// unloaded.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "torch_facade.h"

struct ltf_owner {
  ltf_owner(const ltf_callbacks& callbacks, bool may_end) : callbacks(callbacks), may_end(may_end) {}

  const ltf_callbacks callbacks;
  const bool may_end;
  // How many calls are inside of the copy; far below zero when it has ended.
  std::atomic<int64_t> inside{0};
};

namespace facade {

// As long as this object exists, the copy is not unloaded, if it was still loaded (`present`). Only a copy that may be
// unloaded counts its calls, so that for others this costs nothing.
class InsideOwner {
 public:
  explicit InsideOwner(ltf_owner& owner) noexcept
      : owner_(owner), present_(!owner.may_end || owner.inside.fetch_add(1, std::memory_order_acquire) >= 0) {}
  ~InsideOwner() {
    if (owner_.may_end) {
      owner_.inside.fetch_sub(1, std::memory_order_release);
    }
  }
  InsideOwner(const InsideOwner&) = delete;
  InsideOwner& operator=(const InsideOwner&) = delete;

  bool present() const noexcept {
    return present_;
  }

 private:
  ltf_owner& owner_;
  const bool present_;
};

// All copies that have not ended; those that are never unloaded come first.
std::vector<ltf_owner*> present_owners();

}  // namespace facade
