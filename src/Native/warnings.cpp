#include "warnings.h"

#include <c10/util/Exception.h>

#include <atomic>
#include <cstdio>
#include <iterator>
#include <string>
#include <vector>

#include "guard.h"
#include "owners.h"
#include "running_node.h"
#include "torch_facade.h"
#include "versions.h"

namespace facade {
namespace {

void print(const std::string& message) {
  std::fprintf(stderr, "UserWarning: %s\n", message.c_str());
}

bool hears(ltf_warning_handler handler, const std::string& message) {
  const UserCode user_code;
  return handler(message.data(), static_cast<int64_t>(message.size())) != 0;
}

// On a thread of libtorch's own it is not known for which copy of the managed library it works, so all are asked.
void deliver_to_anyone(const std::string& message) {
  for (auto* owner : present_owners()) {
    const InsideOwner inside(*owner);
    if (inside.present() && hears(owner->callbacks.warning, message)) {
      return;
    }
  }
  print(message);
}

// The warnings of the thread's running calls; those of the innermost call begin at `begin`.
struct Waiting {
  std::vector<std::string> messages;
  size_t begin = 0;
};

Waiting& waiting() {
  static thread_local Waiting here;
  return here;
}

void tell_visitor() {
  this_visitor().warned = waiting().messages.size() > waiting().begin;
}

struct Handler : c10::WarningHandler {
#if LTF_TORCH_AT_LEAST(2, 0)
  // Since 2.0 a warning's parts are in one object.
  void process(const c10::Warning& warning) override {
    pass_on(warning.msg());
  }
#else
  void process(const c10::SourceLocation&, const std::string& message, const bool) override {
    pass_on(message);
  }
#endif

  static void pass_on(const std::string& message) {
    // A thread of libtorch's own is not in a call at whose end the warning could be delivered.
    if (this_visitor().depth.load(std::memory_order_relaxed) == 0) {
      deliver_to_anyone(message);
      return;
    }
    waiting().messages.push_back(message);
    tell_visitor();
  }
};

// Passes the warnings of the call that has just ended to the handler.
void deliver_warnings(ltf_warning_handler handler) noexcept {
  try {
    // The messages are taken out first: the listener may call libtorch again, and cause new warnings.
    auto& all = waiting().messages;
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(waiting().begin);
    const std::vector<std::string> messages(std::make_move_iterator(first), std::make_move_iterator(all.end()));
    all.resize(waiting().begin);
    tell_visitor();
    const KeptTexts kept;
    for (const auto& message : messages) {
      if (!hears(handler, message)) {
        print(message);
      }
    }
  } catch (...) {
    // There is no memory to deliver the warnings, so they are lost.
    this_visitor().warned = false;
  }
}

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

WarningsAside::WarningsAside() noexcept : outer_(waiting().begin) {
  waiting().begin = waiting().messages.size();
  tell_visitor();
}

WarningsAside::~WarningsAside() {
  waiting().begin = outer_;
  tell_visitor();
}

}  // namespace facade

void ltf_warnings_deliver(ltf_warning_handler handler) {
  const facade::Visit visit;
  facade::deliver_warnings(handler);
}
