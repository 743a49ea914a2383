#include "warnings.h"

#include <c10/util/Exception.h>

#include <cstdio>
#include <string>

#include "versions.h"

namespace facade {
namespace {

struct Handler : c10::WarningHandler {
#if LTF_TORCH_AT_LEAST(2, 0)
  // 2.0 put a warning's parts into one object.
  void process(const c10::Warning& warning) override {
    print(warning.msg());
  }
#else
  void process(const c10::SourceLocation&, const std::string& message, const bool) override {
    print(message);
  }
#endif

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
  thread_local const bool routed = [] {
    warnings::set_warning_handler(handler);
    return true;
  }();
  static_cast<void>(routed);
}

}  // namespace facade
