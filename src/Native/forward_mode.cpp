// Levels of forward mode differentiation, which libtorch keeps for the whole process.
#include <ATen/core/grad_mode.h>
#include <c10/core/AutogradState.h>
#include <torch/csrc/autograd/forward_grad.h>
#include <torch/csrc/autograd/functions/basic_ops.h>
#include <torch/csrc/autograd/functions/utils.h>

#include "forward_formulas.h"
#include "guard.h"
#include "handles.h"
#include "versions.h"

using namespace facade;

int32_t ltf_dual_enter(int64_t* level) {
  return guarded([&] {
    load_forward_formulas();
    *level = static_cast<int64_t>(torch::autograd::ForwardADLevel::get_next_idx());
  });
}

int32_t ltf_dual_exit(int64_t level) {
  return guarded([&] { torch::autograd::ForwardADLevel::release_idx(static_cast<uint64_t>(level)); });
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
    // 2.14 counts a node's references inside the node.
    auto node = c10::make_intrusive<torch::autograd::UndefinedGrad>();
#else
    auto node = std::make_shared<torch::autograd::UndefinedGrad>();
#endif
    auto results = (*node)({retained(tensor)});
    *result = owned(std::move(results.at(0)));
  });
}
