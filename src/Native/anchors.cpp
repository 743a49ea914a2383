// The tensors and the node that a callback is registered on, and whether only the managed side's references keep them
// alive.
#include <torch/csrc/autograd/functions/accumulate_grad.h>
#include <torch/csrc/autograd/variable.h>

#include <vector>

#include "guard.h"
#include "handles.h"
#include "nodes.h"
#include "weak_references.h"

using namespace facade;
namespace graph = torch::autograd;

// Which references the tensors and their node have on each other is found out once, at creation. If the graph changes
// later, the reference counts no longer match, and held_by takes that for a foreign reference.
struct ltf_anchors {
  explicit ltf_anchors(const NodePointer& node) : node(node), with_node(static_cast<bool>(node)) {}

  struct Anchor {
    WeakTensor tensor;
    bool has_node;
    bool is_variable;
  };
  std::vector<Anchor> tensors;
  WeakNode node;
  bool with_node;
};

namespace {

bool is_history(const at::Tensor& tensor, const graph::Node* node) {
  const auto* meta = graph::impl::get_autograd_meta(tensor);
  return meta != nullptr && meta->grad_fn_.get() == node;
}

ltf_anchors::Anchor anchor_of(const at::Tensor& tensor, graph::Node* node) {
  const auto* accumulator = dynamic_cast<graph::AccumulateGrad*>(node);
  return {WeakTensor(tensor.getIntrusivePtr()), node != nullptr && is_history(tensor, node),
          accumulator != nullptr && accumulator->variable.is_same(tensor)};
}

// Call this only when nothing else uses the tensors: another thread could be changing their grad_fn.
bool still_joined(const ltf_anchors& anchors) {
  const auto node = anchors.node.lock();
  for (const auto& anchor : anchors.tensors) {
    if (auto impl = anchor.tensor.lock(); impl && anchor.has_node && !is_history(at::Tensor(std::move(impl)), node.get())) {
      return false;
    }
  }
  return true;
}

bool held_by(const ltf_anchors& anchors, const int32_t* holders, int32_t node_holders) {
  int64_t of_node = node_holders;
  bool any = false;
  for (size_t i = 0; i < anchors.tensors.size(); i++) {
    const auto& anchor = anchors.tensors[i];
    const auto uses = static_cast<int64_t>(anchor.tensor.use_count());
    any = any || uses != 0;
    if (uses != 0 && uses != holders[i] + (anchor.is_variable ? 1 : 0)) {
      return false;
    }
    of_node += uses != 0 && anchor.has_node ? 1 : 0;
  }
  const auto of_node_now = anchors.with_node ? static_cast<int64_t>(anchors.node.use_count()) : 0;
  return anchors.with_node ? of_node_now != 0 && of_node_now == of_node : any;
}

}  // namespace

int32_t ltf_anchors_make(ltf_tensor* const* tensors, int32_t count, ltf_node* node, ltf_anchors** anchors) {
  return guarded([&] {
    const auto present = retained(tensors, count);
    const auto joined = node != nullptr ? node_of(node) : count == 1 ? present[0].grad_fn() : NodePointer();
    auto made = std::make_unique<ltf_anchors>(joined);
    for (const auto& tensor : present) {
      made->tensors.push_back(anchor_of(tensor, joined.get()));
    }
    *anchors = made.release();
  });
}

void ltf_anchors_release(ltf_anchors* anchors) {
  delete anchors;
}

int32_t ltf_anchors_held_by(ltf_anchors* anchors, const int32_t* holders, int32_t node_holders, int32_t at_rest,
                           int32_t* held) {
  return guarded([&] {
    *held = held_by(*anchors, holders, node_holders) && (at_rest == 0 || still_joined(*anchors)) ? 1 : 0;
  });
}
