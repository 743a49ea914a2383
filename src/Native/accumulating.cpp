#include "accumulating.h"

#include <torch/csrc/autograd/functions/accumulate_grad.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "running_node.h"

namespace facade {
namespace {

namespace graph = torch::autograd;

thread_local std::vector<const graph::Node*> accumulating;

bool is_met(const graph::GraphTask& task, graph::Node* node) {
  if (std::find(accumulating.begin(), accumulating.end(), node) == accumulating.end()) {
    return false;
  }
  const auto planned = task.exec_info_.find(node);
  return task.exec_info_.empty() || (planned != task.exec_info_.end() && planned->second.should_execute());
}

}  // namespace

#if LTF_TORCH_AT_LEAST(2, 1)
// Takes the running node and not the leaf's current accumulator: a leaf whose data was replaced may have a new one.
Accumulating::Accumulating() {
  const graph::Node* node = graph::get_current_node().get();
  // For the engine, a walked pass (autograd_walk.h) is a single node; RunningNode knows which node really runs.
  accumulating.push_back(dynamic_cast<const graph::AccumulateGrad*>(node) == nullptr ? RunningNode::innermost() : node);
}

Accumulating::~Accumulating() {
  accumulating.pop_back();
}
#endif

void refuse_own_leaf(const graph::GraphTask& task, graph::Node& root) {
  if (accumulating.empty()) {
    return;
  }
  std::unordered_set<graph::Node*> seen{&root};
  std::vector<graph::Node*> open{&root};
  while (!open.empty()) {
    auto* node = open.back();
    open.pop_back();
    TORCH_CHECK(!is_met(task, node),
                "a post-accumulate hook has started a backward pass into its own leaf, which would deadlock "
                "in libtorch; start it after the pass that called the hook");
    for (const auto& edge : node->next_edges()) {
      auto* next = edge.function.get();
      if (next != nullptr && seen.insert(next).second) {
        open.push_back(next);
      }
    }
  }
}

}  // namespace facade
