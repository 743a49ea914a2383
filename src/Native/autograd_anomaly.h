// The metadata of a node: in anomaly mode the stack of the forward call that created the node, and a managed object for
// the user.
#pragma once

#include <memory>
#include <string>

#include "callbacks.h"
#include "nodes.h"

namespace facade {

std::unique_ptr<torch::autograd::AnomalyMetadata> make_metadata();

// The text of Python's anomaly warning, with the stack of the forward call that created the node.
std::string forward_trace(torch::autograd::Node& node);

// The managed object that `fresh`'s copy of the library has attached to the node (borrowed). If it has attached none
// yet, `fresh` is attached now.
void* metadata_of(torch::autograd::Node& node, Managed fresh);

}  // namespace facade
