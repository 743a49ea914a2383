#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <mutex>

#include "callbacks.h"
#include "guard.h"
#include "handles.h"
#include "hook_table.h"
#include "nodes.h"
#include "versions.h"

namespace facade {
namespace {

using torch::autograd::variable_list;
namespace graph = torch::autograd;

void check_replacement(const at::Tensor& old, const at::Tensor& value, const Hook& hook) {
  TORCH_CHECK(old.defined() || !value.defined(), "can't replace a None gradient with a non-None value");
  if (old.defined() && value.defined()) {
    graph::check_variable_result(old, value, hook.name);
  }
}

// Each kind of hook runs all hooks of its table, one after the other.
struct TensorHooks : graph::FunctionPreHook {
  TensorHooks(std::shared_ptr<HookTable> table, int64_t index) : table(std::move(table)), index(index) {}

  variable_list operator()(const variable_list& grads) override {
    auto results = grads;
    for (const auto& hook : table->all()) {
      Tensors replacement(1);
      if (results.at(index).defined() && call_managed(hook.target, {}, {results[index]}, {}, replacement)) {
        check_replacement(results[index], replacement[0], hook);
        results[index] = replacement[0];
      }
    }
    return results;
  }

  std::shared_ptr<HookTable> table;
  int64_t index;
};

void replace_all(variable_list& values, const variable_list& others, const Hook& hook) {
  Tensors replacement(values.size());
  if (call_managed(hook.target, {}, values, others, replacement)) {
    for (size_t i = 0; i < values.size(); i++) {
      check_replacement(values[i], replacement[i], hook);
    }
    values = std::move(replacement);
  }
}

struct NodePreHooks : graph::FunctionPreHook {
  explicit NodePreHooks(std::shared_ptr<HookTable> table) : table(std::move(table)) {}

  variable_list operator()(const variable_list& grads) override {
    auto results = grads;
    for (const auto& hook : table->all()) {
      replace_all(results, {}, hook);
    }
    return results;
  }

  std::shared_ptr<HookTable> table;
};

struct NodePostHooks : graph::FunctionPostHook {
  explicit NodePostHooks(std::shared_ptr<HookTable> table) : table(std::move(table)) {}

  variable_list operator()(const variable_list& outputs, const variable_list& inputs) override {
    auto results = outputs;
    for (const auto& hook : table->all()) {
      replace_all(results, inputs, hook);
    }
    return results;
  }

