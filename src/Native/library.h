#pragma once

#include <string>

namespace facade {

// The file that libtorch's symbols were really loaded from, on whatever path it was found.
std::string library_path();

}  // namespace facade
