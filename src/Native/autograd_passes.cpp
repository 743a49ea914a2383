#include "autograd_passes.h"

#include <algorithm>
#include <mutex>
#include <vector>

#include "lock.h"
#include "running_node.h"
#include "versions.h"

namespace facade {
namespace {

struct Passes {
  std::mutex mutex;
  std::vector<const RunningPass*> all;
  int64_t next_number = 0;
};

// Never destroyed: a pass may still run while the process ends.
Passes& passes() {
  static auto& made = *new Passes;
  return made;
}

// Identifies the calling thread's pass: an address inside its GraphTask.
const void* current_key() {
  return torch::autograd::get_current_graph_task_exec_info();
}

}  // namespace

RunningPass::RunningPass(std::shared_ptr<torch::autograd::GraphTask> task, bool walked)
    : task_(std::move(task)), walked_(walked) {
  {
    auto& [mutex, all, next_number] = passes();
    const Lock lock(mutex);
    number_ = next_number++;
    all.push_back(this);
  }
  // A thread that changes a node first announces it in `changing` and then looks at the running passes. So either that
  // thread sees this pass, or this pass sees the announcement and waits here.
  while (!walked_) {
    const auto* node = changing.load();
    if (node == nullptr || task_->nodes_in_graph_.count(static_cast<torch::autograd::Node*>(const_cast<void*>(node))) == 0) {
      break;
    }
    std::this_thread::yield();
  }
}

RunningPass::~RunningPass() {
  auto& [mutex, all, next_number] = passes();
  const Lock lock(mutex);
  all.erase(std::find(all.begin(), all.end(), this));
}

bool RunningPass::may_run(const torch::autograd::Node& node) const {
  return !walked_ && thread_ != std::this_thread::get_id() && key() != current_key() &&
         task_->nodes_in_graph_.count(const_cast<torch::autograd::Node*>(&node)) != 0;
}

bool other_pass_may_run(const torch::autograd::Node& node) {
  auto& [mutex, all, next_number] = passes();
  const Lock lock(mutex);
  return std::any_of(all.begin(), all.end(), [&](const RunningPass* pass) { return pass->may_run(node); });
}

int64_t current_task() {
#if LTF_TORCH_AT_LEAST(2, 0)
  return torch::autograd::get_current_graph_task_id();
#else
  // libtorch numbers passes since 2.0; before, RunningPass's numbers are used.
  auto& [mutex, all, next_number] = passes();
  const Lock lock(mutex);
  const auto found =
      std::find_if(all.begin(), all.end(), [key = current_key()](const RunningPass* pass) { return pass->key() == key; });
  return found == all.end() ? -1 : (*found)->number();
#endif
}

}  // namespace facade
