#pragma once

#include <ATen/ATen.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <cmath>

namespace bench {

namespace nn = torch::nn;

// An attention block that caches the keys and values of the tokens so far.
struct CachedAttentionImpl : nn::Module {
  static constexpr int64_t width = 64;
  static constexpr int64_t heads = 4;
  static constexpr int64_t head_width = width / heads;

  explicit CachedAttentionImpl(int64_t tokens)
      : keys(register_buffer("keys", at::zeros({heads, tokens, head_width}))),
        values(register_buffer("values", at::zeros({heads, tokens, head_width}))) {
    register_module("norm", norm);
    register_module("projection", projection);
    register_module("output", output);
  }

  at::Tensor forward(const at::Tensor& x, int64_t position) {
    auto parts = projection(norm(x)).view({3, heads, 1, head_width}).unbind();
    const auto after = position + 1;
    keys.slice(1, position, after).copy_(parts[1]);
    values.slice(1, position, after).copy_(parts[2]);
    auto scores = parts[0].matmul(keys.slice(1, 0, after).transpose(1, 2)) / std::sqrt(static_cast<double>(head_width));
    auto seen = scores.softmax(-1).matmul(values.slice(1, 0, after));
    return x + output(seen.view({1, width}));
  }

  nn::LayerNorm norm{nn::LayerNormOptions({width})};
  nn::Linear projection{width, 3 * width};
  nn::Linear output{width, width};
  at::Tensor keys, values;
};
TORCH_MODULE(CachedAttention);

}  // namespace bench
