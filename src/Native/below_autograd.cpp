#include "below_autograd.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace facade {
namespace {

// Written by hand, not generated from a derivative formula: these check or cut something.
constexpr std::array<std::string_view, 8> by_hand{
    "aten::detach",     "aten::detach_",     "aten::resize_",     "aten::resize_as_",
    "aten::copy_",      "aten::_fw_primal",  "aten::_make_dual",  "aten::resize_as_sparse_",
};

bool has_aliases(const c10::FunctionSchema& schema) {
  const auto aliases = [](const c10::Argument& argument) { return argument.alias_info() != nullptr; };
  const auto& arguments = schema.arguments();
  const auto& returns = schema.returns();
  return std::any_of(arguments.begin(), arguments.end(), aliases) || std::any_of(returns.begin(), returns.end(), aliases);
}

}  // namespace

PassedBy passed_by(const c10::OperatorHandle& handle) {
  const auto& name = handle.schema().name();
  if (!handle.hasKernelForDispatchKey(c10::DispatchKey::Autograd) ||
      handle.hasKernelForDispatchKey(c10::DispatchKey::CompositeImplicitAutograd) ||
      std::find(by_hand.begin(), by_hand.end(), name) != by_hand.end()) {
    return PassedBy::nothing;
  }
  if (!has_aliases(handle.schema())) {
    return PassedBy::views;
  }
  return handle.hasKernelForDispatchKey(c10::DispatchKey::ADInplaceOrView) ? PassedBy::autograd : PassedBy::nothing;
}

}  // namespace facade
