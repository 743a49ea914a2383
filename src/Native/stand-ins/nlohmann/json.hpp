// libtorch 2.14's header of function transforms uses this JSON library in two functions that this library never calls,
// and Debian's libtorch does not contain it. This is just enough to compile that header.
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
