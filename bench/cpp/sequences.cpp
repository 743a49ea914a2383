#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/rnn.h>

#include <tuple>

#include "encoder_layer.h"
#include "training_loop.h"
#include "work.h"

// Small networks that read sequences of symbols and predict a symbol at each position.

namespace bench {
namespace {

constexpr int64_t length = 32;
constexpr int64_t symbol_count = 64;

struct LstmNetImpl : nn::Module {
  LstmNetImpl() {
    register_module("embedding", embedding);
    register_module("lstm", lstm);
    register_module("head", head);
  }

  at::Tensor forward(const at::Tensor& symbols) { return head(std::get<0>(lstm(embedding(symbols)))); }

  nn::Embedding embedding{symbol_count, 32};
  nn::LSTM lstm{nn::LSTMOptions(32, 64).num_layers(2).batch_first(true)};
  nn::Linear head{64, symbol_count};
};
TORCH_MODULE(LstmNet);

struct TransformerNetImpl : nn::Module {
  TransformerNetImpl() {
    register_module("embedding", embedding);
    register_parameter("position", position);
    register_module("layer1", layer1);
    register_module("layer2", layer2);
    register_module("head", head);
    // As in Python, where the second layer is a copy of the first.
    at::NoGradGuard guard;
    auto copies = layer2->parameters();
    for (size_t i = 0; i < copies.size(); i++) {
      copies[i].copy_(layer1->parameters()[i]);
    }
  }

  at::Tensor forward(const at::Tensor& symbols) {
    return head(layer2(layer1(embedding(symbols) + position)));
  }

  nn::Embedding embedding{symbol_count, 64};
  at::Tensor position = (0.02 * at::randn({length, 64})).requires_grad_();
  EncoderLayer layer1{64, 4, 128};
  nn::Linear head{64, symbol_count};
  // Created last, because Python draws no random numbers for a copy.
  EncoderLayer layer2{64, 4, 128};
};
TORCH_MODULE(TransformerNet);

// The data are drawn before the network is created, because creating C++'s encoder layers draws more random numbers than
// Python's.
template <typename Net>
Work of(int64_t batch) {
  auto symbols = at::randint(symbol_count, {batch, length}, at::kLong);
  auto labels = at::randint(symbol_count, {batch, length}, at::kLong);
  Net net;
  return trained_by_adam(net, [=]() mutable {
    return nn::functional::cross_entropy(net(symbols).flatten(0, 1), labels.flatten());
  });
}

}  // namespace

void add_sequences(Catalog& rows) {
  rows["lstm-step"] = [] { return of<LstmNet>(16); };
  rows["transformer-step"] = [] { return of<TransformerNet>(8); };
}

}  // namespace bench
