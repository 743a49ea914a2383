// Gradient edges, which a backward pass can start from and differentiate by, and watches on nodes.
#include <torch/csrc/autograd/functions/accumulate_grad.h>
#include <torch/csrc/autograd/graph_task.h>
#include <torch/csrc/autograd/variable.h>

#include "autograd_run.h"
#include "autograd_passes.h"
#include "guard.h"
#include "handles.h"
#include "nodes.h"
#include "versions.h"
#include "weak_references.h"

using namespace facade;
namespace graph = torch::autograd;

namespace {

graph::edge_list edges_of(ltf_node* const* nodes, const int64_t* numbers, int32_t count) {
  graph::edge_list edges;
  edges.reserve(count);
  for (int32_t i = 0; i < count; i++) {
    const auto& node = node_of(nodes[i]);
    // The engine does not check the index.
    TORCH_CHECK_INDEX(numbers[i] >= 0 && numbers[i] < static_cast<int64_t>(node->num_inputs()), "Index out of range");
    edges.emplace_back(node, static_cast<uint32_t>(numbers[i]));
  }
  return edges;
}

// Whether the engine will execute the node in the pass that the calling thread is in.
bool will_execute(graph::Node* node) {
  const auto* planned = graph::get_current_graph_task_exec_info();
  TORCH_CHECK(planned != nullptr, "_get_should_execute_nodes should only be called during the backward pass");
  if (planned->empty()) {
    return graph::get_current_graph_task_nodes_in_graph()->count(node) != 0;
  }
  const auto found = planned->find(node);
  if (found == planned->end() || !found->second.should_execute()) {
    return false;
  }
  TORCH_CHECK(node->topological_nr() != 0 || !found->second.captures_,
              "A leaf node was passed to _will_engine_execute_node but we are currently running autograd.grad(). This "
              "is currently not supported.");
  return true;
}

}  // namespace

// A weak reference to a tensor's node. A leaf's AccumulateGrad node may be created anew for each graph, so for a leaf
// the watch refers to the tensor instead.
struct ltf_watch {
  WeakNode node;
  WeakTensor tensor;
  bool is_leaf;
};

int32_t ltf_tensor_gradient_edge(ltf_tensor* tensor, ltf_node** node, int64_t* number) {
  return guarded([&] {
    auto edge = graph::impl::gradient_edge(retained(tensor));
    *number = edge.input_nr;
    *node = owned(std::move(edge.function));
  });
}

int32_t ltf_node_input_zeros(ltf_node* node, int64_t number, ltf_tensor** zeros) {
  return guarded([&] {
    TORCH_CHECK_INDEX(number >= 0 && number < static_cast<int64_t>(node_of(node)->num_inputs()), "Index out of range");
    *zeros = owned(node_of(node)->input_metadata(number).zeros_like());
  });
}

int32_t ltf_autograd_run_edges(const ltf_edges* outputs, ltf_tensor* const* gradients, const ltf_edges* inputs,
                               int32_t flags, ltf_managed caller, ltf_tensor** results) {
  return guarded([&] {
    const auto carried = managed(caller);
    const auto roots = edges_of(outputs->nodes, outputs->numbers, outputs->count);
    const auto ends = edges_of(inputs->nodes, inputs->numbers, inputs->count);
    run_engine(roots, retained(gradients, outputs->count), ends, flags, carried, results);
  });
}

int32_t ltf_backward_task(int64_t* task) {
  return guarded([&] { *task = current_task(); });
}

int32_t ltf_watch_make(ltf_tensor* tensor, ltf_watch** watch) {
  return guarded([&] {
    const auto watched = retained(tensor);
    const auto node = watched.grad_fn();
    *watch = new ltf_watch{WeakNode(node), WeakTensor(watched.getIntrusivePtr()), !node};
  });
}

void ltf_watch_release(ltf_watch* watch) {
  delete watch;
}

int32_t ltf_watch_will_execute(ltf_watch* watch, int32_t* will) {
  return guarded([&] {
    auto node = watch->node.lock();
    if (watch->is_leaf) {
      if (auto leaf = watch->tensor.lock()) {
        node = graph::impl::try_get_grad_accumulator(at::Tensor(std::move(leaf)));
      }
    }
    *will = node && will_execute(node.get()) ? 1 : 0;
  });
}
