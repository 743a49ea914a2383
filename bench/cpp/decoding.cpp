#include <ATen/ATen.h>

#include "cached_attention.h"
#include "work.h"

// Attention of each token to the previous ones, token by token.

namespace bench {
namespace {

constexpr int64_t tokens = 64;

at::Tensor decoded(CachedAttention& block, const at::Tensor& start) {
  c10::InferenceMode mode;
  auto x = start;
  for (int64_t position = 0; position < tokens; position++) {
    x = block(x, position);
  }
  return x;
}

Work attention() {
  auto start = at::randn({1, CachedAttentionImpl::width});
  CachedAttention block(tokens);
  return {[=](int64_t n) mutable {
            for (int64_t i = 0; i < n; i++) {
              decoded(block, start);
            }
          },
          [=]() mutable { return decoded(block, start).sum().item<float>(); }};
}

}  // namespace

void add_decoding(Catalog& rows) {
  rows["attention-token"] = attention;
}

}  // namespace bench
