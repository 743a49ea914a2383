#include "operator_checks.h"

#include <ATen/Context.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/all.h>
#include <ATen/ops/eq.h>
#include <ATen/ops/item.h>
#include <ATen/ops/select.h>

#include <unordered_map>

#include "versions.h"
#include "vulkan.h"

namespace facade {
namespace {

using Arguments = std::vector<c10::IValue>;

// False for a wrapper tensor inside a function transform, whose elements cannot be read.
bool is_plain_cpu(const at::Tensor& tensor) {
  return tensor.defined() && tensor.is_cpu() && tensor.has_storage();
}

// Without this check the kernels write one entry for each index into memory with room for one for each bag.
void check_embedding_bag(const Arguments& arguments) {
  const auto& indices = arguments[1].toTensor();
  const auto& offsets = arguments[2].toTensor();
  const auto mode = arguments[4].toInt();
  const bool has_last = arguments[7].toBool();
  if (!is_plain_cpu(indices) || !is_plain_cpu(offsets)) {
    return;
  }
  TORCH_CHECK(mode >= 0 && mode <= 2, "`mode` must be sum, mean, or max.");
  const auto count = indices.numel();
  if (indices.dim() != 1 || offsets.dim() != 1 || count == 0 || (has_last && offsets.numel() == 0)) {
    return;
  }
  TORCH_CHECK(offsets.numel() > (has_last ? 1 : 0), "embedding_bag: there is no bag for the ", count,
              " indices; offsets has to begin with 0");
  if (has_last) {
    const auto last = offsets.select(0, -1).item().toLong();
    TORCH_CHECK(last >= count, "embedding_bag: with include_last_offset, offsets[-1] has to be input's length ", count,
                " but got offsets[-1] of ", last);
  }
}

void check_batch_sizes(const Arguments& arguments) {
  const auto& sizes = arguments[1].toTensor();
  TORCH_CHECK(!sizes.defined() || sizes.numel() > 0, "batch_sizes has to have at least one element");
}

// libtorch reads a layer of the cell state for each layer of the hidden state, without checking that there is one.
void check_states(const c10::IValue& given) {
  const auto states = given.toTensorVector();
  if (states.size() == 2 && states[0].defined() && states[1].defined() && states[0].dim() > 2 && states[1].dim() > 2) {
    TORCH_CHECK(states[1].size(0) >= states[0].size(0), "LSTM: hidden[1] has fewer layers than hidden[0], got ",
                states[1].sizes(), " and ", states[0].sizes());
  }
}

void check_lstm_states(const Arguments& arguments) {
  check_states(arguments[1]);
}

void check_packed_lstm_states(const Arguments& arguments) {
  check_batch_sizes(arguments);
  check_states(arguments[2]);
}

#if LTF_TORCH_AT_LEAST(2, 0)
// Since libtorch 2, oneDNN computes an LSTM of float32 and smaller dtypes, also of packed sequences of one length. It
// does not check the shapes, but reads and writes as if they were right.
bool takes_onednn(const at::Tensor& input) {
  return is_plain_cpu(input) && input.numel() > 0 && input.dim() > 1 && input.scalar_type() != at::kDouble &&
         at::globalContext().userEnabledMkldnn();
}

void require_shape(const at::Tensor& tensor, at::IntArrayRef shape, const char* what) {
  TORCH_CHECK(tensor.sizes() == shape, "Expected ", what, " size ", shape, ", got ", tensor.sizes());
}

// `rest` are the arguments behind the input and the batch sizes: the states, the weights, has_biases, num_layers,
// dropout, train and bidirectional.
void check_lstm_shapes(int64_t batch, int64_t width, const c10::IValue* rest) {
  const auto states = rest[0].toTensorVector();
  const auto weights = rest[1].toTensorVector();
  const auto layers = rest[3].toInt();
  const auto directions = rest[6].toBool() ? 2 : 1;
  const auto each = rest[2].toBool() ? 4 : 2;
  if (states.size() != 2 || states[0].dim() != 3 || states[1].dim() != 3 ||
      static_cast<int64_t>(weights.size()) != layers * directions * each) {
    return;
  }
  const auto hidden = states[0].size(2);
  if (states[1].size(2) != hidden) {
    // With projections, libtorch does not use oneDNN but operators that check the shapes.
    return;
  }
  for (int64_t layer = 0; layer < layers; layer++) {
    for (int64_t direction = 0; direction < directions; direction++) {
      const auto* first = &weights[(layer * directions + direction) * each];
      TORCH_CHECK(layer > 0 || first[0].dim() != 2 || first[0].size(1) == width,
                  "input.size(-1) must be equal to input_size. Expected ", first[0].size(1), ", got ", width);
      require_shape(first[0], {4 * hidden, width}, "weight_ih");
      require_shape(first[1], {4 * hidden, hidden}, "weight_hh");
      for (int bias = 2; bias < each; bias++) {
        require_shape(first[bias], {4 * hidden}, "bias");
      }
    }
    width = hidden * directions;
  }
  require_shape(states[0], {states[0].size(0), batch, hidden}, "hidden[0]");
  require_shape(states[1], {states[1].size(0), batch, hidden}, "hidden[1]");
}

void check_lstm(const Arguments& arguments) {
  check_lstm_states(arguments);
  const auto& input = arguments[0].toTensor();
  if (takes_onednn(input)) {
    TORCH_CHECK(input.dim() == 3, "LSTM: Expected input to be 2D or 3D, got ", input.dim(), "D instead");
    check_lstm_shapes(input.size(arguments[8].toBool() ? 0 : 1), input.size(2), &arguments[1]);
  }
}

void check_packed_lstm(const Arguments& arguments) {
  check_packed_lstm_states(arguments);
  const auto& input = arguments[0].toTensor();
  const auto& sizes = arguments[1].toTensor();
  if (!takes_onednn(input) || input.dim() != 2 || !is_plain_cpu(sizes) || sizes.dim() != 1) {
    return;
  }
  const auto first = sizes.select(0, 0);
  if (sizes.eq(first).all().item().toBool()) {
    check_lstm_shapes(first.item().toLong(), input.size(1), &arguments[2]);
  }
}
#endif

}  // namespace

OperatorCheck find_check(const std::string& name) {
  static const std::unordered_map<std::string, OperatorCheck> checks {
    {"aten::embedding_bag", check_embedding_bag}, {"aten::embedding_bag.padding_idx", check_embedding_bag},
        {"aten::_embedding_bag", check_embedding_bag}, {"aten::_embedding_bag_forward_only", check_embedding_bag},
        {"aten::gru.data", check_batch_sizes}, {"aten::rnn_tanh.data", check_batch_sizes},
        {"aten::rnn_relu.data", check_batch_sizes}, {"aten::quantized_gru.data", check_batch_sizes},
        {"aten::quantized_gru.data_legacy", check_batch_sizes}, {"aten::quantized_lstm.input", check_lstm_states},
        {"aten::quantized_lstm.input_legacy", check_lstm_states},
        {"aten::quantized_lstm.data", check_packed_lstm_states},
        {"aten::quantized_lstm.data_legacy", check_packed_lstm_states},
#if LTF_TORCH_AT_LEAST(2, 0)
        {"aten::lstm.input", check_lstm}, {"aten::lstm.data", check_packed_lstm},
#else
        {"aten::lstm.input", check_lstm_states}, {"aten::lstm.data", check_packed_lstm_states},
#endif
  };
  // vulkan_prepack::... and vulkan_quantized::...
  if (name.rfind("vulkan", 0) == 0) {
    return [](const Arguments& /*arguments*/) { need_vulkan(); };
  }
  const auto found = checks.find(name);
  return found == checks.end() ? nullptr : found->second;
}

}  // namespace facade
