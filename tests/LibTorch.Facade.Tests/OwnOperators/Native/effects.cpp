// Operators whose kernel for autograd does more than record, what watches operators being called, and hooks that are not
// the facade's.
#include <ATen/ATen.h>
#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/record_function.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/library.h>

#include <atomic>
#include <cstring>

namespace {

// Registered for autograd alone, which libtorch calls without grad as well.
at::Tensor only_autograd(const at::Tensor& x) {
  at::AutoDispatchBelowADInplaceOrView guard;
  return x + 1;
}

std::atomic<int64_t> counted{0};

// Counts its calls, then goes on as usual.
at::Tensor counts(const at::Tensor& x) {
  counted++;
  at::AutoDispatchBelowADInplaceOrView guard;
  static const auto op =
      c10::Dispatcher::singleton().findSchemaOrThrow("effects::counts", "").typed<at::Tensor(const at::Tensor&)>();
  return op.call(x);
}

at::Tensor counts_cpu(const at::Tensor& x) {
  return x + 2;
}

// Takes the place of libtorch's own kernel for digamma.
at::Tensor digamma(const at::Tensor& x) {
  counted++;
  at::AutoDispatchBelowADInplaceOrView guard;
  return at::digamma(x);
}

int64_t count(const at::Tensor& /*x*/) {
  return counted.exchange(0);
}

std::atomic<int64_t> recorded{0};

std::unique_ptr<at::ObserverContext> record(const at::RecordFunction& function) {
  if (std::strcmp(function.name(), "aten::add") == 0) {
    recorded++;
  }
  return nullptr;
}

at::CallbackHandle observer{};

// Has the calls of add counted until it is told to stop; gives how many there were.
int64_t observe(const at::Tensor& /*x*/, bool on) {
  if (on) {
    recorded = 0;
    observer = at::addGlobalCallback(at::RecordFunctionCallback(record).scopes({at::RecordScope::FUNCTION}));
  } else {
    at::removeCallback(observer);
  }
  return recorded;
}

// Calls back into the program, as another library's hook may.
struct ForeignHook : torch::autograd::FunctionPreHook {
  explicit ForeignHook(int64_t callback) : callback(reinterpret_cast<void (*)()>(callback)) {}
  std::vector<at::Tensor> operator()(const std::vector<at::Tensor>& grads) override {
    callback();
    return grads;
  }
  void (*callback)();
};

at::Tensor hook_node(const at::Tensor& x, int64_t callback) {
  x.grad_fn()->add_pre_hook(std::make_unique<ForeignHook>(callback));
  return x;
}

}  // namespace

TORCH_LIBRARY(effects, m) {
  m.def("only_autograd(Tensor x) -> Tensor");
  m.def("counts(Tensor x) -> Tensor");
  m.def("count(Tensor x) -> int", count);
  m.def("observe(Tensor x, bool on) -> int", observe);
  m.def("hook_node(Tensor(a) x, int callback) -> Tensor(a)", hook_node);
}

TORCH_LIBRARY_IMPL(effects, Autograd, m) {
  m.impl("only_autograd", only_autograd);
  m.impl("counts", counts);
}

TORCH_LIBRARY_IMPL(effects, CPU, m) {
  m.impl("counts", counts_cpu);
}

TORCH_LIBRARY_IMPL(aten, AutogradCPU, m) {
  m.impl("digamma", digamma);
}
