#include "autograd_saved.h"

#include <ATen/SavedTensorHooks.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include "callbacks.h"
#include "guard.h"

namespace facade {
namespace {

// libtorch's own stack of saved-tensor hooks holds Python objects. So the hooks are kept in a slot of its thread-local
// debug info that libtorch itself does not use. Like that stack, the slot is copied to the engine's threads with the
// work they get.
const auto slot = c10::DebugInfoKind::TEST_INFO;

struct SavedHooks : c10::DebugInfoBase {
  explicit SavedHooks(Managed target) : target(std::move(target)) {}
  Managed target;
};

SavedHooks* innermost() {
  return dynamic_cast<SavedHooks*>(c10::ThreadLocalDebugInfo::get(slot));
}

struct SavedTensor : torch::autograd::SavedVariableHooks {
  explicit SavedTensor(Managed target) : target(std::move(target)) {}

  void call_pack_hook(const at::Tensor& tensor) override {
    packed = pack_managed(target, tensor);
  }

  at::Tensor call_unpack_hook() override {
    Tensors result(1);
    call_managed(packed, {}, {}, {}, result);
    return result[0];
  }

  Managed target;
  Managed packed;
};

}  // namespace

std::unique_ptr<torch::autograd::SavedVariableHooks> current_saved_hooks() {
  const auto* hooks = innermost();
  return hooks != nullptr && hooks->target ? std::make_unique<SavedTensor>(hooks->target) : nullptr;
}

}  // namespace facade

using namespace facade;
using at::SavedTensorDefaultHooks;

int32_t ltf_saved_hooks_enter(ltf_managed target, void** guard) {
  return guarded([&] {
    auto hooks = std::make_shared<SavedHooks>(managed(target));
    TORCH_CHECK(SavedTensorDefaultHooks::is_enabled(), *SavedTensorDefaultHooks::get_disabled_error_message());
    *guard = new c10::DebugInfoGuard(slot, std::move(hooks));
  });
}

void ltf_saved_hooks_exit(void* guard) {
  delete static_cast<c10::DebugInfoGuard*>(guard);
}

int32_t ltf_saved_hooks_disabled(int32_t* disabled, ltf_text* message) {
  return guarded([&] {
    const auto& why = SavedTensorDefaultHooks::get_disabled_error_message();
    *message = lend(why ? *why : std::string());
    *disabled = why ? 1 : 0;
  });
}

int32_t ltf_saved_hooks_disable(const char* message) {
  return guarded([&] {
    if (message == nullptr) {
      SavedTensorDefaultHooks::enable();
      return;
    }
    const auto* hooks = innermost();
    TORCH_CHECK(hooks == nullptr || !hooks->target, message);
    SavedTensorDefaultHooks::disable(message);
  });
}
