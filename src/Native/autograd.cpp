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

// What Python checks before it sets .grad.
void check_assignable(const at::Tensor& grad, const at::Tensor& tensor) {
  TORCH_CHECK(!grad.is_same(tensor), "can't assign Variable as its own grad");
  const bool same_dtype = grad.dtype() == tensor.dtype();
  const bool same_kind = grad.device().type() == tensor.device().type();
  // A sparse gradient of a dense tensor is fine.
  const bool same_type = same_dtype && same_kind && (grad.layout() == at::kSparse || grad.layout() == tensor.layout());
  const bool same_device = grad.get_device() == tensor.get_device();
  const bool same_size = grad.sizes() == tensor.sizes();
#if LTF_TORCH_AT_LEAST(2, 0)
  // 2.0 says what does not fit, and how.
#if LTF_TORCH_AT_LEAST(2, 10)
  // 2.10 gives a tensor a dtype for its gradient, its own one by default.
  TORCH_CHECK(same_dtype, "attempting to assign a gradient with dtype '", grad.dtype(), "' to a tensor with grad_dtype '",
              tensor.scalar_type(), "'. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). ",
              "You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set ",
              "grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems ",
              "that assume they match.");
#else
  TORCH_CHECK(same_dtype, "attempting to assign a gradient with dtype '", grad.dtype(), "' to a tensor with dtype '",
              tensor.dtype(), "'. Please ensure that the gradient and the tensor have the same dtype");
#endif
  TORCH_CHECK(same_kind, "attempting to assign a gradient with device type '", grad.device().type(),
              "' to a tensor with device type '", tensor.device().type(),
              "'. Please ensure that the gradient and the tensor are on the same device");
  TORCH_CHECK(same_type, "attempting to assign a gradient to a tensor that has data of a different type");
  TORCH_CHECK(same_device, "attempting to assign a gradient located on device with index '", grad.get_device(),
              "' to a tensor located on device with index '", tensor.get_device(),
              "'. Please ensure that the gradient and the tensor are on the same device");
  TORCH_CHECK(same_size, "attempting to assign a gradient of size '", grad.sizes(), "' to a tensor of size '",
              tensor.sizes(), "'. Please ensure that the gradient and the tensor are the same size");
#else
  TORCH_CHECK(same_type, "assigned grad has data of a different type");
  TORCH_CHECK(same_device, "assigned grad has data located on a different device");
  TORCH_CHECK(same_size, "assigned grad has data of a different size");
#endif
}

void check_used(const at::Tensor& grad, int32_t i) {
#if LTF_TORCH_AT_LEAST(2, 14)
  // 2.14 says which one it is.
  TORCH_CHECK(grad.defined(), "The differentiated Tensor at index ", i,
              " appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.");
#else
  (void)i;
  TORCH_CHECK(grad.defined(), "One of the differentiated Tensors appears to not have been used in the graph. "
                              "Set allow_unused=True if this is the desired behavior.");
#endif
}

}  // namespace

int32_t ltf_tensor_grad(ltf_tensor* tensor, ltf_tensor** grad) {
  return guarded([&] { *grad = owned(retained(tensor).mutable_grad()); });
}

int32_t ltf_tensor_set_grad(ltf_tensor* tensor, ltf_tensor* grad) {
  return guarded([&] {
    const auto target = retained(tensor);
    auto value = retained(grad);
    if (value.defined()) {
      check_assignable(value, target);
    }
    target.mutable_grad() = std::move(value);
  });
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
      if ((flags & LTF_ALLOW_UNREACHABLE) == 0) {
        check_used(grads[i], i);
      }
    }
    for (int32_t i = 0; i < input_count; i++) {
      results[i] = owned(std::move(grads[i]));
    }
  });
}
