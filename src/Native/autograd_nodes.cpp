#include <torch/csrc/autograd/functions/accumulate_grad.h>

#include <algorithm>
#include <optional>

#include "autograd_anomaly.h"
#include "guard.h"
#include "handles.h"
#include "nodes.h"

using namespace facade;

namespace {

// The sizes that a gradient must have; nothing where they are unknown, or not those of a single dense tensor.
std::optional<std::vector<int64_t>> shape_of(const torch::autograd::InputMetadata& metadata) {
#if LTF_TORCH_AT_LEAST(2, 1)
  if (metadata.was_default_constructed() || metadata.is_nested_tensor()) {
    return std::nullopt;
  }
  std::vector<int64_t> shape;
  for (const auto& size : metadata.shape_as_dim_vector()) {
    shape.push_back(size.expect_int());
  }
  return shape;
#else
  // Before 2.1 the shape can only be read off a gradient of zeros.
  return metadata.zeros_like().sizes().vec();
#endif
}

}  // namespace

int32_t ltf_tensor_grad_fn(ltf_tensor* tensor, ltf_node** node) {
  return guarded([&] { *node = owned(retained(tensor).grad_fn()); });
}

void ltf_node_release(ltf_node* node) {
  if (node != nullptr) {
    const Visit visit;
    delete &node_of(node);
  }
}

int32_t ltf_node_name(ltf_node* node, ltf_text* name) {
  return guarded([&] { *name = lend(node_of(node)->name()); });
}

int32_t ltf_node_describe(ltf_node* handle, ltf_node_info* info) {
  return guarded([&] {
    const auto& node = node_of(handle);
    ltf_node_info result{};
    result.identity = node.get();
    result.sequence_nr = node->sequence_nr();
    result.inputs = static_cast<int32_t>(node->num_inputs());
    result.outputs = static_cast<int32_t>(node->num_outputs());
    *info = result;
  });
}

int32_t ltf_node_next(ltf_node* node, int32_t index, ltf_node** next, int64_t* input_nr) {
  return guarded([&] {
    const auto& edge = node_of(node)->next_edges().at(index);
    *input_nr = edge.input_nr;
    *next = owned(edge.function);
  });
}

int32_t ltf_node_input(ltf_node* node, int32_t index, int64_t* sizes, int32_t room, int32_t* dimensions) {
  return guarded([&] {
    TORCH_CHECK_INDEX(index >= 0 && index < static_cast<int32_t>(node_of(node)->num_inputs()), "Index out of range");
    const auto shape = shape_of(node_of(node)->input_metadata(index));
    if (!shape) {
      *dimensions = -1;
      return;
    }
    std::copy_n(shape->begin(), std::min<size_t>(shape->size(), room), sizes);
    *dimensions = static_cast<int32_t>(shape->size());
  });
}

int32_t ltf_node_variable(ltf_node* node, ltf_tensor** variable) {
  return guarded([&] {
    const auto* leaf = dynamic_cast<torch::autograd::AccumulateGrad*>(node_of(node).get());
    *variable = leaf ? owned(leaf->variable) : nullptr;
  });
}

int32_t ltf_node_metadata(ltf_node* node, ltf_managed fresh, void** held) {
  return guarded([&] { *held = metadata_of(*node_of(node), managed(fresh)); });
}
