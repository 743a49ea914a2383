// What is noted down about a node while it is made, for anomaly mode and for the user.
#pragma once

#include <memory>
#include <string>

#include "callbacks.h"
#include "nodes.h"

namespace facade {

std::unique_ptr<torch::autograd::AnomalyMetadata> make_metadata();

// Where the forward pass made the node, as Python's warning says it.
std::string forward_trace(torch::autograd::Node& node);

// The managed object that goes with the node for the copy of the library that `fresh` is from: the one it has (borrowed), or
// else `fresh`, now its.
void* metadata_of(torch::autograd::Node& node, Managed fresh);

}  // namespace facade
