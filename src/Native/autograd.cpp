#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/accumulate_grad.h>
#include <torch/csrc/autograd/functions/basic_ops.h>
#include <torch/csrc/autograd/variable.h>

#include "guard.h"
#include "handles.h"
#include "versions.h"

using namespace facade;
using torch::autograd::Edge;
using torch::autograd::edge_list;
using torch::autograd::Node;

namespace {

// A shared pointer to a node; which kind of shared pointer depends on the libtorch.
using NodePointer = decltype(Edge::function);

NodePointer& node_of(ltf_node* node) {
  return *reinterpret_cast<NodePointer*>(node);
}

// 2.14 counts a node's references inside the node.
template <typename T>
NodePointer make_node() {
#if LTF_TORCH_AT_LEAST(2, 12)
  return c10::make_intrusive<T>();
#else
  return std::make_shared<T>();
#endif
}

edge_list roots_of(const std::vector<at::Tensor>& outputs) {
  edge_list roots;
  roots.reserve(outputs.size());
  for (size_t i = 0; i < outputs.size(); i++) {
    auto edge = torch::autograd::impl::gradient_edge(outputs[i]);
    TORCH_CHECK(edge.function, "element ", i, " of tensors does not require grad and does not have a grad_fn");
    roots.push_back(std::move(edge));
  }
  return roots;
}

// Where the engine is to stop for each input. An input without an edge gets a node that nothing
// reaches, so that the engine itself says that it was not used.
edge_list ends_of(const std::vector<at::Tensor>& inputs, bool accumulate) {
  edge_list ends;
  ends.reserve(inputs.size());
  for (const auto& input : inputs) {
    const auto output_nr = input.output_nr();
    auto function = input.grad_fn();
    if (!function) {
      function = torch::autograd::impl::try_get_grad_accumulator(input);
    }
    if (accumulate) {
      input.retain_grad();
    }
    TORCH_CHECK(input.requires_grad(), "One of the differentiated Tensors does not require grad");
    if (function) {
      ends.emplace_back(function, output_nr);
    } else {
      ends.emplace_back(make_node<torch::autograd::Identity>(), 0);
    }
  }
  return ends;
}

}  // namespace

int32_t ltf_tensor_grad(ltf_tensor* tensor, ltf_tensor** grad) {
  return guarded([&] { *grad = owned(retained(tensor).mutable_grad()); });
}

int32_t ltf_tensor_set_grad(ltf_tensor* tensor, ltf_tensor* grad) {
  return guarded([&] { retained(tensor).mutable_grad() = retained(grad); });
}

int32_t ltf_tensor_set_requires_grad(ltf_tensor* tensor, int32_t value) {
  return guarded([&] { retained(tensor).set_requires_grad(value != 0); });
}

int32_t ltf_tensor_retain_grad(ltf_tensor* tensor) {
  return guarded([&] { retained(tensor).retain_grad(); });
}

int32_t ltf_tensor_output_nr(ltf_tensor* tensor, int64_t* number) {
  return guarded([&] { *number = retained(tensor).output_nr(); });
}

int32_t ltf_tensor_grad_fn(ltf_tensor* tensor, ltf_node** node) {
  return guarded([&] {
    auto function = retained(tensor).grad_fn();
    *node = function ? reinterpret_cast<ltf_node*>(new NodePointer(std::move(function))) : nullptr;
  });
}

void ltf_node_release(ltf_node* node) {
  if (node != nullptr) {
    delete &node_of(node);
  }
}

int32_t ltf_node_name(ltf_node* node, ltf_text* name) {
  return guarded([&] { *name = lend(node_of(node)->name()); });
}

int32_t ltf_autograd_run(ltf_tensor* const* outputs, ltf_tensor* const* gradients, int32_t count,
                         ltf_tensor* const* inputs, int32_t input_count, int32_t flags, ltf_tensor** results) {
  return guarded([&] {
    const bool accumulate = (flags & LTF_ACCUMULATE) != 0;
    const auto roots = roots_of(retained(outputs, count));
    const auto ends = ends_of(retained(inputs, input_count), accumulate);
    auto grads = torch::autograd::Engine::get_default_engine().execute(
        roots, retained(gradients, count), (flags & LTF_RETAIN_GRAPH) != 0, (flags & LTF_CREATE_GRAPH) != 0, accumulate,
        ends);
    if (accumulate) {
      return;
    }
    for (int32_t i = 0; i < input_count; i++) {
      TORCH_CHECK((flags & LTF_ALLOW_UNREACHABLE) || grads[i].defined(),
                  "One of the differentiated Tensors appears to not have been used in the graph. "
                  "Set allow_unused=True if this is the desired behavior.");
    }
    for (int32_t i = 0; i < input_count; i++) {
      results[i] = owned(std::move(grads[i]));
    }
  });
}
