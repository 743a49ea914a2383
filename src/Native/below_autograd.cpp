#include "below_autograd.h"

#include <algorithm>
#include <sstream>
#include <string>

namespace facade {
namespace {

// libtorch's code generator writes the kernels that only record a derivative formula into this folder. A kernel that
// libtorch registers elsewhere was written by hand, because it does more than record; and another library may have
// replaced a kernel.
constexpr const char* generated = "torch/csrc/autograd/generated/";

bool begins(const std::string& line, const char* key) {
  return line.rfind(key, 0) == 0;
}

// Whether the kernels that a call would skip, those for autograd and for ADInplaceOrView, are libtorch's generated
// ones. The dispatcher's dump tells where each kernel was registered.
bool is_generated(const c10::OperatorHandle& handle) {
  std::istringstream state(handle.dumpState());
  bool autograd = false;
  for (std::string line; std::getline(state, line);) {
    const bool records = begins(line, "Autograd[alias]: ") || begins(line, "AutogradCPU: ") || begins(line, "AutogradCUDA: ");
    if (!records && !begins(line, "ADInplaceOrView: ")) {
      continue;
    }
    if (line.find(generated) == std::string::npos) {
      return false;
    }
    autograd = autograd || records;
  }
  return autograd;
}

// The generated kernel of set_ also makes the tensor forget its AccumulateGrad node, whether it records or not, because
// the gradient has another shape from then on. This is the generator's RESET_GRAD_ACCUMULATOR, which resize_ has too.
bool forgets_accumulator(const c10::FunctionSchema& schema) {
  return schema.name() == "aten::set_" || schema.name() == "aten::resize_";
}

bool has_aliases(const c10::FunctionSchema& schema) {
  const auto aliases = [](const c10::Argument& argument) { return argument.alias_info() != nullptr; };
  const auto& arguments = schema.arguments();
  const auto& returns = schema.returns();
  return std::any_of(arguments.begin(), arguments.end(), aliases) || std::any_of(returns.begin(), returns.end(), aliases);
}

}  // namespace

PassedBy passed_by(const c10::OperatorHandle& handle) {
  if (handle.hasKernelForDispatchKey(c10::DispatchKey::CompositeImplicitAutograd) ||
      forgets_accumulator(handle.schema()) || !is_generated(handle)) {
    return PassedBy::nothing;
  }
  if (!has_aliases(handle.schema())) {
    return PassedBy::views;
  }
  return handle.hasKernelForDispatchKey(c10::DispatchKey::ADInplaceOrView) ? PassedBy::autograd : PassedBy::nothing;
}

}  // namespace facade
