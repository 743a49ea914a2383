#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/basic_ops.h>
#include <torch/csrc/autograd/saved_variable.h>

#include <memory>
#include <mutex>
#include <unordered_set>

#include "callbacks.h"
#include "guard.h"
#include "handles.h"
#include "lock.h"
#include "nodes.h"
#include "versions.h"

namespace facade {
namespace {

using torch::autograd::variable_list;
namespace graph = torch::autograd;

// The node of a custom function: its backward is a managed method.
struct ManagedFunction : graph::Node {
  using Saved = std::vector<graph::SavedVariable>;

  ManagedFunction(std::string name, Managed target) : label(std::move(name)), target(std::move(target)) {}

  std::string name() const override {
    return label;
  }

  variable_list apply(variable_list&& grads) override {
    at::OptionalDeviceGuard guard;
    for (size_t i = 0; i < grads.size() && materialize; i++) {
      if (!grads[i].defined()) {
        grads[i] = output_info.at(i).zeros(guard);
      }
    }
    variable_list results(is_tensor.size());
    call_managed(target, self_of(*this), grads, {}, results);
    variable_list of_tensors;
    for (size_t i = 0; i < results.size(); i++) {
      if (is_tensor[i]) {
        of_tensors.push_back(std::move(results[i]));
      }
    }
    return of_tensors;
  }

  void release_variables() override {
    std::shared_ptr<const Saved> released;
    const Lock lock(mutex_);
    released.swap(saved);
    freed = true;
  }

#if LTF_TORCH_AT_LEAST(2, 12)
  // Since 2.12 the reference count is inside the node, so a node that has only weak references left stays in memory.
  // This frees what it holds.
  void release_resources() override {
    graph::Node::release_resources();
    release_variables();
    target.reset();
  }
#endif

  variable_list unpacked() {
    // Not under the lock: unpacking may call the application's code, which may ask for the same tensors.
    const auto mine = present();
    const auto self = self_of(*this);
    variable_list tensors;
    tensors.reserve(mine->size());
    for (const auto& one : *mine) {
      tensors.push_back(one.unpack(self));
    }
    return tensors;
  }

  size_t saved_count() {
    return present()->size();
  }

  void save(Saved tensors) {
    const Lock lock(mutex_);
    saved = std::make_shared<const Saved>(std::move(tensors));
  }

  std::string label;
  Managed target;
  std::vector<bool> is_tensor;
  std::vector<graph::VariableInfo> output_info;
  bool materialize = true;

 private:
  std::shared_ptr<const Saved> present() {
    const Lock lock(mutex_);
    TORCH_CHECK(!freed, graph::ERR_BACKWARD_TWICE);
    return saved;
  }

