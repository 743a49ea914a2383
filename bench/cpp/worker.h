#pragma once

#include <iostream>
#include <map>
#include <sstream>
#include <string>

#include "work.h"

namespace bench {

// Executes the commands on standard input, and answers with lines of JSON.
class Worker {
 public:
  explicit Worker(Catalog rows) : rows_(std::move(rows)) {}
  void serve(std::istream& input);

 private:
  Work& work(const std::string& row);
  void check(const std::string& row);
  void warm(const std::string& row, double milliseconds);
  void run(const std::string& row, int64_t operations);
  void time(const std::string& row, int batches, double milliseconds);

  Catalog rows_;
  std::map<std::string, Work> works_;
  std::map<std::string, double> estimates_;
};

}  // namespace bench
