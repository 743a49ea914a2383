#include "autograd_anomaly.h"

#include <torch/csrc/autograd/anomaly_mode.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include "guard.h"
#include "lock.h"

namespace facade {
namespace {

struct Metadata : torch::autograd::AnomalyMetadata {
  void store_stack() override {
    stack = capture_stack();
  }
  // Unlike Python's, this prints nothing: the trace is reported with the error.
  void print_stack(const std::string&) override {}
  void assign_parent(const NodePointer& node) override {
    parent = node;
  }

  Managed stack;
  NodePointer parent;
  // One object for each copy of the managed library.
  std::vector<Managed> data;
};

Metadata* metadata_of(torch::autograd::Node& node) {
  return dynamic_cast<Metadata*>(node.metadata());
}

}  // namespace

std::unique_ptr<torch::autograd::AnomalyMetadata> make_metadata() {
  return std::make_unique<Metadata>();
}

std::string forward_trace(torch::autograd::Node& node) {
  const auto* metadata = metadata_of(node);
  auto text = "Error detected in " + node.name() + ". ";
  if (metadata == nullptr || !metadata->stack) {
    return text + "No forward pass information available. Enable detect anomaly during forward pass for more information.";
  }
  text += "Traceback of forward call that caused the error:\n" + stack_text(metadata->stack);
  for (auto parent = metadata->parent; parent;) {
    const auto* above = metadata_of(*parent);
    if (above == nullptr || !above->stack) {
      return text + "\nNo forward pass information available. Enable detect anomaly during forward pass for more information.";
    }
    text += "\nTraceback of forward call that induced the previous calculation:\n" + stack_text(above->stack);
    parent = above->parent;
  }
  return text;
}

void* metadata_of(torch::autograd::Node& node, Managed fresh) {
  // Two threads may ask at the same time, before the node has an object.
  static std::mutex making;
  const Lock lock(making);
  auto* metadata = metadata_of(node);
  TORCH_CHECK(metadata != nullptr, "this node was made before the library was loaded");
  auto& data = metadata->data;
  const auto found = std::find_if(data.begin(), data.end(), [&](const Managed& held) { return &held->owner() == &fresh->owner(); });
  if (found != data.end()) {
    return (*found)->handle();
  }
  data.push_back(std::move(fresh));
  return data.back()->handle();
}

}  // namespace facade

using namespace facade;
using torch::autograd::AnomalyMode;

void ltf_anomaly_mode(int32_t* enabled, int32_t* check_nan) {
  *enabled = AnomalyMode::is_enabled() ? 1 : 0;
  *check_nan = AnomalyMode::should_check_nan() ? 1 : 0;
}

void ltf_set_anomaly_mode(int32_t enabled, int32_t check_nan) {
  AnomalyMode::set_enabled(enabled != 0, check_nan != 0);
}
