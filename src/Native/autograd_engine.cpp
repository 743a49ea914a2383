// libtorch's engine with what Python's subclass adds to it: anomaly metadata, and hooks on saved tensors.
#include "autograd_engine.h"

#include <ATen/ops/is_vulkan_available.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/graph_task.h>

#include <atomic>
#include <mutex>

#include "accumulating.h"
#include "autograd_anomaly.h"
#include "autograd_passes.h"
#include "autograd_saved.h"
#include "autograd_walk.h"
#include "callbacks.h"
#include "versions.h"

namespace facade {
namespace {

using torch::autograd::Engine;
using torch::autograd::GraphTask;
using torch::autograd::InputBuffer;

// libtorch numbers passes since 2.0. Before, every pass needs a RunningPass, whose number is used.
constexpr bool has_numbers = LTF_TORCH_AT_LEAST(2, 0);

// Whether there are devices whose nodes the engine runs on threads of their own. The engine's list of threads does not
// tell: since 2.14 it has one for Vulkan even where there is no driver, and so no tensor.
bool has_devices() {
  using c10::DeviceType;
  for (const auto& each : c10::impl::device_guard_impl_registry) {
    const auto* backend = each.load();
    if (backend == nullptr) {
      continue;
    }
    const auto type = backend->type();
    const bool without_thread = type == DeviceType::CPU || type == DeviceType::Meta || type == DeviceType::Lazy ||
                                (type == DeviceType::Vulkan && !at::is_vulkan_available());
    if (!without_thread && backend->deviceCount() > 0) {
      return true;
    }
  }
  return false;
}

struct FacadeEngine : Engine {
  c10::intrusive_ptr<at::ivalue::Future> execute_with_graph_task(const std::shared_ptr<GraphTask>& task, NodePointer root,
                                                                 InputBuffer&& gradients) override {
    refuse_own_leaf(*task, *root);

    std::call_once(counted_, [this] { has_devices_ = has_devices(); });
    const bool walked = !has_devices_ && may_walk();
    const auto pass = walked && has_numbers ? nullptr : std::make_shared<RunningPass>(task, walked);
    if (walked) {
      root = walk_from(std::move(root), std::move(gradients), task, *this);
      gradients = InputBuffer(0);
    }
    auto result = Engine::execute_with_graph_task(task, std::move(root), std::move(gradients));
    // A pass that is nested too deeply continues on another thread of libtorch's after this function has returned.
    if (pass && !result->completed()) {
      result->addCallback([pass](at::ivalue::Future&) {});
    }
    return result;
  }

  std::unique_ptr<torch::autograd::AnomalyMetadata> make_anomaly_metadata() override {
    return make_metadata();
  }

  std::unique_ptr<torch::autograd::SavedVariableHooks> get_default_saved_variable_hooks() override {
    return current_saved_hooks();
  }

#if LTF_TORCH_AT_LEAST(2, 0)
  // Since 2.0 the task is passed by reference.
  using Task = const std::shared_ptr<GraphTask>&;
#else
  using Task = std::shared_ptr<GraphTask>;
#endif

  // Called from a catch block. The base class stores the exception that is being handled, so the new one is thrown and
  // caught here.
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

 private:
  std::once_flag counted_;
  bool has_devices_ = false;
};

// Never destroyed: a backward pass may still run while the process ends.
std::atomic<FacadeEngine*> engine{new FacadeEngine};

Engine& facade_engine() {
  return *engine.load(std::memory_order_acquire);
}

const bool installed = [] {
  torch::autograd::set_default_engine_stub(facade_engine);
  return true;
}();

}  // namespace

void renew_engine() {
  engine.store(new FacadeEngine, std::memory_order_release);
}

}  // namespace facade
