// Recognises Gloo's exceptions. Their headers are not available, so they are known by their class names.
#pragma once

#include <cstring>
#include <exception>
#include <typeinfo>

namespace facade {

inline bool is_gloos(const std::exception& error) {
  return std::strncmp(typeid(error).name(), "N4gloo", 6) == 0;
}

}  // namespace facade
