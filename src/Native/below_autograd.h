// Where no gradient is to be recorded, autograd's kernel of an operator only passes on; a fifth of a
// small operation's time goes there. This says when a call may enter the dispatcher below it.
#pragma once

#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/record_function.h>
#include <c10/core/GradMode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/autograd/variable.h>

namespace facade {

// What is passed by where nothing is to be recorded.
enum class PassedBy : uint8_t {
  nothing,   // autograd does more for this operator than to record it
  autograd,  // views and writing are left to what stands below it, which keeps their bases and versions
  views,     // that too: the operator's results are neither views nor arguments
};

// A composite operator is not passed by: it would leave traces of what it does inside, such as the
// version of a result that was filled in place.
PassedBy passed_by(const c10::OperatorHandle& handle);

// Looks at the tensors of a call, one after the other.
class BelowAutograd {
 public:
  explicit BelowAutograd(PassedBy passed) : keeps_views_(passed == PassedBy::autograd) {}

  // Whether nothing of it is to be recorded: a dense tensor on the CPU or a GPU outside of any graph.
  // With gradients switched off it may be inside one, but have no tangent: forward mode is always on.
  __attribute__((always_inline)) bool allows(const at::Tensor& tensor) {
    const auto* impl = tensor.unsafeGetTensorImpl();
    keys_ = keys_ | impl->key_set();
    const auto* meta = impl->autograd_meta();
    return meta == nullptr || (!c10::GradMode::is_enabled() &&
                               has_no_tangent(static_cast<const torch::autograd::AutogradMeta&>(*meta)));
  }

  // Whether nothing but these tensors decides where the call goes: autocast, inference mode and
  // functorch's layers stand in the thread's keys, which c10 keeps as what differs from the usual ones.
  // Without a tensor that takes part in views, all were made in inference mode, and libtorch itself passes autograd by
  // without switching it off inside. Profilers learn of a call where it enters the dispatcher.
  bool is_ordinary() {
    return (keys_.raw_repr() & looked_at) == views && thread_.included_ == 0 && thread_.excluded_ == 0 &&
           !is_profiled();
  }

  // The same in inference mode, for tensors made in it or before it: only InferenceMode has changed the thread's keys.
  bool is_inference() {
    return ((keys_.raw_repr() & looked_at) | views) == views && thread_.included_ == views &&
           thread_.excluded_ == autograd && !is_profiled();
  }

  // What at::AutoDispatchBelowAutograd, or BelowADInplaceOrView, does on an ordinary thread, without looking the
  // thread's keys up again.
  class Guard {
   public:
    explicit Guard(BelowAutograd& below) : thread_(below.thread_) {
      thread_.set_excluded(c10::default_excluded_set | (below.keeps_views_
                                                            ? c10::autograd_dispatch_keyset
                                                            : c10::autograd_dispatch_keyset_with_ADInplaceOrView));
    }
    ~Guard() {
      thread_.excluded_ = 0;
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    c10::impl::PODLocalDispatchKeySet& thread_;
  };

  // The keys that are left: the backends', and what each thread has for views.
  c10::DispatchKeySet keys() const {
    const auto left = keys_ & backends;
    return keeps_views_ ? left.add(Key::ADInplaceOrView) : left;
  }

 private:
  using Key = c10::DispatchKey;

  static bool is_profiled() {
    return at::getStepCallbacksUnlessEmpty(at::RecordScope::FUNCTION).has_value();
  }

  // A view gets its tangent from its base's, when it is looked at for the first time.
  static bool has_no_tangent(const torch::autograd::AutogradMeta& meta) {
    if (meta.fw_grad_ != nullptr || !meta.is_view_) {
      return meta.fw_grad_ == nullptr;
    }
    const auto& view = static_cast<const torch::autograd::DifferentiableViewMeta&>(meta);
    if (!view.has_fw_view()) {
      return true;
    }
    const auto* base = torch::autograd::impl::get_autograd_meta(view.get_forward_view().base_);
    return base == nullptr || base->fw_grad_ == nullptr;
  }

  static constexpr c10::DispatchKeySet backends{Key::CPU, Key::CUDA};
  // Computed once, at loading: 1.13 has no constant form of them.
  static inline const uint64_t views = c10::DispatchKeySet(Key::ADInplaceOrView).raw_repr();
  static inline const uint64_t autograd = c10::DispatchKeySet(c10::autograd_dispatch_keyset).raw_repr();
  static inline const uint64_t looked_at =
      ~c10::DispatchKeySet{Key::CPU, Key::CUDA, Key::AutogradCPU, Key::AutogradCUDA, Key::AutocastCPU, Key::AutocastCUDA}
           .raw_repr();
  const bool keeps_views_;
  c10::DispatchKeySet keys_;
  c10::impl::PODLocalDispatchKeySet& thread_ = c10::impl::raw_local_dispatch_key_set;
};

}  // namespace facade
