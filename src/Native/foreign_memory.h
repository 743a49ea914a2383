// Reads memory at addresses that come from other code.
#pragma once

#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "guard.h"

namespace facade {

// Copies `bytes` from an address that may be invalid: then this throws with the message and does not crash.
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
  // process_vm_readv is not allowed here, so the address has to be trusted.
  std::memcpy(target, address, bytes);
}

}  // namespace facade
