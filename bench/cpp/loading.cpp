#include <ATen/ATen.h>
#include <torch/data/dataloader.h>
#include <torch/data/datasets/base.h>
#include <torch/data/datasets/map.h>
#include <torch/data/samplers/sequential.h>
#include <torch/data/transforms/stack.h>
#include <torch/types.h>

#include <memory>

#include "work.h"

// Batches of 64 rows from a dataset of 6,400. C++ has no dataset that gives whole batches of tensors, so
// both rows for one thread are the same here.

namespace bench {
namespace {

namespace data = torch::data;

constexpr int64_t row_count = 6400;
constexpr int64_t batch_size = 64;

struct RowByRow : data::datasets::Dataset<RowByRow> {
  at::Tensor x = at::randn({row_count, 16});
  at::Tensor y = at::arange(row_count, at::kLong);

  data::Example<> get(size_t index) override {
    const auto place = static_cast<int64_t>(index);
    return {x[place], y[place]};
  }
  torch::optional<size_t> size() const override { return row_count; }
};

auto loader(RowByRow dataset, size_t workers) {
  return data::make_data_loader<data::samplers::SequentialSampler>(
      dataset.map(data::transforms::Stack<>()), data::DataLoaderOptions(batch_size).workers(workers));
}

template <typename Loader>
double total(Loader& batches) {
  double sum = 0;
  for (auto& batch : *batches) {
    sum += static_cast<double>(batch.data.sum().template item<float>()) +
        static_cast<double>(batch.target.sum().template item<int64_t>());
  }
  return sum;
}

// When a pass ends, the next one begins, like epochs.
Work one_batch() {
  RowByRow dataset;
  auto batches = std::make_shared<decltype(loader(dataset, 0))>(loader(dataset, 0));
  auto next = std::make_shared<decltype((*batches)->begin())>((*batches)->begin());
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              if (*next == (*batches)->end()) {
                *next = (*batches)->begin();
              }
              auto batch = **next;
              ++*next;
            }
          },
          [=] {
            auto own = loader(dataset, 0);
            return total(own);
          }};
}

Work workers() {
  RowByRow dataset;
  return {[=](int64_t n) {
            for (int64_t i = 0; i < n; i++) {
              auto batches = loader(dataset, 2);
              for (auto& batch : *batches) {
                static_cast<void>(batch);
              }
            }
          },
          [=] {
            auto own = loader(dataset, 2);
            return total(own);
          }};
}

}  // namespace

void add_loading(Catalog& rows) {
  rows["loader-tensors"] = one_batch;
  rows["loader-samples"] = one_batch;
  rows["loader-workers"] = workers;
}

}  // namespace bench
