#pragma once

namespace facade {

// Registers the formulas with libtorch at the first call; later calls are cheap.
void load_forward_formulas();

}  // namespace facade
