// Memory that other code lends to this process's tensors.
#pragma once

#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "guard.h"

namespace facade {

// Copies `bytes` from an address that need not be one: a number that was no pointer fails with the message, and does not
// end the process.
inline void copy_from(const void* address, void* target, size_t bytes, const char* message) {
  iovec local{target, bytes};
  iovec remote{const_cast<void*>(address), bytes};
  const auto copied = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
  if (copied == static_cast<ssize_t>(bytes)) {
    return;
  }
  if (copied >= 0 || errno == EFAULT) {
    throw Failure(LTF_BAD_ARGUMENT, message);
  }
  // Not allowed here, so the caller has to be believed.
  std::memcpy(target, address, bytes);
}

}  // namespace facade
