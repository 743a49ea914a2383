// Where no gradient is to be recorded, autograd's kernel of an operator only passes on; a fifth of a
// small operation's time goes there. This says when a call may enter the dispatcher below it.
#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/autograd/variable.h>

namespace facade {

// Whether autograd's kernel of the operator is generated from a derivative formula and does nothing
// besides: the results are neither views nor arguments. A composite operator would leave traces of
// what it does inside, such as the version of a result that was filled in place.
bool only_records(const c10::OperatorHandle& handle);

// Looks at the tensors of a call, one after the other.
class BelowAutograd {
 public:
  // Whether nothing of it is to be recorded: a dense tensor on the CPU or a GPU outside of any graph.
  // With gradients switched off it may be inside one, but have no tangent: forward mode is always on.
  bool allows(const at::Tensor& tensor) {
    const auto* impl = tensor.unsafeGetTensorImpl();
    keys_ = keys_ | impl->key_set();
    const auto* meta = impl->autograd_meta();
    return meta == nullptr || (!c10::GradMode::is_enabled() &&
                               static_cast<const torch::autograd::AutogradMeta*>(meta)->fw_grad_ == nullptr);
  }

  // Whether nothing but these tensors decides where the call goes: autocast, inference mode and
  // functorch's layers stand in the thread's keys.
  bool is_ordinary() {
    const auto thread = c10::impl::tls_local_dispatch_key_set();
    return (keys_.raw_repr() & out_of_the_ordinary) == 0 && thread.included_ == c10::default_included_set &&
           thread.excluded_ == c10::default_excluded_set;
  }

  // The keys that are left: the backends'.
  c10::DispatchKeySet keys() const {
    return keys_ & backends;
  }

 private:
  using Key = c10::DispatchKey;
  static constexpr c10::DispatchKeySet backends{Key::CPU, Key::CUDA};
  // Computed once, at loading: 1.13 has no constant form of it.
  static inline const uint64_t out_of_the_ordinary =
      ~c10::DispatchKeySet{Key::CPU,           Key::CUDA,            Key::AutogradCPU, Key::AutogradCUDA,
                           Key::ADInplaceOrView, Key::AutocastCPU, Key::AutocastCUDA}
           .raw_repr();
  c10::DispatchKeySet keys_;
};

}  // namespace facade
