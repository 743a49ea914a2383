// libtorch 2.14's header of function transforms names this JSON library in two functions that the
// shim never calls, and Debian's libtorch does not bring it. This is just enough to read that header.
#pragma once

#include <stdexcept>
#include <string>

namespace nlohmann {

struct json {
  template <typename T>
  explicit json(const T&) {}
  std::string dump() const {
    throw std::logic_error("there is no JSON library");
  }
  static json parse(const std::string& text) {
    return json(text);
  }
  template <typename T>
  T get() const {
    throw std::logic_error("there is no JSON library");
  }
};

}  // namespace nlohmann
