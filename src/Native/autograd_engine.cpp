// libtorch's engine, told what Python's tells it: where nodes were made, and how tensors are saved.
#include <torch/csrc/autograd/engine.h>

#include "autograd_anomaly.h"
#include "autograd_saved.h"
#include "callbacks.h"
#include "versions.h"

namespace facade {
namespace {

using torch::autograd::Engine;
using torch::autograd::GraphTask;

struct FacadeEngine : Engine {
  std::unique_ptr<torch::autograd::AnomalyMetadata> make_anomaly_metadata() override {
    return make_metadata();
  }

  std::unique_ptr<torch::autograd::SavedVariableHooks> get_default_saved_variable_hooks() override {
    return current_saved_hooks();
  }

#if LTF_TORCH_AT_LEAST(2, 0)
  // 2.0 passes the task by reference.
  using Task = const std::shared_ptr<GraphTask>&;
#else
  using Task = std::shared_ptr<GraphTask>;
#endif

  // Called in the catch block; the engine passes on the exception in flight.
  void thread_on_exception(Task task, const NodePointer& node, std::exception& error) override {
    if (!torch::autograd::AnomalyMode::is_enabled() || !node) {
      Engine::thread_on_exception(task, node, error);
      return;
    }
    try {
      throw AnomalyFailure(std::current_exception(), forward_trace(*node));
    } catch (std::exception& traced) {
      Engine::thread_on_exception(task, node, traced);
    }
  }
};

// Never destroyed: a backward pass may still run while the process ends.
Engine& facade_engine() {
  static auto& engine = *new FacadeEngine;
  return engine;
}

const bool installed = [] {
  torch::autograd::set_default_engine_stub(facade_engine);
  return true;
}();

}  // namespace
}  // namespace facade
