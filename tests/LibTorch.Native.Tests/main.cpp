// Calls the native library as C# does, with a stand-in for the managed side. What it is run under, such as
// AddressSanitizer or valgrind, sees the rest.
#include <cstdio>

#include "managed.h"

int main() {
  succeeds(ltf_set_threads(1));
  int failed = 0;
  for (const auto* test : Test::all()) {
    try {
      test->body();
    } catch (const std::exception& error) {
      std::printf("%s: %s\n", test->name, error.what());
      failed++;
    }
  }
  // The last error is kept with what it carries, until the next one.
  ltf_operator* op;
  ltf_operator_resolve("aten::no_such", "", nullptr, 0, &op);
  if (Managed::alive != 0) {
    std::printf("%d handles were not given back\n", Managed::alive.load());
    failed++;
  }
  std::printf("%zu passed, %d failed\n", Test::all().size() - failed, failed);
  ltf_process_ends();
  return failed == 0 ? 0 : 1;
}
