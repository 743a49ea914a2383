#include "autograd_walk.h"

#include <ATen/record_function.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/graph_task.h>

#include <queue>

#include "fast_paths.h"
#include "running_node.h"

namespace facade {
namespace {

using torch::autograd::Engine;
using torch::autograd::GraphTask;
using torch::autograd::InputBuffer;
using torch::autograd::Node;
using torch::autograd::variable_list;

struct Ready {
  NodePointer node;
  uint64_t sequence;
  InputBuffer gradients;
};

// The engine's own order: of the ready nodes, the one created last runs first.
struct Later {
  bool operator()(const Ready& a, const Ready& b) const {
    return a.sequence < b.sequence;
  }
};

struct Walk : Node {
  Walk(NodePointer root, InputBuffer gradients, const std::shared_ptr<GraphTask>& task, Engine& engine)
      : Node(/*sequence_nr=*/0), task_(task), engine_(engine) {
    add(std::move(root), std::move(gradients));
    // One dependency more than there are: so the engine never finds a node ready, and leaves all of them to the walk.
    for (auto& [node, count] : task->dependencies_) {
      count++;
    }
    // If only some of the nodes are to run, exec_info_ lists them.
    if (!task->exec_info_.empty()) {
      task->exec_info_[this].needed_ = true;
    }
  }

  variable_list apply(variable_list&& /*gradients*/) override {
    auto task = task_.lock();
    const RunningWalk walk;
    while (!ready_.empty()) {
      // Moving out of the queue's top is safe: entries are compared by their number alone, and this one is popped at
      // once.
      auto next = std::move(const_cast<Ready&>(ready_.top()));
      ready_.pop();
      {
        const RunningNode running(*next.node, *task);
        engine_.evaluate_function(task, next.node.get(), next.gradients, task->cpu_ready_queue_);
      }
      add_what_waited_for(*next.node, *task);
    }
    return {};
  }

 private:
  void add(NodePointer node, InputBuffer gradients) {
    const auto sequence = node->sequence_nr();
    ready_.push({std::move(node), sequence, std::move(gradients)});
  }

  void add_what_waited_for(const Node& node, GraphTask& task) {
    // The engine finds a node ready at the last of the edges that lead to it, so the edges are searched backwards.
    std::vector<const torch::autograd::Edge*> last;
    const auto& edges = node.next_edges();
    for (auto edge = edges.rbegin(); edge != edges.rend(); ++edge) {
      const auto found = task.dependencies_.find(edge->function.get());
      if (found != task.dependencies_.end() && found->second == 1) {
        task.dependencies_.erase(found);
        last.push_back(&*edge);
      }
    }
    for (auto edge = last.rbegin(); edge != last.rend(); ++edge) {
      const auto waiting = task.not_ready_.find((*edge)->function.get());
      // A node that is not to run is not in not_ready_.
      if (waiting != task.not_ready_.end()) {
        add((*edge)->function, std::move(waiting->second));
        task.not_ready_.erase(waiting);
      }
    }
  }

  std::weak_ptr<GraphTask> task_;
  Engine& engine_;
  std::priority_queue<Ready, std::vector<Ready>, Later> ready_;
};

}  // namespace

bool may_walk() {
  return fast_paths_enabled && !torch::autograd::AnomalyMode::is_enabled() && !at::hasCallbacks();
}

NodePointer walk_from(NodePointer root, InputBuffer gradients, const std::shared_ptr<GraphTask>& task, Engine& engine) {
  return make_node<Walk>(std::move(root), std::move(gradients), task, engine);
}

}  // namespace facade
