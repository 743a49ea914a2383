#include "below_autograd.h"

#include <algorithm>
#include <sstream>
#include <string>

namespace facade {
namespace {

// libtorch's code generator writes the kernels that derive from a formula, and nothing else, into this folder. What it
// registers elsewhere, it wrote by hand, as it does more than to record; a library may have replaced a kernel as well.
constexpr const char* generated = "torch/csrc/autograd/generated/";

bool begins(const std::string& line, const char* key) {
  return line.rfind(key, 0) == 0;
}

// Whether what calls pass by is of libtorch's generated kernels: those for autograd, and for views and writing. The
// dispatcher says of each kernel where it was registered.
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

// The generated kernel of set_ also has the tensor forget which node fills its .grad, whether it records or not: the
// gradient has another shape from then on. It is the generator's RESET_GRAD_ACCUMULATOR; resize_ is the other in there.
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
