#include "names.h"

#include <c10/util/Exception.h>

#include "c10d.h"

// Old releases have neither the registry nor operators that take a group's name.
#if __has_include(<torch/csrc/distributed/c10d/GroupRegistry.hpp>)
#include <torch/csrc/distributed/c10d/GroupRegistry.hpp>
#define LTF_HAS_GROUP_REGISTRY 1
#else
#define LTF_HAS_GROUP_REGISTRY 0
#endif

namespace facade::c10d_library {

using Group = c10::intrusive_ptr<c10d::ProcessGroup>;

#if LTF_HAS_GROUP_REGISTRY

void register_name(const std::string& name, const Group& group) {
  try {
    c10d::register_process_group(name, group);
  } catch (const c10::Error&) {
    // The name is taken, by Python in this process or by another copy of the managed library. Everything that does not
    // look for the group by its name works all the same.
  }
}

bool is_registered(const Group& group) {
  try {
    return c10d::resolve_process_group(group->getGroupName()) == group;
  } catch (const c10::Error&) {
    return false;
  }
}

void unregister_name(const Group& group) {
  if (is_registered(group)) {
    c10d::unregister_process_group(group->getGroupName());
  }
}

#else

void register_name(const std::string& /*name*/, const Group& /*group*/) {}

bool is_registered(const Group& /*group*/) {
  return false;
}

void unregister_name(const Group& /*group*/) {}

#endif

}  // namespace facade::c10d_library

using namespace facade::c10d_library;

int32_t ltf_group_is_registered(ltf_group* group, int32_t* registered) {
  return guarded([&] { *registered = is_registered(retained<c10d::ProcessGroup>(group)) ? 1 : 0; });
}
