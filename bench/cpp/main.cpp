#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <iostream>
#include <string>

#include "work.h"
#include "worker.h"

int main(int count, char** arguments) {
  if (count == 2 && std::string(arguments[1]) == "start") {
    std::cout << at::ones({2, 3}) << std::endl;
    return 0;
  }
  at::set_num_threads(1);
  bench::Catalog rows;
  bench::add_small_operations(rows);
  bench::add_reading(rows);
  bench::add_steps(rows);
  bench::add_training(rows);
  bench::add_modules(rows);
  bench::add_optimizers(rows);
  bench::add_loading(rows);
  bench::add_large_operations(rows);
  bench::add_differentiation(rows);
  bench::add_images(rows);
  bench::add_sequences(rows);
  bench::add_decoding(rows);
  bench::add_physics(rows);
  bench::Worker(std::move(rows)).serve(std::cin);
}
