// Kernels for the meta device that the managed side implements where this libtorch has none.
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <torch/library.h>

#include <memory>
#include <string>
#include <utility>

#include "callbacks.h"
#include "guard.h"
#include "values.h"

namespace facade {
namespace {

using torch::jit::Stack;

// The arguments of the kernel that runs on this thread, the innermost where one calls another.
class RunningKernel {
 public:
  RunningKernel(const Stack& stack, size_t count) : arguments_(torch::jit::last(stack, count)), outer_(innermost()) {
    innermost() = this;
  }
  ~RunningKernel() {
    innermost() = outer_;
  }
  RunningKernel(const RunningKernel&) = delete;
  RunningKernel& operator=(const RunningKernel&) = delete;

  static RunningKernel*& innermost() {
    static thread_local RunningKernel* running = nullptr;
    return running;
  }
  c10::ArrayRef<c10::IValue> arguments() const {
    return arguments_;
  }

 private:
  c10::ArrayRef<c10::IValue> arguments_;
  RunningKernel* outer_;
};

class ManagedKernel : public c10::OperatorKernel {
 public:
  explicit ManagedKernel(Managed target) : target_(std::move(target)) {}

  void operator()(const c10::OperatorHandle& op, c10::DispatchKeySet /*keys*/, Stack* stack) {
    const auto count = op.schema().arguments().size();
    Tensors results(op.schema().returns().size());
    {
      const RunningKernel running(*stack, count);
      call_managed(target_, nullptr, {}, {}, results);
    }
    torch::jit::drop(*stack, count);
    for (auto& result : results) {
      stack->emplace_back(std::move(result));
    }
  }

 private:
  Managed target_;
};

// Never destroyed, so that the kernels stay registered.
torch::Library& library() {
  static auto& made = *new torch::Library(torch::Library::IMPL, "aten", c10::DispatchKey::Meta, __FILE__, __LINE__);
  return made;
}

}  // namespace
}  // namespace facade

using namespace facade;

int32_t ltf_meta_kernel_register(const char* name, const char* overload, ltf_managed kernel, int32_t* registered) {
  return guarded([&] {
    auto target = managed(kernel);
    const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    // A composite operator needs none: the operators that it consists of give its shapes and its gradients.
    *registered = handle && !handle->hasKernelForDispatchKey(c10::DispatchKey::Meta) &&
                          !handle->hasKernelForDispatchKey(c10::DispatchKey::CompositeImplicitAutograd)
                      ? 1
                      : 0;
    if (*registered) {
      const auto full = *overload ? std::string(name) + "." + overload : std::string(name);
      library().impl(full.c_str(), torch::CppFunction::makeFromBoxedFunctor(std::make_unique<ManagedKernel>(std::move(target))));
    }
  });
}

int32_t ltf_kernel_arguments(ltf_value* values, int32_t room, int32_t* count) {
  return guarded([&] {
    const auto* running = RunningKernel::innermost();
    if (running == nullptr) {
      throw Failure(LTF_BAD_ARGUMENT, "no kernel runs on this thread");
    }
    const auto arguments = running->arguments();
    *count = static_cast<int32_t>(arguments.size());
    if (*count > room) {
      throw Failure(LTF_BAD_ARGUMENT, "a kernel has more arguments than there is room for");
    }
    int32_t done = 0;
    try {
      for (; done < *count; done++) {
        values[done] = from_ivalue(c10::IValue(arguments[done]));
      }
    } catch (...) {
      while (done > 0) {
        ltf_value_release(&values[--done]);
      }
      throw;
    }
  });
}
