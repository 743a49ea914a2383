// What Gloo throws. Its classes have no headers here, and are known by their names.
#pragma once

#include <cstring>
#include <exception>
#include <typeinfo>

namespace facade {

inline bool is_gloos(const std::exception& error) {
  return std::strncmp(typeid(error).name(), "N4gloo", 6) == 0;
}

}  // namespace facade
