#include "hook_places.h"

#include <torch/csrc/autograd/variable.h>

#include "hook_kinds.h"
#include "running_node.h"

namespace facade {
namespace {

namespace graph = torch::autograd;

// The list's hook of this kind for which `fits` is true, chained hooks included, or NULL.
template <typename Kind, typename List, typename Condition>
Kind* hook_in(const List& hooks, Condition&& fits) {
  using Any = typename List::value_type::element_type;
  for (const auto& hook : hooks) {
    for (Any* each = hook.get(); each != nullptr;) {
      if (auto* mine = dynamic_cast<Kind*>(each); mine != nullptr && fits(*mine)) {
        return mine;
      }
      const auto* chained = dynamic_cast<Chained<Any>*>(each);
      each = chained != nullptr ? chained->before.get() : nullptr;
    }
  }
  return nullptr;
}

// The engine may be at one of the list's hooks, which is running the application's code, so no hook may move in memory.
// If the list has no room for one more, ours takes the last one's place and calls that one first.
template <typename Kind, typename List>
Kind& add(List& hooks, std::unique_ptr<Kind> made) {
  auto& mine = *made;
  if (hooks.empty() || hooks.size() < hooks.capacity()) {
    hooks.push_back(std::move(made));
  } else {
    mine.before = std::move(hooks.back());
    hooks.back() = std::move(made);
  }
  return mine;
}

// The list's only hook of this kind, added if it is not there yet.
template <typename Kind, typename List, typename... Arguments>
Kind& hook_of(List& hooks, Arguments&&... arguments) {
  auto* mine = hook_in<Kind>(hooks, [](const Kind&) { return true; });
  return mine != nullptr ? *mine : add(hooks, std::make_unique<Kind>(std::forward<Arguments>(arguments)...));
}

// Since 2.0 hooks of a tensor are kept apart from those of its node.
auto& tensor_hooks_of(graph::Node& node) {
#if LTF_TORCH_AT_LEAST(2, 0)
  return node.tensor_pre_hooks();
#else
  return node.pre_hooks();
#endif
}

// Reserves room for hooks of the node's other tensors and, before 2.0, for those that libtorch adds in retain_grad.
template <typename List>
void keep_room(List& hooks, const graph::Node& node) {
  if (hooks.empty()) {
    hooks.reserve(1 + 2 * static_cast<size_t>(node.num_inputs()));
  }
}

std::shared_ptr<HookTable> table_in(const TensorHooks* hooks) {
  return hooks != nullptr ? hooks->table : nullptr;
}

TensorHooks* tensor_hooks_in(graph::Node& node, int64_t index) {
  return hook_in<TensorHooks>(tensor_hooks_of(node), [&](const TensorHooks& hooks) { return hooks.index == index; });
}

// The table that a new hook goes to, if it exists already. A tensor that was changed in place has a new node.
std::shared_ptr<HookTable> present_table(const at::Tensor& tensor, graph::Node* node) {
  auto table = node != nullptr ? table_in(tensor_hooks_in(*node, tensor.output_nr())) : nullptr;
#if LTF_TORCH_AT_LEAST(2, 0)
  const bool with_tensor = node == nullptr;
#else
  // Until 2.0 hooks stayed with the node that the tensor had when it got its first one.
  const bool with_tensor = !table;
#endif
  const auto any = [](const TensorHooks&) { return true; };
  return with_tensor ? table_in(hook_in<TensorHooks>(graph::impl::hooks(tensor), any)) : table;
}

// The AccumulateGrad node that runs the hooks in the tensor's own list, if there can be one. If it does not exist yet
// it is created here, so that no other thread's pass creates it meanwhile.
NodePointer accumulator_of(const at::Tensor& tensor) {
  return tensor.is_leaf() && tensor.requires_grad() ? graph::impl::grad_accumulator(tensor)
                                                    : graph::impl::try_get_grad_accumulator(tensor);
}

void enter_own_list(const at::Tensor& tensor, const std::shared_ptr<HookTable>& table) {
  // Replaces the table of the node that the tensor had before.
  hook_of<TensorHooks>(graph::impl::materialize_autograd_meta(tensor)->hooks_, table, 0).table = table;
}

}  // namespace

std::shared_ptr<HookTable> table_of(const at::Tensor& tensor) {
  const auto node = tensor.grad_fn();
  const auto accumulator = accumulator_of(tensor);
  std::shared_ptr<HookTable> table;
  {
    const NodeChange change(node ? node.get() : accumulator.get());
    table = present_table(tensor, node.get());
    if (table) {
      return table;
    }
    table = std::make_shared<HookTable>();
    if (!node) {
      enter_own_list(tensor, table);
      return table;
    }
    auto& hooks = tensor_hooks_of(*node);
    keep_room(hooks, *node);
    add(hooks, std::make_unique<TensorHooks>(table, tensor.output_nr()));
  }
  const NodeChange change(accumulator.get());
  enter_own_list(tensor, table);
  return table;
}

std::shared_ptr<HookTable> pre_table_of(graph::Node& node) {
  const NodeChange change(&node);
  keep_room(node.pre_hooks(), node);
  return hook_of<NodePreHooks>(node.pre_hooks()).table;
}

std::shared_ptr<HookTable> post_table_of(graph::Node& node) {
  const NodeChange change(&node);
  return hook_of<NodePostHooks>(node.post_hooks()).table;
}

std::shared_ptr<HookTable> accumulated_table_of(const at::Tensor& tensor, NodePointer& keeper) {
  auto accumulator = graph::impl::grad_accumulator(tensor);
  const NodeChange change(accumulator.get());
#if LTF_TORCH_AT_LEAST(2, 1)
  static_cast<void>(keeper);
  if (const auto* mine = dynamic_cast<AccumulatedHooks*>(graph::impl::post_acc_grad_hooks(tensor).get())) {
    return mine->table;
  }
  auto made = std::make_unique<AccumulatedHooks>();
  auto table = made->table;
  graph::impl::set_post_acc_grad_hooks(tensor, std::move(made));
  return table;
#else
  keeper = accumulator;
  if (!accumulator) {
    // A view of a leaf, created without grad: nothing is ever accumulated into its own .grad.
    return std::make_shared<HookTable>();
  }
  return hook_of<AccumulatedHooks>(accumulator->post_hooks(), tensor).table;
#endif
}

void retain_grad(const at::Tensor& tensor) {
  const auto node = tensor.grad_fn();
  if (!node || tensor.retains_grad()) {
    // This call changes nothing; it only throws for a tensor that has no gradient.
    tensor.retain_grad();
    return;
  }
  const NodeChange change(node.get());
  keep_room(node->pre_hooks(), *node);
  tensor.retain_grad();
}

}  // namespace facade
