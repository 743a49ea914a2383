#pragma once

namespace facade {

// Gives libtorch the formulas once; cheap after that.
void load_forward_formulas();

}  // namespace facade
