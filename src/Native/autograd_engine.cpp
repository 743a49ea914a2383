// libtorch's engine, told what Python's tells it: where nodes were made, and how tensors are saved.
#include "autograd_engine.h"

#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/graph_task.h>

#include <atomic>
#include <mutex>
#include <unordered_map>

#include "autograd_anomaly.h"
#include "autograd_saved.h"
#include "autograd_tasks.h"
#include "autograd_walk.h"
#include "callbacks.h"
#include "versions.h"

namespace facade {
namespace {

using torch::autograd::Engine;
using torch::autograd::GraphTask;
using torch::autograd::InputBuffer;

#if !LTF_TORCH_AT_LEAST(2, 0)
// Passes have numbers since 2.0. Until then each gets one here, known by what it plans, which only lies
// where it lies while the pass runs.
std::mutex numbering;
std::unordered_map<const void*, int64_t> numbers;
int64_t next_number = 0;

class Numbered {
 public:
  explicit Numbered(const GraphTask& task) : plan_(&task.exec_info_) {
    const std::lock_guard<std::mutex> lock(numbering);
    numbers[plan_] = next_number++;
  }

  ~Numbered() {
    const std::lock_guard<std::mutex> lock(numbering);
    numbers.erase(plan_);
  }

  Numbered(const Numbered&) = delete;
  Numbered& operator=(const Numbered&) = delete;

 private:
  const void* plan_;
};
#endif

struct FacadeEngine : Engine {
  c10::intrusive_ptr<at::ivalue::Future> execute_with_graph_task(const std::shared_ptr<GraphTask>& task, NodePointer root,
                                                                 InputBuffer&& gradients) override {
#if !LTF_TORCH_AT_LEAST(2, 0)
    const Numbered numbered(*task);
#endif
    // Devices have threads, which are known once they were started.
    initialize_device_threads_pool();
    if (device_ready_queues_.empty() && may_walk()) {
      return Engine::execute_with_graph_task(task, walk_from(std::move(root), std::move(gradients), task, *this),
                                             InputBuffer(0));
    }
    return Engine::execute_with_graph_task(task, std::move(root), std::move(gradients));
  }

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

int64_t current_task() {
#if LTF_TORCH_AT_LEAST(2, 0)
  return torch::autograd::get_current_graph_task_id();
#else
  const auto* planned = torch::autograd::get_current_graph_task_exec_info();
  const std::lock_guard<std::mutex> lock(numbering);
  const auto found = numbers.find(planned);
  return found == numbers.end() ? -1 : found->second;
#endif
}

}  // namespace facade
