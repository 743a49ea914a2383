// A node crosses the boundary as a pointer to a shared pointer, allocated for the receiver.
#pragma once

#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/function.h>

#include "torch_facade.h"
#include "versions.h"

namespace facade {

// A shared pointer to a node; which kind of shared pointer depends on the libtorch.
using NodePointer = decltype(torch::autograd::Edge::function);

inline NodePointer& node_of(ltf_node* node) {
  return *reinterpret_cast<NodePointer*>(node);
}

// Hands a reference to the caller; NULL for none.
inline ltf_node* owned(NodePointer node) {
  return node ? reinterpret_cast<ltf_node*>(new NodePointer(std::move(node))) : nullptr;
}

inline NodePointer self_of(torch::autograd::Node& node) {
#if LTF_TORCH_AT_LEAST(2, 12)
  return node.getptr();
#else
  return node.shared_from_this();
#endif
}

// Since 2.12 a node's references are counted inside the node. Before, a node needs libtorch's own deleter, which does
// not run out of stack on a long chain of nodes.
template <typename T, typename... Arguments>
auto make_node(Arguments&&... arguments) {
#if LTF_TORCH_AT_LEAST(2, 12)
  return c10::make_intrusive<T>(std::forward<Arguments>(arguments)...);
#else
  return std::shared_ptr<T>(new T(std::forward<Arguments>(arguments)...), torch::autograd::deleteNode);
#endif
}

}  // namespace facade
