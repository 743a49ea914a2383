#include "hook_kinds.h"

#include <torch/csrc/autograd/custom_function.h>

#include "accumulating.h"

namespace facade {
namespace {

namespace graph = torch::autograd;

void check_replacement(const at::Tensor& old, const at::Tensor& value, const Hook& hook) {
  TORCH_CHECK(old.defined() || !value.defined(), "can't replace a None gradient with a non-None value");
  if (old.defined() && value.defined()) {
    graph::check_variable_result(old, value, hook.name);
  }
}

void replace_all(variable_list& values, const variable_list& others, const Hook& hook) {
  Tensors replacement(values.size());
  if (call_managed(hook.target, {}, values, others, replacement)) {
    for (size_t i = 0; i < values.size(); i++) {
      check_replacement(values[i], replacement[i], hook);
    }
    values = std::move(replacement);
  }
}

void run_accumulated(const HookTable& table, const at::Tensor& tensor) {
  for (const auto& hook : table.all()) {
    Tensors none;
    call_managed(hook.target, {}, {tensor}, {}, none);
  }
}

}  // namespace

variable_list TensorHooks::operator()(const variable_list& grads) {
  auto results = before ? (*before)(grads) : grads;
  for (const auto& hook : table->all()) {
    Tensors replacement(1);
    if (results.at(index).defined() && call_managed(hook.target, {}, {results[index]}, {}, replacement)) {
      check_replacement(results[index], replacement[0], hook);
      results[index] = replacement[0];
    }
  }
  return results;
}

variable_list NodePreHooks::operator()(const variable_list& grads) {
  auto results = before ? (*before)(grads) : grads;
  for (const auto& hook : table->all()) {
    replace_all(results, {}, hook);
  }
  return results;
}

variable_list NodePostHooks::operator()(const variable_list& outputs, const variable_list& inputs) {
  auto results = before ? (*before)(outputs, inputs) : outputs;
  for (const auto& hook : table->all()) {
    replace_all(results, inputs, hook);
  }
  return results;
}

#if LTF_TORCH_AT_LEAST(2, 1)
void AccumulatedHooks::operator()(const at::Tensor& tensor) {
  const Accumulating accumulating;
  run_accumulated(*table, tensor);
}
#else
variable_list AccumulatedHooks::operator()(const variable_list& outputs, const variable_list& inputs) {
  auto results = before ? (*before)(outputs, inputs) : outputs;
  run_accumulated(*table, at::Tensor(tensor.lock()));
  return results;
}
#endif

}  // namespace facade
