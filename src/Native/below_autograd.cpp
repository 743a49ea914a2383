#include "below_autograd.h"

#include <algorithm>

namespace facade {

bool only_records(const c10::OperatorHandle& handle) {
  const auto aliases = [](const c10::Argument& argument) { return argument.alias_info() != nullptr; };
  const auto& schema = handle.schema();
  for (const auto* arguments : {&schema.arguments(), &schema.returns()}) {
    if (std::any_of(arguments->begin(), arguments->end(), aliases)) {
      return false;
    }
  }
  return handle.hasKernelForDispatchKey(c10::DispatchKey::Autograd) &&
         !handle.hasKernelForDispatchKey(c10::DispatchKey::CompositeImplicitAutograd);
}

}  // namespace facade
