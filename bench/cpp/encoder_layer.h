#pragma once

#include <torch/nn/init.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/version.h>

#include <cmath>

namespace bench {

namespace nn = torch::nn;

// An encoder layer written with Python's operators, so that all three programs call the same ones. From libtorch 2.0 on
// that is the fused attention, which C++'s own nn::TransformerEncoderLayer does not call.
struct EncoderLayerImpl : nn::Module {
  EncoderLayerImpl(int64_t width, int64_t heads, int64_t feedforward)
      : heads(heads),
        in_proj_weight(register_parameter("in_proj_weight", at::empty({3 * width, width}))),
        in_proj_bias(register_parameter("in_proj_bias", at::zeros({3 * width}))),
        out_proj(width, width) {
    nn::init::xavier_uniform_(in_proj_weight);
    nn::init::zeros_(out_proj->bias);
    register_module("out_proj", out_proj);
    linear1 = register_module("linear1", nn::Linear(width, feedforward));
    linear2 = register_module("linear2", nn::Linear(feedforward, width));
    norm1 = register_module("norm1", nn::LayerNorm(nn::LayerNormOptions({width})));
    norm2 = register_module("norm2", nn::LayerNorm(nn::LayerNormOptions({width})));
    dropout = register_module("dropout", nn::Dropout(0));
    dropout1 = register_module("dropout1", nn::Dropout(0));
    dropout2 = register_module("dropout2", nn::Dropout(0));
  }

  at::Tensor forward(const at::Tensor& input) {
    auto x = norm1(input + dropout1(attention(input)));
    return norm2(x + dropout2(linear2(dropout(at::relu(linear1(x))))));
  }

  int64_t heads;
  at::Tensor in_proj_weight, in_proj_bias;
  nn::Linear out_proj;
  nn::Linear linear1{nullptr}, linear2{nullptr};
  nn::LayerNorm norm1{nullptr}, norm2{nullptr};
  nn::Dropout dropout{nullptr}, dropout1{nullptr}, dropout2{nullptr};

 private:
  // The input is (batch, positions, width); as in Python it is transposed so that the positions come first.
  at::Tensor attention(const at::Tensor& input) {
    const auto batch = input.size(0), places = input.size(1), width = input.size(2), head = width / heads;
    auto projected = at::linear(input.transpose(1, 0), in_proj_weight, in_proj_bias);
#if TORCH_VERSION_MAJOR >= 2
    auto parts = projected.unflatten(-1, {3, width}).unsqueeze(0).transpose(0, -2).squeeze(-2).contiguous().unbind(0);
    for (auto& part : parts) {
      part = part.view({places, batch * heads, head}).transpose(0, 1).view({batch, heads, places, head});
    }
    auto seen = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]);
    seen = seen.permute({2, 0, 1, 3}).contiguous().view({batch * places, width});
#else
    auto parts = projected.chunk(3, -1);
    for (auto& part : parts) {
      part = part.contiguous().view({places, batch * heads, head}).transpose(0, 1);
    }
    auto scores = at::bmm(parts[0] / std::sqrt(static_cast<double>(head)), parts[1].transpose(-2, -1));
    auto seen = at::bmm(scores.softmax(-1), parts[2]);
    seen = seen.transpose(0, 1).contiguous().view({places * batch, width});
#endif
    return out_proj(seen).view({places, batch, width}).transpose(1, 0);
  }
};
TORCH_MODULE(EncoderLayer);

}  // namespace bench
