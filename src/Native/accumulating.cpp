#include "accumulating.h"

#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

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

Accumulating::Accumulating(const at::Tensor& leaf) {
  accumulating.push_back(graph::impl::try_get_grad_accumulator(leaf).get());
}

Accumulating::~Accumulating() {
  accumulating.pop_back();
}

void refuse_own_leaf(const graph::GraphTask& task, const graph::Node& root) {
  if (accumulating.empty()) {
    return;
  }
  std::unordered_set<const graph::Node*> seen{&root};
  std::vector<const graph::Node*> open{&root};
  while (!open.empty()) {
    const auto* node = open.back();
    open.pop_back();
    for (const auto& edge : node->next_edges()) {
      auto* next = edge.function.get();
      if (next != nullptr && seen.insert(next).second) {
        TORCH_CHECK(!is_met(task, next),
                    "a post-accumulate hook has started a backward pass into its own leaf, for which libtorch would wait "
                    "for ever; start it after the pass that called the hook");
        open.push_back(next);
      }
    }
  }
}

}  // namespace facade
