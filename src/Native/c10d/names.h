// libtorch's registry of groups by name. Operators that are given a group's name, the functional collectives, find the
// group there.
#pragma once

#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>

#include <string>

namespace facade::c10d_library {

// Registers the group under its name, unless another group of the process has the name.
void register_name(const std::string& name, const c10::intrusive_ptr<c10d::ProcessGroup>& group);

// Whether the registry has this group under its name.
bool is_registered(const c10::intrusive_ptr<c10d::ProcessGroup>& group);

// Removes the group from the registry, if it is there.
void unregister_name(const c10::intrusive_ptr<c10d::ProcessGroup>& group);

}  // namespace facade::c10d_library
