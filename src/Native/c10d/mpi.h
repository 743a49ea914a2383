// libtorch's backend for MPI, declared here because its own header includes MPI's.
#pragma once

#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>

#include <vector>

#include "../versions.h"
#include "c10d.h"

namespace facade::c10d_library {

#if LTF_TORCH_AT_LEAST(2, 0)
using MpiBase = c10d::Backend;
#else
using MpiBase = c10d::ProcessGroup;
#endif

#ifdef LTF_HAS_MPI

// ProcessGroupMPI::createProcessGroupMPI by its symbol; null if this process is not one of the ranks. An intrusive_ptr
// to a ProcessGroupMPI has the same representation as one to its only base class. Weak: another libtorch of the same
// version may have been built without MPI.
__attribute__((weak, visibility("default"))) c10::intrusive_ptr<MpiBase> create_mpi(std::vector<int> ranks) __asm__(
    "_ZN4c10d15ProcessGroupMPI21createProcessGroupMPIESt6vectorIiSaIiEE");

inline bool has_mpi() {
  return create_mpi != nullptr;
}

#else

[[noreturn]] inline c10::intrusive_ptr<MpiBase> create_mpi(const std::vector<int>&) {
  throw Failure(LTF_NOT_IMPLEMENTED_ERROR, "this libtorch was built without MPI");
}

inline bool has_mpi() {
  return false;
}

#endif

}  // namespace facade::c10d_library