  std::shared_ptr<const Saved> saved = std::make_shared<const Saved>();
  bool freed = false;
};

#if LTF_TORCH_AT_LEAST(2, 0)
using MaybeTensor = std::optional<at::Tensor>;
#else
using MaybeTensor = c10::optional<at::Tensor>;
#endif

std::unordered_set<at::TensorImpl*> impls(ltf_tensor* const* tensors, int32_t count) {
  std::unordered_set<at::TensorImpl*> set;
  for (int32_t i = 0; i < count; i++) {
    set.insert(impl(tensors[i]));
  }
  return set;
}

variable_list no_jvp(variable_list, variable_list) {
  TORCH_CHECK_NOT_IMPLEMENTED(
      false, "You must implement the jvp function for custom autograd.Function to use it with forward mode AD.");
}

std::vector<MaybeTensor> wrapped(const ltf_function_outcome& outcome, const NodePointer& node) {
  variable_list inputs;
  for (int32_t i = 0; i < outcome.input_count; i++) {
    if (outcome.inputs[i] != nullptr) {
      inputs.push_back(retained(outcome.inputs[i]));
    }
  }
  std::vector<MaybeTensor> outputs;
  for (int32_t i = 0; i < outcome.output_count; i++) {
    outputs.emplace_back(outcome.outputs[i] ? MaybeTensor(retained(outcome.outputs[i])) : MaybeTensor());
  }
  const auto fixed = impls(outcome.non_differentiable, outcome.non_differentiable_count);
  const auto dirty = impls(outcome.dirty, outcome.dirty_count);
  for (auto* changed : dirty) {
    changed->bump_version();
  }
#if LTF_TORCH_AT_LEAST(2, 12)
  // Since 2.12 _wrap_outputs also reports which node became the outputs' grad_fn.
  NodePointer attached;
  return graph::_wrap_outputs(
      inputs, fixed, dirty, outputs, node, no_jvp, {}, [](at::Tensor x) { return x.view_as(x); }, false, attached);
#elif LTF_TORCH_AT_LEAST(2, 4)
  // Since 2.4 the caller says how an input that is returned becomes a view.
  return graph::_wrap_outputs(inputs, fixed, dirty, outputs, node, no_jvp, {},
                              [](at::Tensor x) { return x.view_as(x); });
#elif LTF_TORCH_AT_LEAST(2, 1)
  // Since 2.1 tensors can be saved in a separate step, which is not used here.
  return graph::_wrap_outputs(inputs, fixed, dirty, outputs, node, no_jvp, {});
#else
  return graph::_wrap_outputs(inputs, fixed, dirty, outputs, node, no_jvp);
#endif
}

void complete(ManagedFunction& function, const ltf_function_outcome& outcome, const std::vector<MaybeTensor>& outputs) {
  function.materialize = outcome.materialize != 0;
  for (int32_t i = 0; i < outcome.input_count; i++) {
    function.is_tensor.push_back(outcome.inputs[i] != nullptr);
  }
  for (const auto& output : outputs) {
    function.output_info.push_back(output ? graph::VariableInfo(*output) : graph::VariableInfo());
  }
  ManagedFunction::Saved saved;
  for (int32_t i = 0; i < outcome.saved_count; i++) {
    const auto tensor = retained(outcome.saved[i]);
    const bool is_output = tensor.defined() && tensor.grad_fn().get() == &function;
    saved.emplace_back(tensor, is_output);
  }
  function.save(std::move(saved));
}

}  // namespace
}  // namespace facade

using namespace facade;

int32_t ltf_function_begin(const char* name, ltf_tensor* const* inputs, int32_t count, ltf_managed target,
                           ltf_node** node) {
  return guarded([&] {
    auto callback = managed(target);
    variable_list tensors;
    for (int32_t i = 0; i < count; i++) {
      if (inputs[i] != nullptr) {
        tensors.push_back(retained(inputs[i]));
      }
    }
    if (!at::GradMode::is_enabled() || !graph::any_variable_requires_grad(tensors)) {
      *node = nullptr;
      return;
    }
    auto function = make_node<ManagedFunction>(name, std::move(callback));
    function->set_next_edges(graph::collect_next_edges(tensors));
    *node = owned(NodePointer(std::move(function)));
  });
}

int32_t ltf_function_end(ltf_node* node, const ltf_function_outcome* outcome, ltf_tensor** results) {
  return guarded([&] {
    const auto history = node ? node_of(node) : NodePointer();
    std::vector<MaybeTensor> outputs;
    {
      at::AutoGradMode recording(false);
      outputs = wrapped(*outcome, history);
    }
    if (history) {
      complete(static_cast<ManagedFunction&>(*history), *outcome, outputs);
    }
    for (int32_t i = 0; i < outcome->output_count; i++) {
      results[i] = outputs[i] ? owned(std::move(*outputs[i])) : nullptr;
    }
  });
}

int32_t ltf_function_saved(ltf_node* node, ltf_tensor** results, int32_t room, int32_t* count) {
  return guarded([&] {
    auto& function = static_cast<ManagedFunction&>(*node_of(node));
    if (results == nullptr) {
      *count = static_cast<int32_t>(function.saved_count());
      return;
    }
    auto tensors = function.unpacked();
    *count = static_cast<int32_t>(tensors.size());
    for (int32_t i = 0; i < room && i < *count; i++) {
      results[i] = owned(std::move(tensors[i]));
    }
  });
}

int32_t ltf_delayed_error(const char* message, ltf_tensor* const* tensors, int32_t count, ltf_tensor** results) {
  return guarded([&] {
    auto error = make_node<graph::DelayedError>(message, count);
    auto outputs = (*error)(retained(tensors, count));
    for (int32_t i = 0; i < count; i++) {
      results[i] = owned(std::move(outputs[i]));
    }
  });
}
