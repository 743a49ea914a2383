// Hooks that come while a pass goes through their node: from other threads, and from the node's own hooks.
#include <thread>

#include "managed.h"

namespace {

struct Node {
  explicit Node(const Tensor& tensor) {
    succeeds(ltf_tensor_grad_fn(tensor.get(), &node));
  }
  ~Node() {
    ltf_node_release(node);
  }
  ltf_node* node = nullptr;
};

Managed* counting(std::atomic<int>& calls) {
  return new Managed([&calls](const auto&, ltf_tensor**, int32_t, int32_t*) {
    calls++;
    return LTF_OK;
  });
}

// One of each kind, the first of its kind on the node of `y`.
void hook_everything(const Tensor& x, const Tensor& y, std::atomic<int>& calls) {
  const Node node(y);
  ltf_hook* hooks[5];
  ltf_node* keeper;
  succeeds(ltf_node_add_hook(node.node, 1, "before", counting(calls), &hooks[0]));
  succeeds(ltf_node_add_hook(node.node, 0, "behind", counting(calls), &hooks[1]));
  succeeds(ltf_tensor_add_hook(y.get(), "tensor", counting(calls), &hooks[2]));
  succeeds(ltf_tensor_add_hook(x.get(), "leaf", counting(calls), &hooks[3]));
  succeeds(ltf_tensor_add_accumulated_hook(x.get(), "after", counting(calls), &hooks[4], &keeper));
  succeeds(ltf_tensor_retain_grad(y.get()));
  for (auto* hook : hooks) {
    ltf_hook_release(hook);
  }
  if (keeper != nullptr) {
    ltf_node_release(keeper);
  }
}

void backward_retained(const Tensor& tensor) {
  const auto one = full({}, 1);
  ltf_tensor* output = tensor.get();
  ltf_tensor* gradient = one.get();
  succeeds(ltf_autograd_run(&output, &gradient, 1, nullptr, 0, LTF_ACCUMULATE | LTF_RETAIN_GRAPH, nullptr, nullptr));
}

TEST(first_hooks_while_other_threads_go_through_the_node) {
  for (int round = 0; round < 30; round++) {
    std::atomic<int> calls{0};
    std::atomic<bool> begun{false};
    {
      const auto x = full({3}, 2, true);
      const auto y = call("aten::mul", "Tensor", {of(x), of(x)});
      const auto z = sum(y);
      std::thread other([&] {
        for (int i = 0; i < 30; i++) {
          backward_retained(z);
          begun = true;
        }
      });
      while (!begun) {
        std::this_thread::yield();
      }
      hook_everything(x, y, calls);
      other.join();
      const int before = calls;
      backward_retained(z);
      check(calls == before + 5, "each hook is called by the next pass");
      check(item(sum(grad(x))) == 12 * 31, "grad");
    }
  }
}

TEST(first_hooks_of_other_kinds_by_a_hook_of_the_node) {
  std::atomic<int> calls{0};
  const auto x = full({3}, 2, true);
  const auto y = call("aten::mul", "Tensor", {of(x), of(x)});
  const auto z = sum(y);
  ltf_hook* hook;
  bool done = false;
  succeeds(ltf_tensor_add_hook(y.get(), "first", new Managed([&](const auto&, ltf_tensor**, int32_t, int32_t*) {
    if (!done) {
      done = true;
      hook_everything(x, y, calls);
    }
    return LTF_OK;
  }), &hook));
  ltf_hook_release(hook);
  backward_retained(z);
  const int first = calls;
  backward_retained(z);
  check(calls == first + 5, "each hook is called by the next pass");
}

}  // namespace
