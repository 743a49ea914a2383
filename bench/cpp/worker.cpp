#include "worker.h"

#include <ATen/Context.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

#ifdef __clang__
#define COMPILER "Clang"
#else
#define COMPILER "GCC"
#endif

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

void print(const std::string& row, int64_t operations, double time) {
  std::printf("{\"row\": \"%s\", \"operations\": %lld, \"ns\": %.17g}\n", row.c_str(),
              static_cast<long long>(operations), time);
}

double elapsed(const Work& work, int64_t operations) {
  const auto start = Clock::now();
  work.loop(operations);
  return since(start);
}

}  // namespace

void Worker::serve(std::istream& input) {
  std::string line;
  while (std::getline(input, line)) {
    std::istringstream words(line);
    std::string command, row;
    double first = 0, second = 0;
    words >> command >> row >> first >> second;
    if (command == "about") {
      std::puts("{\"runtime\": \"" COMPILER " " __VERSION__ ", -O2\"}");
    } else if (command == "check") {
      check(row);
    } else if (command == "warm") {
      warm(row, first);
    } else if (command == "run") {
      run(row, static_cast<int64_t>(first));
    } else if (command == "time") {
      time(row, static_cast<int>(first), second);
    } else {
      throw std::invalid_argument("unknown command: " + line);
    }
    std::fflush(stdout);
  }
}

Work& Worker::work(const std::string& row) {
  auto found = works_.find(row);
  if (found == works_.end()) {
    at::manual_seed(0);
    found = works_.emplace(row, rows_.at(row)()).first;
  }
  return found->second;
}

// Runs a few operations first, so that the result of rows with state, such as training, includes their effect.
void Worker::check(const std::string& row) {
  work(row).loop(3);
  std::printf("{\"row\": \"%s\", \"result\": %.17g}\n", row.c_str(), work(row).result());
}

void Worker::warm(const std::string& row, double milliseconds) {
  const auto start = Clock::now();
  for (int64_t operations = 1; since(start) < milliseconds * 1e6;) {
    const double taken = elapsed(work(row), operations);
    estimates_[row] = taken / static_cast<double>(operations);
    operations = taken < milliseconds * 1e5 ? 2 * operations : operations;
  }
  std::printf("{\"row\": \"%s\"}\n", row.c_str());
}

// Runs a fixed number of operations, however long they take.
void Worker::run(const std::string& row, int64_t operations) {
  print(row, operations, elapsed(work(row), operations) / static_cast<double>(operations));
}

// Reports only after all batches, because the reader of the output must not run during the measurement.
void Worker::time(const std::string& row, int batches, double milliseconds) {
  const auto operations = std::max<int64_t>(1, static_cast<int64_t>(milliseconds * 1e6 / estimates_.at(row)));
  std::vector<double> times(batches);
  for (auto& time : times) {
    time = elapsed(work(row), operations) / static_cast<double>(operations);
  }
  for (const auto time : times) {
    print(row, operations, time);
  }
}

}  // namespace bench
