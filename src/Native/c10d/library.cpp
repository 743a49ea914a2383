#include "c10d.h"

// The value of a macro as a string literal.
#define LTF_TEXT(macro) LTF_TEXT_OF(macro)
#define LTF_TEXT_OF(value) #value

namespace facade::c10d_library {

const Services* core = nullptr;

ltf_text lend(std::string text) {
  thread_local std::string lent;
  lent = std::move(text);
  return {lent.data(), static_cast<int64_t>(lent.size())};
}

}  // namespace facade::c10d_library

using namespace facade::c10d_library;

const char ltf_c10d_built_for[] =
    "ltf_built_for libtorch=" LTF_LIBTORCH_VERSION
    " cxx11_abi=" LTF_TEXT(_GLIBCXX_USE_CXX11_ABI) " boundary=" LTF_C10D_BOUNDARY " folder=" LTF_LIBTORCH_FOLDER;

void ltf_c10d_attach(const void* services) {
  core = static_cast<const facade::Services*>(services);
  release_at_exit();
}
