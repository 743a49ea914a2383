// Creating and leaving process groups. The ranks of a group find each other by keys in the store. The keys have the
// prefixes that Python's torch.distributed of the same release uses, so ranks in both languages can form one group.
#include <torch/csrc/distributed/c10d/HashStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <thread>
#include <vector>

#include "../versions.h"
#include "c10d.h"
#include "mpi.h"
#include "names.h"
#include "waiting.h"

#ifdef LTF_HAS_GLOO
#define USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif

using namespace facade::c10d_library;

namespace {

using Milliseconds = std::chrono::milliseconds;
using GroupPointer = c10::intrusive_ptr<c10d::ProcessGroup>;
using StorePointer = c10::intrusive_ptr<c10d::Store>;

StorePointer prefixed(const std::string& prefix, StorePointer store) {
  return c10::make_intrusive<c10d::PrefixStore>(prefix, std::move(store));
}

#if LTF_TORCH_AT_LEAST(2, 0)

// Since 2.0 a group has one backend for each device type.
template <typename Group>
c10::intrusive_ptr<Group> make_group(const char* backend, const StorePointer& store, int32_t rank, int32_t size) {
  if constexpr (std::is_constructible_v<Group, StorePointer, int, int>) {
    static_cast<void>(backend);
    return c10::make_intrusive<Group>(store, rank, size);
  } else {
    return c10::make_intrusive<Group>(store, rank, size, c10::make_intrusive<typename Group::Options>(backend));
  }
}

#endif

// Null if this process is not one of the ranks.
GroupPointer join_mpi(std::vector<int> ranks, const std::string& name) {
  auto backend = create_mpi(std::move(ranks));
#if LTF_TORCH_AT_LEAST(2, 0)
  if (!backend) {
    return {};
  }
  // MPI knows the ranks, so no store is needed to find them.
  auto group = make_group<c10d::ProcessGroup>("mpi", c10::make_intrusive<c10d::HashStore>(), backend->getRank(),
                                              backend->getSize());
  group->setDefaultBackend(c10d::ProcessGroup::BackendType::MPI);
  group->setBackend(c10::kCPU, c10d::ProcessGroup::BackendType::MPI, backend);
  group->setGroupName(name);
  return group;
#else
  static_cast<void>(name);
  return backend;
#endif
}

#ifdef LTF_HAS_GLOO

using Gloo = c10d::ProcessGroupGloo;

// Uses the network interfaces that GLOO_SOCKET_IFNAME lists, or else the one that the host name resolves to.
c10::intrusive_ptr<Gloo> make_gloo(StorePointer store, int32_t rank, int32_t size, Milliseconds timeout) {
  // The options are what is counted as the thread owner: the group keeps them until its threads have ended. Deriving
  // from the group itself would need all of Gloo's headers.
  auto options = c10::make_intrusive<CountedThreadOwner<Gloo::Options>>(timeout);
  const auto* interfaces = std::getenv("GLOO_SOCKET_IFNAME");
  if (interfaces != nullptr && *interfaces != '\0') {
    std::istringstream names(interfaces);
    for (std::string name; std::getline(names, name, ',');) {
      options->devices.push_back(Gloo::createDeviceForInterface(name));
    }
  } else {
    options->devices.push_back(Gloo::createDefaultDevice());
  }
  options->threads = static_cast<int>(options->devices.size()) * 2;
  return c10::make_intrusive<Gloo>(std::move(store), rank, size, std::move(options));
}

#if LTF_TORCH_AT_LEAST(2, 0)

GroupPointer join_gloo(StorePointer store, const std::string& name, int32_t rank, int32_t size, Milliseconds timeout) {
  auto own = prefixed(name + "/", std::move(store));
  auto group = make_group<c10d::ProcessGroup>("gloo", own, rank, size);
  auto backend = make_gloo(prefixed("cpu/", own), rank, size, timeout);
  group->setDefaultBackend(c10d::ProcessGroup::BackendType::GLOO);
  group->setBackend(c10::kCPU, c10d::ProcessGroup::BackendType::GLOO, c10::intrusive_ptr<c10d::Backend>(backend));
  group->setBackend(c10::kCUDA, c10d::ProcessGroup::BackendType::GLOO, c10::intrusive_ptr<c10d::Backend>(backend));
  group->setGroupName(name);
  return group;
}

#else

GroupPointer join_gloo(StorePointer store, const std::string& name, int32_t rank, int32_t size, Milliseconds timeout) {
  return make_gloo(prefixed(name, std::move(store)), rank, size, timeout);
}

#endif
#endif

// Like owned(), for a group, which has its name as long as it is owned. The registry only refers to it weakly, but with
// such a reference left the group would not be destroyed.
ltf_group* owned_group(GroupPointer group, const std::string& name) {
  register_name(name, group);
  auto* handle = group.release();
  track(handle, ReleaseOrder::group,
        [](void* kept) { unregister_name(GroupPointer::reclaim(static_cast<c10d::ProcessGroup*>(kept))); });
  return reinterpret_cast<ltf_group*>(handle);
}

// Destroys the group on another thread, and returns a semaphore that is posted when this is done. Its name is free at
// once.
std::shared_ptr<Semaphore> end_on_another_thread(GroupPointer group) {
  unregister_name(group);
  auto ended = std::make_shared<Semaphore>();
  std::thread([group = std::move(group), ended]() mutable {
    static_cast<void>(guarded([&] { group.reset(); }));
    ended->post();
  }).detach();
  return ended;
}

}  // namespace

int32_t ltf_c10d_backends(ltf_text* names) {
  return guarded([&] {
#ifdef LTF_HAS_GLOO
    const std::string gloo = "gloo";
#else
    const std::string gloo;
#endif
    *names = lend(gloo + (has_mpi() ? ",mpi" : ""));
  });
}

int32_t ltf_group_create(const char* backend, ltf_store* store, const char* name, int32_t rank, int32_t size,
                         int64_t timeout, ltf_group** group) {
  return guarded([&] {
#ifdef LTF_HAS_GLOO
    if (std::string(backend) == "gloo") {
      *group = owned_group(join_gloo(retained<c10d::Store>(store), name, rank, size, Milliseconds(timeout)), name);
      return;
    }
#endif
    throw facade::Failure(LTF_NOT_IMPLEMENTED_ERROR, std::string("there is no backend '") + backend + "' here");
  });
}

int32_t ltf_group_create_mpi(const int32_t* ranks, int32_t count, const char* name, ltf_group** group, int32_t* rank,
                             int32_t* size) {
  return guarded([&] {
    auto joined = join_mpi(std::vector<int>(ranks, ranks + count), name);
    if (!joined) {
      *group = nullptr;
      return;
    }
    *rank = joined->getRank();
    *size = joined->getSize();
    *group = owned_group(std::move(joined), name);
  });
}

int32_t ltf_group_agree_on_number(ltf_group* group) {
  return guarded([&] {
#if LTF_TORCH_AT_LEAST(2, 0)
    static_cast<void>(group);
#else
    retained<c10d::ProcessGroup>(group)->setSequenceNumberForGroup();
#endif
  });
}

// On another thread, because a backend's destructor waits for its outstanding work, which may never end.
int32_t ltf_group_leave(ltf_group* owned, int64_t patience, int32_t* ended) {
  return guarded([&] { *ended = end_on_another_thread(reclaimed<c10d::ProcessGroup>(owned))->wait(patience) ? 1 : 0; });
}

void ltf_group_release(ltf_group* group) {
  static_cast<void>(guarded([&] { end_on_another_thread(reclaimed<c10d::ProcessGroup>(group)); }));
}
