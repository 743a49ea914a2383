// Sees every call that a thread makes to the dispatcher, above autograd and before composite operators take their
// parts, and hands them to Python. Loaded with torch.ops.load_library.
#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/library.h>

#include "copies.h"
#include "packing.h"

namespace opinfo {
namespace {

using c10::IValue;
using torch::jit::Stack;

constexpr auto Key = c10::DispatchKey::TESTING_ONLY_GenericMode;

struct Call {
  std::string name;
  std::string overload;
  bool grad_mode;
  // As they were before the call, which may write to them.
  IValue arguments;
  bool failed;
};

std::vector<Call> calls;

IValue tuple(std::vector<IValue> elements) {
  return c10::ivalue::Tuple::create(std::move(elements));
}

at::Tensor packed(const IValue& value, bool whole) {
  Packer packer(whole);
  packer.value(value);
  const auto& packed = packer.packed();
  auto bytes = at::empty({static_cast<int64_t>(packed.size())}, at::TensorOptions().dtype(at::kByte));
  std::copy(packed.begin(), packed.end(), static_cast<char*>(bytes.data_ptr()));
  return bytes;
}

void record(const c10::OperatorHandle& op, c10::DispatchKeySet keys, Stack* stack) {
  const auto& name = op.operator_name();
  if (name.name.rfind("aten::", 0) != 0) {
    // An operator of ours, or one that is Python code: what it calls in its turn is seen.
    op.redispatchBoxed(keys & c10::DispatchKeySet(c10::DispatchKeySet::FULL_AFTER, Key), stack);
    return;
  }
  c10::impl::ExcludeDispatchKeyGuard below(Key);
  const auto count = op.schema().arguments().size();
  Copier copier;
  std::vector<IValue> arguments;
  for (size_t i = stack->size() - count; i < stack->size(); i++) {
    arguments.push_back(copier.copy((*stack)[i]));
  }
  Call call{name.name, name.overload_name, at::GradMode::is_enabled(), tuple(std::move(arguments)), true};
  try {
    op.callBoxed(stack);
    call.failed = false;
  } catch (...) {
    calls.push_back(std::move(call));
    throw;
  }
  calls.push_back(std::move(call));
}

// record(bool on) -> ()
void set_recording(const c10::OperatorHandle&, Stack* stack) {
  const bool on = torch::jit::pop(*stack).toBool();
  if (on) {
    calls.clear();
  }
  c10::impl::tls_set_dispatch_key_included(Key, on);
}

// recorded() -> Any: of each call its name, overload, whether grad mode was on, whether it failed, and the packed call.
void recorded(const c10::OperatorHandle&, Stack* stack) {
  std::vector<IValue> all;
  for (const auto& call : calls) {
    const auto whole = tuple({call.name, call.overload, call.grad_mode, call.arguments});
    all.push_back(tuple({call.name, call.overload, call.grad_mode, call.failed, packed(whole, true)}));
  }
  stack->push_back(tuple(std::move(all)));
}

// arguments(int call) -> Any: what it was called with; its own copies each time.
void arguments(const c10::OperatorHandle&, Stack* stack) {
  const auto call = torch::jit::pop(*stack).toInt();
  stack->push_back(Copier().copy(calls.at(call).arguments));
}

// pack(Any value) -> Tensor
void pack(const c10::OperatorHandle&, Stack* stack) {
  const auto value = torch::jit::pop(*stack);
  stack->emplace_back(packed(value, false));
}

using torch::CppFunction;

TORCH_LIBRARY(opinfo, m) {
  m.def("record(bool on) -> ()", CppFunction::makeFromBoxedFunction<&set_recording>());
  m.def("recorded() -> Any", CppFunction::makeFromBoxedFunction<&recorded>());
  m.def("arguments(int call) -> Any", CppFunction::makeFromBoxedFunction<&arguments>());
  m.def("pack(Any value) -> Tensor", CppFunction::makeFromBoxedFunction<&pack>());
}

TORCH_LIBRARY_IMPL(_, TESTING_ONLY_GenericMode, m) {
  m.fallback(CppFunction::makeFromBoxedFunction<&record>());
}

}  // namespace
}  // namespace opinfo
