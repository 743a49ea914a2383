// Where no gradient is to be recorded, an operator's autograd kernel only calls the next kernel, which takes a fifth of
// a small operation's time. This file decides when a call may enter the dispatcher below autograd.
#pragma once

#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/record_function.h>
#include <c10/core/GradMode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/autograd/variable.h>

namespace facade {

// What a call skips where nothing is to be recorded.
enum class PassedBy : uint8_t {
  nothing,   // autograd's kernel does more than record
  autograd,  // only autograd; the ADInplaceOrView kernel, which tracks view bases and versions, still runs
  views,     // ADInplaceOrView as well: the operator's results are neither views nor arguments
};

// A composite operator skips nothing: the effects of its inner operators are visible outside, such as the version of a
// result that was filled in place.
PassedBy passed_by(const c10::OperatorHandle& handle);

// Decides for one call: allows() is called for each of its tensors, then is_ordinary() or is_inference().
class BelowAutograd {
 public:
  explicit BelowAutograd(PassedBy passed) : keeps_views_(passed == PassedBy::autograd) {}

  // Whether nothing is to be recorded for this tensor: it is outside of any graph, or gradients are switched off and it
  // has no tangent. Forward mode is always on, so the tangent counts. That the tensor is dense and on the CPU or a GPU
  // is checked afterwards, by its dispatch keys.
  __attribute__((always_inline)) bool allows(const at::Tensor& tensor) {
    const auto* impl = tensor.unsafeGetTensorImpl();
    keys_ = keys_ | impl->key_set();
    const auto* meta = impl->autograd_meta();
    return meta == nullptr || (!c10::GradMode::is_enabled() &&
                               has_no_tangent(static_cast<const torch::autograd::AutogradMeta&>(*meta)));
  }

  // Whether the tensors alone decide where the call is dispatched. Autocast, inference mode and functorch's layers
  // change the thread's keys, which c10 stores as their difference from the default. If no tensor has the
  // ADInplaceOrView key, all were made in inference mode; libtorch itself then skips autograd, but without excluding it
  // for the calls inside. Profilers are told of a call when it enters the dispatcher, so none may be active.
  bool is_ordinary() {
    return (keys_.raw_repr() & looked_at) == views && thread_.included_ == 0 && thread_.excluded_ == 0 &&
           !is_profiled();
  }

  // The same in inference mode, for tensors made inside or outside of it: only InferenceMode has changed the thread's
  // keys.
  bool is_inference() {
    return ((keys_.raw_repr() & looked_at) | views) == views && thread_.included_ == views &&
           thread_.excluded_ == autograd && !is_profiled();
  }

  // Does what at::AutoDispatchBelowAutograd or AutoDispatchBelowADInplaceOrView does on a thread with default keys,
  // without looking up the thread's keys again.
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

  // The keys to dispatch with: the backends', and ADInplaceOrView, which every thread includes, unless it is skipped.
  c10::DispatchKeySet keys() const {
    const auto left = keys_ & backends;
    return keeps_views_ ? left.add(Key::ADInplaceOrView) : left;
  }

 private:
  using Key = c10::DispatchKey;

  static bool is_profiled() {
    return at::getStepCallbacksUnlessEmpty(at::RecordScope::FUNCTION).has_value();
  }

  // A view takes its tangent from its base when the tangent is first read, so the base is looked at too.
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
  // Computed once, when the library is loaded: in 1.13 these are not constexpr.
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
