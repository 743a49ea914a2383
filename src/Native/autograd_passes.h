// Backward passes that are running. Those that libtorch's own loop runs, on several threads perhaps, tell nobody which
// node they are at.
#pragma once

#include <torch/csrc/autograd/graph_task.h>

#include <memory>
#include <thread>

namespace facade {

class RunningPass {
 public:
  // `walked`: as one task, which tells which node it is at.
  RunningPass(std::shared_ptr<torch::autograd::GraphTask> task, bool walked);
  ~RunningPass();
  RunningPass(const RunningPass&) = delete;
  RunningPass& operator=(const RunningPass&) = delete;

  // Whether libtorch's own loop may come to the node at any time, in a pass that the calling thread is no part of.
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

// Whether such a pass of another thread's goes through the node.
bool other_pass_may_run(const torch::autograd::Node& node);

// The number of the pass that the calling thread is in, or -1.
int64_t current_task();

}  // namespace facade
