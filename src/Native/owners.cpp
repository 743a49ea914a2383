#include "owners.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>

#include "guard.h"
#include "lock.h"

namespace facade {
namespace {

// The value of `inside` once a copy has ended. Calls that come too late count up from here and down again, so it stays
// negative.
constexpr int64_t ended_for_good = std::numeric_limits<int64_t>::min() / 2;

struct Owners {
  std::mutex mutex;
  // Includes copies that have ended: handles that they left in libtorch point at them, and may stay there forever.
  std::vector<std::unique_ptr<ltf_owner>> all;
  std::vector<ltf_owner*> present;
};

// Never destroyed, since the last threads use it after static objects are destroyed.
Owners& owners() {
  static auto& made = *new Owners;
  return made;
}

void add(std::unique_ptr<ltf_owner> owner) {
  auto& [mutex, all, present] = owners();
  const Lock lock(mutex);
  auto* const added = owner.get();
  all.push_back(std::move(owner));
  present.insert(std::find_if(present.begin(), present.end(), [&](const ltf_owner* other) { return !added->may_end && other->may_end; }), added);
}

void remove(ltf_owner* owner) {
  auto& [mutex, all, present] = owners();
  const Lock lock(mutex);
  present.erase(std::remove(present.begin(), present.end(), owner), present.end());
}

}  // namespace

std::vector<ltf_owner*> present_owners() {
  auto& [mutex, all, present] = owners();
  const Lock lock(mutex);
  return present;
}

}  // namespace facade

using namespace facade;

int32_t ltf_owner_register(const ltf_callbacks* callbacks, int32_t may_end, ltf_owner** owner) {
  return guarded([&] {
    auto made = std::make_unique<ltf_owner>(*callbacks, may_end != 0);
    *owner = made.get();
    add(std::move(made));
  });
}

int32_t ltf_owner_end(ltf_owner* owner, int32_t* ended) {
  return guarded([&] {
    int64_t nobody = 0;
    *ended = owner->inside.compare_exchange_strong(nobody, ended_for_good) ? 1 : 0;
    if (*ended) {
      remove(owner);
    }
  });
}
