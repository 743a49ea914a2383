// Levels of forward mode differentiation, which libtorch keeps for the whole process.
#include <ATen/core/grad_mode.h>
#include <c10/core/AutogradState.h>
#include <torch/csrc/autograd/forward_grad.h>
#include <torch/csrc/autograd/functions/basic_ops.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <mutex>

#include "forward_formulas.h"
#include "guard.h"
#include "handles.h"
#include "lock.h"
#include "versions.h"

using namespace facade;

namespace {

using Level = torch::autograd::ForwardADLevel;

// libtorch has one level for the whole process. Threads that differentiate at the same time share it, whichever copy of
// the managed library they run; the last one to leave ends it.
std::mutex sharing;
int64_t threads = 0;
thread_local int64_t entered = 0;

}  // namespace

int32_t ltf_dual_enter(int64_t* level) {
  return guarded([&] {
    load_forward_formulas();
    const Lock lock(sharing);
    // Where this thread asks for a second, nested level, libtorch itself throws that this is not supported.
    if (threads == 0 || entered > 0) {
      Level::get_next_idx();
    }
    threads++;
    *level = entered++;
  });
}

int32_t ltf_dual_exit(int64_t level) {
  return guarded([&] {
    const Lock lock(sharing);
    if (threads == 1) {
      Level::release_idx(static_cast<uint64_t>(level));
    }
    threads--;
    entered--;
  });
}

int32_t ltf_forward_grad_mode(void) {
  return c10::AutogradState::get_tls_state().get_fw_grad_mode() ? 1 : 0;
}

void ltf_set_forward_grad_mode(int32_t enabled) {
  c10::AutogradState::get_tls_state().set_fw_grad_mode(enabled != 0);
}

int32_t ltf_undefined_grad(ltf_tensor* tensor, ltf_tensor** result) {
  return guarded([&] {
#if LTF_TORCH_AT_LEAST(2, 12)
    // Since 2.12 a node's references are counted inside the node.
    auto node = c10::make_intrusive<torch::autograd::UndefinedGrad>();
#else
    auto node = std::make_shared<torch::autograd::UndefinedGrad>();
#endif
    auto results = (*node)({retained(tensor)});
    *result = owned(std::move(results.at(0)));
  });
}
