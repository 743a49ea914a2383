#pragma once

#include <string>

namespace facade {

// The file that really provided libtorch's symbols, whatever path it was searched on.
std::string library_path();

}  // namespace facade