  std::shared_ptr<HookTable> table;
};

void run_accumulated(const HookTable& table, const at::Tensor& tensor) {
  for (const auto& hook : table.all()) {
    Tensors none;
    call_managed(hook.target, {}, {tensor}, {}, none);
  }
}

#if LTF_TORCH_AT_LEAST(2, 1)
// 2.1 brought these.
struct AccumulatedHooks : graph::PostAccumulateGradHook {
  explicit AccumulatedHooks(std::shared_ptr<HookTable> table) : table(std::move(table)) {}
  void operator()(const at::Tensor& tensor) override {
    run_accumulated(*table, tensor);
  }
  std::shared_ptr<HookTable> table;
};
#else
// What runs after the node that adds to .grad comes to the same.
struct AccumulatedHooks : graph::FunctionPostHook {
  AccumulatedHooks(std::shared_ptr<HookTable> table, at::Tensor tensor)
      : table(std::move(table)), tensor(std::move(tensor)) {}
  variable_list operator()(const variable_list& outputs, const variable_list&) override {
    run_accumulated(*table, tensor);
    return outputs;
  }
  std::shared_ptr<HookTable> table;
  at::Tensor tensor;
};
#endif

// The table of this kind of hook in a list of them, or NULL.
template <typename Kind, typename List, typename Condition>
std::shared_ptr<HookTable> table_in(const List& hooks, Condition&& fits) {
  for (const auto& hook : hooks) {
    const auto* mine = dynamic_cast<const Kind*>(hook.get());
    if (mine != nullptr && fits(*mine)) {
      return mine->table;
    }
  }
  return nullptr;
}

template <typename Kind, typename List>
std::shared_ptr<HookTable> table_in(const List& hooks) {
  return table_in<Kind>(hooks, [](const Kind&) { return true; });
}

// 2.0 tells hooks of a tensor from those of its node.
auto& tensor_hooks_of(graph::Node& node) {
#if LTF_TORCH_AT_LEAST(2, 0)
  return node.tensor_pre_hooks();
#else
  return node.pre_hooks();
#endif
}

// Making a place's table; later hooks only enter it.
std::mutex making;

// The table that a new hook goes to, if there is one. A tensor changed in place has another node.
std::shared_ptr<HookTable> present_table(const at::Tensor& tensor, const NodePointer& node) {
  std::shared_ptr<HookTable> table;
  if (node) {
    const auto index = tensor.output_nr();
    table = table_in<TensorHooks>(tensor_hooks_of(*node), [&](const auto& hooks) { return hooks.index == index; });
  }
#if LTF_TORCH_AT_LEAST(2, 0)
  const bool with_tensor = !node;
#else
  // Until 2.0 hooks stayed with the node that the tensor had when it got its first one.
  const bool with_tensor = !table;
#endif
  return with_tensor ? table_in<TensorHooks>(graph::impl::hooks(tensor)) : table;
}

std::shared_ptr<HookTable> table_of(const at::Tensor& tensor) {
  const std::lock_guard<std::mutex> lock(making);
  const auto node = tensor.grad_fn();
  auto table = present_table(tensor, node);
  if (!table) {
    table = std::make_shared<HookTable>();
    graph::impl::clear_hooks(tensor);
    graph::impl::add_hook(tensor, std::make_unique<TensorHooks>(table, 0));
    if (node) {
      tensor_hooks_of(*node).push_back(std::make_unique<TensorHooks>(table, tensor.output_nr()));
    }
  }
  return table;
}

std::shared_ptr<HookTable> pre_table_of(graph::Node& node) {
  const std::lock_guard<std::mutex> lock(making);
  auto table = table_in<NodePreHooks>(node.pre_hooks());
  if (!table) {
    table = std::make_shared<HookTable>();
    node.add_pre_hook(std::make_unique<NodePreHooks>(table));
  }
  return table;
}

std::shared_ptr<HookTable> post_table_of(graph::Node& node) {
  const std::lock_guard<std::mutex> lock(making);
  auto table = table_in<NodePostHooks>(node.post_hooks());
  if (!table) {
    table = std::make_shared<HookTable>();
    node.add_post_hook(std::make_unique<NodePostHooks>(table));
  }
  return table;
}

// `keeper` is what must live for the hooks to stay: nothing where the tensor itself holds them.
std::shared_ptr<HookTable> accumulated_table_of(const at::Tensor& tensor, NodePointer& keeper) {
  const std::lock_guard<std::mutex> lock(making);
  std::shared_ptr<HookTable> table;
#if LTF_TORCH_AT_LEAST(2, 1)
  if (const auto* mine = dynamic_cast<AccumulatedHooks*>(graph::impl::post_acc_grad_hooks(tensor).get())) {
    return mine->table;
  }
  table = std::make_shared<HookTable>();
  graph::impl::set_post_acc_grad_hooks(tensor, std::make_unique<AccumulatedHooks>(table));
#else
  keeper = graph::impl::grad_accumulator(tensor);
  table = table_in<AccumulatedHooks>(keeper->post_hooks());
  if (!table) {
    table = std::make_shared<HookTable>();
    keeper->add_post_hook(std::make_unique<AccumulatedHooks>(table, tensor));
  }
#endif
  static_cast<void>(keeper);
  return table;
}

}  // namespace
}  // namespace facade

using namespace facade;

// A hook's place; the place itself may be gone by the time that it is to be removed.
struct ltf_hook {
  std::weak_ptr<HookTable> table;
  int64_t id;
};

namespace {

ltf_hook* enter(const std::shared_ptr<HookTable>& table, const char* name, Managed target) {
  auto hook = std::make_unique<ltf_hook>();
  hook->table = table;
  hook->id = table->add(name, std::move(target));
  return hook.release();
}

}  // namespace

int32_t ltf_tensor_add_hook(ltf_tensor* tensor, const char* name, void* target, ltf_hook** hook) {
  return guarded([&] {
    auto callback = managed(target);
    *hook = enter(table_of(retained(tensor)), name, std::move(callback));
  });
}

int32_t ltf_tensor_add_accumulated_hook(ltf_tensor* tensor, const char* name, void* target, ltf_hook** hook,
                                        ltf_node** keeper) {
  return guarded([&] {
    auto callback = managed(target);
    NodePointer kept;
    const auto table = accumulated_table_of(retained(tensor), kept);
    *hook = enter(table, name, std::move(callback));
    *keeper = owned(kept);
  });
}

int32_t ltf_node_add_hook(ltf_node* node, int32_t before, const char* name, void* target, ltf_hook** hook) {
  return guarded([&] {
    auto callback = managed(target);
    auto& owner = *node_of(node);
    *hook = enter(before ? pre_table_of(owner) : post_table_of(owner), name, std::move(callback));
  });
}

int32_t ltf_hook_remove(ltf_hook* hook) {
  return guarded([&] {
    if (const auto table = hook->table.lock()) {
      table->remove(hook->id);
    }
  });
}

void ltf_hook_release(ltf_hook* hook) {
  delete hook;
}
