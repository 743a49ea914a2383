// Keeps the handlers of signals such as SIGSEGV while a library is loaded.
#pragma once

#include <csignal>
#include <cstddef>
#include <iterator>

namespace facade {

// From these signals .NET makes its exceptions for a null reference and a division by zero. A library's initialiser may
// install handlers of its own, as that of UCX does, which comes with an MPI; then such an exception would end the
// process.
class KeptSignalHandlers {
 public:
  KeptSignalHandlers() {
    for (size_t i = 0; i < std::size(kSignals); i++) {
      sigaction(kSignals[i], nullptr, &actions_[i]);
    }
  }

  ~KeptSignalHandlers() {
    for (size_t i = 0; i < std::size(kSignals); i++) {
      sigaction(kSignals[i], &actions_[i], nullptr);
    }
  }

  KeptSignalHandlers(const KeptSignalHandlers&) = delete;
  KeptSignalHandlers& operator=(const KeptSignalHandlers&) = delete;

 private:
  static constexpr int kSignals[] = {SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV};
  struct sigaction actions_[std::size(kSignals)] = {};
};

}  // namespace facade
