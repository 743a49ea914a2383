// The backward passes that are running. In a pass that libtorch's own loop runs, perhaps on several threads, nothing
// tells which node is being executed.
#pragma once

#include <torch/csrc/autograd/graph_task.h>

#include <memory>
#include <thread>

namespace facade {

class RunningPass {
 public:
  // `walked`: the pass is walked through as a single node (autograd_walk.h), which records the node it is at.
  RunningPass(std::shared_ptr<torch::autograd::GraphTask> task, bool walked);
  ~RunningPass();
  RunningPass(const RunningPass&) = delete;
  RunningPass& operator=(const RunningPass&) = delete;

  // Whether libtorch's own loop may execute the node at any time, in a pass that the calling thread is not part of.
  bool may_run(const torch::autograd::Node& node) const;
  const void* key() const {
    return &task_->exec_info_;
  }
  int64_t number() const {
    return number_;
  }

 private:
  const std::shared_ptr<torch::autograd::GraphTask> task_;
  const std::thread::id thread_ = std::this_thread::get_id();
  const bool walked_;
  int64_t number_;
};

// Whether the node belongs to another thread's pass that libtorch's own loop runs.
bool other_pass_may_run(const torch::autograd::Node& node);

// The number of the pass that the calling thread is in, or -1.
int64_t current_task();

}  // namespace facade
