#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace bench {

// The work of one row: a loop of a given number of operations, and a number computed by the same work, which is compared with
// that of the other languages.
struct Work {
  std::function<void(int64_t)> loop;
  std::function<double()> result;
};

using Catalog = std::map<std::string, std::function<Work()>>;

void add_small_operations(Catalog& rows);
void add_reading(Catalog& rows);
void add_steps(Catalog& rows);
void add_training(Catalog& rows);
void add_modules(Catalog& rows);
void add_optimizers(Catalog& rows);
void add_loading(Catalog& rows);
void add_large_operations(Catalog& rows);
void add_differentiation(Catalog& rows);
void add_images(Catalog& rows);
void add_sequences(Catalog& rows);
void add_decoding(Catalog& rows);
void add_physics(Catalog& rows);

}  // namespace bench
