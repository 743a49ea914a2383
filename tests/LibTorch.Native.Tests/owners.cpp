// Two copies of the managed library, of which one goes.
#include <thread>

#include "managed.h"

namespace {

Tensor triple(const Tensor& x) {
  return call("aten::mul", "Tensor", {of(x), of(3)});
}

void hook_on(const Tensor& tensor, ltf_managed target) {
  ltf_hook* hook;
  succeeds(ltf_tensor_add_hook(tensor.get(), "hook", target, &hook));
  ltf_hook_release(hook);
}

bool ends(ltf_owner* owner) {
  int32_t ended;
  succeeds(ltf_owner_end(owner, &ended));
  return ended != 0;
}

TEST(what_an_unloaded_copy_left_fails_when_it_is_called) {
  auto* const owner = add_owner(true);
  int calls = 0;
  // Nobody gives back what it held.
  const auto hook = std::make_unique<Managed>([&](const auto&, ltf_tensor**, int32_t, int32_t*) {
    check(!ends(owner), "a call is inside");
    calls++;
    return LTF_OK;
  });
  const auto x = full({3}, 2, true);
  hook_on(x, {hook.get(), owner});
  int others = 0;
  hook_on(x, handle_on(new Managed([&](const auto&, ltf_tensor**, int32_t, int32_t*) {
    others++;
    return LTF_OK;
  })));
  const auto y = sum(triple(x));
  backward_retained(y);
  check(calls == 1 && others == 1, "calls");
  check(ends(owner), "nobody is inside");
  fails(try_backward(y), LTF_ERROR, "unloaded");
  check(calls == 1, "it is not called any more");
  check(!ends(owner), "once");
}

TEST(what_an_unloaded_copy_notes_down_is_not_asked_for) {
  auto* const owner = add_owner(true);
  const auto x = full({3}, 2, true);
  const auto y = triple(x);
  ltf_node* node;
  void *its, *others;
  const auto noted = std::make_unique<Managed>();
  succeeds(ltf_tensor_grad_fn(y.get(), &node));
  succeeds(ltf_node_metadata(node, {noted.get(), owner}, &its));
  succeeds(ltf_node_metadata(node, handle_on(new Managed), &others));
  check(its == noted.get() && others != its, "each copy has its own");
  check(ends(owner), "nobody is inside");
  ltf_node_release(node);
}

TEST(copies_come_and_go_while_others_call) {
  const auto x = full({3}, 2, true);
  std::atomic<bool> done{false};
  std::thread other([&] {
    while (!done) {
      const auto mine = full({3}, 2, true);
      std::atomic<int> calls{0};
      hook_on(mine, handle_on(new Managed([&](const auto&, ltf_tensor**, int32_t, int32_t*) {
        calls++;
        return LTF_OK;
      })));
      backward(sum(triple(mine)));
      check(calls == 1, "calls");
    }
  });
  for (int i = 0; i < 200; i++) {
    auto* const owner = add_owner(true);
    {
      const auto mine = full({3}, 2, true);
      hook_on(mine, {new Managed, owner});
    }
    while (!ends(owner)) {
      std::this_thread::yield();
    }
  }
  done = true;
  other.join();
}

}  // namespace
