#include "warnings.h"

#include <c10/util/Exception.h>

#include <atomic>
#include <cstdio>
#include <string>

#include "torch_facade.h"
#include "versions.h"

namespace facade {
namespace {

std::atomic<ltf_warning_handler> listener{nullptr};

struct Handler : c10::WarningHandler {
#if LTF_TORCH_AT_LEAST(2, 0)
  // 2.0 put a warning's parts into one object.
  void process(const c10::Warning& warning) override {
    pass_on(warning.msg());
  }
#else
  void process(const c10::SourceLocation&, const std::string& message, const bool) override {
    pass_on(message);
  }
#endif

  static void pass_on(const std::string& message) {
    const auto heard = listener.load();
    if (heard == nullptr || heard(message.data(), static_cast<int64_t>(message.size())) == 0) {
      print(message);
    }
  }

  static void print(const std::string& message) {
    std::fprintf(stderr, "UserWarning: %s\n", message.c_str());
  }
};

}  // namespace

void route_warnings() noexcept {
#if LTF_TORCH_AT_LEAST(2, 0)
  namespace warnings = c10::WarningUtils;
#else
  namespace warnings = c10::Warning;
#endif
  // Never destroyed: libtorch may warn while the process ends.
  static auto* const handler = new Handler();
  warnings::set_warning_handler(handler);
}

}  // namespace facade

void ltf_set_warning_handler(ltf_warning_handler handler) {
  facade::listener.store(handler);
}
