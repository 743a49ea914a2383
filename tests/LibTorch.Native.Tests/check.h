// The least that a test needs: what is expected is checked where it stands, and a failure ends the test.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "torch_facade.h"

struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline std::string text_of(ltf_text text) {
  return {text.data, static_cast<size_t>(text.length)};
}

// The calling thread's last error.
inline std::string last_error() {
  ltf_text message, backtrace;
  ltf_last_error(&message, &backtrace);
  return text_of(message);
}

inline void check(bool condition, const std::string& what) {
  if (!condition) {
    throw Failed(what);
  }
}

// A call that has to succeed.
inline void succeeds(int32_t status) {
  check(status == LTF_OK, "status " + std::to_string(status) + ": " + last_error());
}

// A call that has to fail, with this in its message.
inline void fails(int32_t status, ltf_status expected, const std::string& message) {
  check(status == expected, "status " + std::to_string(status) + " instead of " + std::to_string(expected));
  check(last_error().find(message) != std::string::npos, "the message is: " + last_error());
}

struct Test {
  using Body = void (*)();
  Test(const char* name, Body body) : name(name), body(body) {
    all().push_back(this);
  }
  static std::vector<Test*>& all() {
    static std::vector<Test*> tests;
    return tests;
  }
  const char* name;
  Body body;
};

#define TEST(name)                       \
  static void name();                    \
  static const Test test_##name(#name, name); \
  static void name()
