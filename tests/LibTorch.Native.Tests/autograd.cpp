#include <thread>

#include "managed.h"

namespace {

Tensor square(const Tensor& x) {
  return call("aten::mul", "Tensor", {of(x), of(x)});
}

ltf_managed counting(int& calls) {
  return handle_on(new Managed([&calls](const auto&, ltf_tensor**, int32_t, int32_t*) {
    calls++;
    return LTF_OK;
  }));
}

TEST(gradients_and_errors_of_backward) {
  const auto x = full({3}, 2, true);
  const auto y = sum(square(x));
  backward(y);
  check(item(sum(grad(x))) == 12, "grad");
  fails(try_backward(y), LTF_ERROR, "second time");
  succeeds(ltf_tensor_set_grad(x.get(), nullptr));
  check(grad(x).get() == nullptr, "grad is gone");
}

TEST(nodes) {
  const auto x = full({3}, 2, true);
  const auto y = square(x);
  ltf_node *node, *next;
  ltf_text name;
  ltf_node_info info;
  int64_t number;
  succeeds(ltf_tensor_grad_fn(y.get(), &node));
  succeeds(ltf_node_name(node, &name));
  check(text_of(name) == "MulBackward0", text_of(name));
  succeeds(ltf_node_describe(node, &info));
  check(info.outputs == 2, "next nodes");
  succeeds(ltf_node_next(node, 0, &next, &number));
  Tensor leaf;
  succeeds(ltf_node_variable(next, leaf.put()));
  check(leaf.get() == x.get(), "the leaf");
  void *held, *again;
  succeeds(ltf_node_metadata(node, handle_on(new Managed), &held));
  succeeds(ltf_node_metadata(node, handle_on(new Managed), &again));
  check(held == again, "metadata");
  ltf_node_release(next);
  ltf_node_release(node);
}

TEST(hooks_are_called_until_they_are_removed) {
  int calls = 0, after = 0, around = 0;
  const auto x = full({3}, 2, true);
  ltf_hook *hook, *leaf_hook, *before, *behind;
  ltf_node *node, *keeper;
  succeeds(ltf_tensor_add_hook(x.get(), "hook", counting(calls), &hook));
  succeeds(ltf_tensor_add_accumulated_hook(x.get(), "after", counting(after), &leaf_hook, &keeper));
  for (int i = 0; i < 2; i++) {
    const auto y = square(x);
    succeeds(ltf_tensor_grad_fn(y.get(), &node));
    succeeds(ltf_node_add_hook(node, 1, "before", counting(around), &before));
    succeeds(ltf_node_add_hook(node, 0, "behind", counting(around), &behind));
    backward(sum(y));
    ltf_hook_release(before);
    ltf_hook_release(behind);
    ltf_node_release(node);
    succeeds(ltf_hook_remove(hook));
    succeeds(ltf_hook_remove(hook));
  }
  check(calls == 1 && after == 2 && around == 4, "calls");
  ltf_hook_release(hook);
  ltf_hook_release(leaf_hook);
  if (keeper != nullptr) {
    ltf_node_release(keeper);
  }
}

TEST(a_hook_that_fails) {
  const auto x = full({3}, 2, true);
  ltf_hook* hook;
  succeeds(ltf_tensor_add_hook(x.get(), "hook", handle_on(new Managed([](const auto&, ltf_tensor**, int32_t, int32_t*) { return LTF_MANAGED_ERROR; })), &hook));
  const auto y = sum(square(x));
  const auto status = try_backward(y);
  check(status == LTF_MANAGED_ERROR, "status");
  void* exception;
  ltf_last_error_exception(&status, &exception);
  check(exception == nullptr, "another runtime cannot read it");
  ltf_hook_release(hook);
}

TEST(targets_are_taken_over_on_failure) {
  void* guard;
  succeeds(ltf_saved_hooks_disable("not now"));
  fails(ltf_saved_hooks_enter(handle_on(new Managed), &guard), LTF_ERROR, "not now");
  succeeds(ltf_saved_hooks_disable(nullptr));
}

TEST(saved_tensors_are_packed) {
  const auto x = full({3}, 2, true);
  void* guard;
  succeeds(ltf_saved_hooks_enter(handle_on(new Managed), &guard));
  const auto y = sum(square(x));
  ltf_saved_hooks_exit(guard);
  backward(y);
  check(item(sum(grad(x))) == 12, "grad");
  const auto dropped = [&] {
    succeeds(ltf_saved_hooks_enter(handle_on(new Managed), &guard));
    const auto unused = square(x);
    ltf_saved_hooks_exit(guard);
  };
  dropped();
}

// y = 3x, by a function of one's own.
TEST(custom_functions) {
  const auto x = full({3}, 2, true);
  ltf_tensor* inputs[] = {x.get()};
  ltf_node* node;
  succeeds(ltf_function_begin("Triple", inputs, 1, handle_on(new Managed([](const auto& gradients, ltf_tensor** results, int32_t, int32_t* replaced) {
    ltf_value result{};
    ltf_value gradient{};
    gradient.tag = LTF_TENSOR;
    gradient.pointer = gradients[0];
    succeeds(Operator("aten::mul", "Tensor").call({gradient, of(3)}, &result));
    results[0] = static_cast<ltf_tensor*>(result.pointer);
    *replaced = 1;
    return LTF_OK;
  })), &node));
  Tensor output;
  ltf_set_grad_mode(0);
  output = call("aten::mul", "Tensor", {of(x), of(3)});
  ltf_set_grad_mode(1);
  ltf_tensor* outputs[] = {output.get()};
  ltf_tensor* saved[] = {x.get()};
  ltf_function_outcome outcome{};
  outcome.inputs = inputs;
  outcome.outputs = outputs;
  outcome.saved = saved;
  outcome.input_count = outcome.output_count = outcome.saved_count = 1;
  outcome.materialize = 1;
  Tensor y;
  succeeds(ltf_function_end(node, &outcome, y.put()));
  int32_t count;
  succeeds(ltf_function_saved(node, nullptr, 0, &count));
  check(count == 1, "saved");
  ltf_node_release(node);
  backward(sum(y));
  check(item(sum(grad(x))) == 9, "grad");
}

TEST(edges_and_watches) {
  const auto x = full({3}, 2, true);
  const auto y = sum(square(x));
  ltf_node *from, *to;
  int64_t from_number, to_number;
  succeeds(ltf_tensor_gradient_edge(y.get(), &from, &from_number));
  succeeds(ltf_tensor_gradient_edge(x.get(), &to, &to_number));
  Tensor one, result;
  succeeds(ltf_node_input_zeros(from, from_number, one.put()));
  const ltf_edges outputs{&from, &from_number, 1}, inputs{&to, &to_number, 1};
  ltf_tensor* gradient = one.get();
  succeeds(ltf_autograd_run_edges(&outputs, &gradient, &inputs, 0, ltf_managed{}, result.put()));
  check(item(sum(result)) == 0, "grad");
  ltf_watch* watch;
  int32_t will;
  succeeds(ltf_watch_make(y.get(), &watch));
  check(ltf_watch_will_execute(watch, &will) != LTF_OK, "outside of a backward pass");
  ltf_watch_release(watch);
  ltf_node_release(from);
  ltf_node_release(to);
}

TEST(anomalies_know_where_the_forward_was) {
  const auto x = full({3}, 0, true);
  ltf_set_anomaly_mode(1, 1);
  const auto y = sum(call("aten::mul", "Tensor", {of(call("aten::sqrt", "", {of(x)})), of(0)}));
  const auto status = try_backward(y);
  ltf_set_anomaly_mode(0, 1);
  fails(status, LTF_ERROR, "SqrtBackward0");
}

TEST(duals_and_transforms) {
  int64_t level;
  succeeds(ltf_dual_enter(&level));
  const auto dual = call("aten::_make_dual", "", {of(full({3}, 2)), of(full({3}, 1)), [&] {
    ltf_value value{};
    value.tag = LTF_INT;
    value.integer = level;
    return value;
  }()});
  square(dual);
  succeeds(ltf_dual_exit(level));

  const auto x = full({2, 3}, 2);
  Tensor batched, back;
  succeeds(ltf_transform_push(LTF_VMAP, 2, LTF_RANDOM_ERROR, nullptr, &level));
  succeeds(ltf_batch_add(x.get(), 0, level, batched.put()));
  {
    const auto squares = square(batched);
    succeeds(ltf_batch_remove(squares.get(), level, 2, 0, back.put()));
  }
  batched = Tensor();
  succeeds(ltf_transform_pop());
  check(item(sum(back)) == 24, "vmap");
}

// libtorch 1.13 leaves elements of this gradient as it found their memory; it reads no other memory, says valgrind.
TEST(as_strided_scatter) {
  ltf_text version, path;
  succeeds(ltf_library(&version, &path));
  if (text_of(version)[0] != '1') {
    return;
  }
  const auto x = full({4, 4}, 2, true);
  const auto source = full({2, 2}, 3, true);
  const auto y = call("aten::as_strided_scatter", "", {of(x), of(source), of(std::vector<int64_t>{2, 2}), of(std::vector<int64_t>{1, 2}), nothing()});
  backward(sum(y));
  check(item(sum(grad(source))) == 4, "grad");
  sum(grad(x));
}

// Each thread has errors, kept numbers and a stack of its own, which go with it.
TEST(threads_leave_nothing) {
  for (int i = 0; i < 20; i++) {
    std::thread([] {
      const auto x = full({3}, 2, true);
      backward(sum(square(x)));
      ltf_operator* op;
      fails(ltf_operator_resolve("aten::no_such", "", nullptr, 0, &op), LTF_OPERATOR_NOT_FOUND, "no_such");
    }).join();
  }
}

}  // namespace
