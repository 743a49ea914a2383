// Modules of TorchScript that are made from code which has run once, and faster forms of modules.
#include <ATen/TracerMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/frontend/tracer.h>

#include <string>
#include <utility>
#include <vector>

#include "collections.h"
#include "handles.h"
#include "running_node.h"
#include "scripts.h"
#include "simple_values.h"

using namespace facade;

namespace {

using c10::IValue;
using torch::jit::Module;
using torch::jit::Stack;
namespace tracer = torch::jit::tracer;

constexpr const char* method = "forward";

// `inputs` are the examples; a tensor that is given twice has become two views.
Stack run_traced(const ltf_traced& code, Stack inputs) {
  std::vector<ltf_tensor*> given;
  given.reserve(inputs.size());
  for (auto& input : inputs) {
    given.push_back(owned(std::move(input).toTensor()));
  }
  IValue result;
  int32_t status = LTF_OK;
  {
    const UserCode user_code;
    status = code.run(code.target, given.data(), static_cast<int32_t>(given.size()), &result);
  }
  if (status != LTF_OK) {
    throw Failure(static_cast<ltf_status>(status), "the traced code failed");
  }
  // An operator that fails leaves the thread without its recording, which libtorch would then use without a check.
  TORCH_CHECK(tracer::isTracing(),
              "an operator failed, which ends the recording of a trace: traced code cannot catch exceptions of "
              "operators");
  TORCH_CHECK(!result.isNone(),
              "The traced function didn't return any values! Side-effects are not captured in traces, so it would be a "
              "no-op.");
  return {std::move(result)};
}

std::vector<std::string> names_of_inputs(size_t count) {
  std::vector<std::string> names{"input"};
  for (size_t i = 1; i < count; i++) {
    names.push_back("input" + std::to_string(i + 1));
  }
  return names;
}

}  // namespace

int32_t ltf_script_create(const char* name, int32_t training, ltf_object** module) {
  return guarded([&] {
    const Module made(c10::QualifiedName(std::string("__torch__.") + name));
    made.type()->addAttribute("training", c10::BoolType::get());
    made._ivalue()->setAttr("training", training != 0);
    *module = owned(IValue(made._ivalue()));
  });
}

int32_t ltf_script_add_tensor(const ltf_object* module, const char* name, ltf_tensor* tensor, int32_t kind) {
  return guarded([&] { script_module(module).register_parameter(name, retained(tensor), kind == LTF_SCRIPT_BUFFER); });
}

int32_t ltf_script_add_module(const ltf_object* module, const char* name, const ltf_object* added) {
  return guarded([&] { script_module(module).register_module(name, script_module(added)); });
}

int32_t ltf_script_trace(const ltf_object* module, ltf_tensor* const* inputs, int32_t count, int32_t strict,
                         const ltf_traced* code) {
  return guarded([&] {
    // libtorch refuses this too, but ends the outer recording with it.
    TORCH_CHECK(!tracer::isTracing(), "Tracing can't be nested");
    auto traced = script_module(module);
    Stack examples;
    for (int32_t i = 0; i < count; i++) {
      examples.emplace_back(retained(inputs[i]));
    }
    const auto nameless = [](const at::Tensor&) { return std::string(); };
    const auto state =
        tracer::trace(
            std::move(examples), [&](Stack given) { return run_traced(*code, std::move(given)); }, nameless,
            strict != 0, /*force_outplace=*/false, &traced, names_of_inputs(static_cast<size_t>(count)))
            .first;
    const auto type = traced.type();
    type->addMethod(type->compilation_unit()->create_function(c10::QualifiedName(*type->name(), method), state->graph));
  });
}

int32_t ltf_script_take_result(void* receiver, const ltf_value* result) {
  return guarded([&] {
    try {
      *static_cast<IValue*>(receiver) = collection_of(*result, *c10::AnyType::get(), Convert());
    } catch (const Misfit&) {
      throw Failure(LTF_TYPE_ERROR, std::string("a result of type ") + given(*result) + " cannot be recorded");
    }
  });
}

int32_t ltf_script_record(int32_t recorded, int32_t* before) {
  return guarded([&] {
    *before = at::tracer::impl::is_dispatch_enabled() ? 1 : 0;
    if (*before != recorded) {
      at::tracer::impl::set_dispatch_enabled(recorded != 0);
    }
  });
}

int32_t ltf_script_freeze(const ltf_object* module, int32_t optimize_numerics, ltf_object** frozen) {
  return guarded([&] {
    *frozen = owned(IValue(torch::jit::freeze(script_module(module), c10::nullopt, optimize_numerics != 0)._ivalue()));
  });
}

int32_t ltf_script_optimize(const ltf_object* module, ltf_object** optimized) {
  return guarded([&] {
    auto given = script_module(module);
    *optimized = owned(IValue(torch::jit::optimize_for_inference(given)._ivalue()));
  });
}
