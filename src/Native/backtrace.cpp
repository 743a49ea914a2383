// The C++ frames of an error. libtorch looks up the names of all frames at once, which takes milliseconds. Here an
// error keeps the bare addresses, and the names are looked up only when somebody asks for the frames.
#include <c10/util/Logging.h>
#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <sstream>
#include <string>

#include "guard.h"

namespace {

constexpr int most_frames = 64;
const std::string mark = "frame ";

std::string addresses() {
  void* frames[most_frames];
  const int count = backtrace(frames, most_frames);
  std::string text;
  for (int i = 0; i < count; i++) {
    char line[64];
    std::snprintf(line, sizeof line, "%s#%d: %p\n", mark.c_str(), i, frames[i]);
    text += line;
  }
  return text;
}

const bool in_use = [] {
  c10::SetStackTraceFetcher(std::function<std::string()>(addresses));
  return true;
}();

std::string readable(const char* name) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> demangled(abi::__cxa_demangle(name, nullptr, nullptr, &status), std::free);
  return status == 0 ? demangled.get() : name;
}

std::string described(uintptr_t address) {
  Dl_info info{};
  // A frame has the address after the call, which may already be the next function's first.
  const auto* inside = reinterpret_cast<const void*>(address - 1);
  if (dladdr(inside, &info) == 0 || info.dli_fname == nullptr) {
    return "<unknown function>";
  }
  const std::string name = info.dli_sname == nullptr ? "<unknown function>" : readable(info.dli_sname);
  std::ostringstream text;
  text << name;
  if (info.dli_saddr != nullptr) {
    text << " + 0x" << std::hex << address - reinterpret_cast<uintptr_t>(info.dli_saddr);
  }
  text << " in " << info.dli_fname;
  return text.str();
}

}  // namespace

using namespace facade;

int32_t ltf_backtrace_names(const char* backtrace, ltf_text* text) {
  return guarded([&] {
    std::istringstream lines(backtrace);
    std::string line, result;
    while (std::getline(lines, line)) {
      uintptr_t address = 0;
      if (line.rfind(mark, 0) == 0 && std::sscanf(line.c_str(), "frame #%*d: %" SCNxPTR, &address) == 1) {
        line = line.substr(0, line.find(':') + 2) + described(address);
      }
      result += line + "\n";
    }
    *text = lend(result);
  });
}
