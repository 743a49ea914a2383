// Nothing thrown by libtorch crosses the C boundary: every export runs its body inside guarded().
#pragma once

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include "torch_facade.h"
#include "visits.h"
#include "warnings.h"

namespace facade {

// A failure the shim itself reports, with the status it stands for.
struct Failure : std::runtime_error {
  Failure(ltf_status status, const std::string& message) : std::runtime_error(message), status(status) {}
  ltf_status status;
};

// Keeps the exception that is being handled as this thread's last error. Call it only from a catch block.
int32_t keep_error() noexcept;

template <typename Body>
int32_t guarded(Body&& body) noexcept {
  const Visit visit;
  int32_t status = LTF_OK;
  try {
    body();
  } catch (...) {
    status = keep_error();
  }
  // Tells the caller that this call was warned about; each caller fetches the warnings of its own calls.
  return visit.warned() ? status | LTF_WARNED : status;
}

// Keeps a text, which the caller may read until this thread's next call of lend().
ltf_text lend(std::string text);

// Saves this thread's last error and the text it lent last while the application's code is called, and then restores
// them.
class KeptTexts {
 public:
  KeptTexts();
  ~KeptTexts();
  KeptTexts(const KeptTexts&) = delete;
  KeptTexts& operator=(const KeptTexts&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace facade
