#include "scripts.h"

#include <torch/csrc/jit/frontend/schema_matching.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/serialization/python_print.h>

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "collections.h"
#include "simple_values.h"
#include "values.h"

using namespace facade;

namespace {

using c10::IValue;
using torch::jit::Module;
using torch::jit::Stack;
namespace tracer = torch::jit::tracer;

torch::jit::Function& method_of(const Module& module, const char* name) {
  if (auto* method = module.type()->findMethod(name)) {
    return *method;
  }
  throw Failure(LTF_ERROR, std::string("'RecursiveScriptModule' object has no attribute '") + name + "'");
}

IValue converted(const ltf_value& value, const c10::FunctionSchema& schema, const c10::Argument& argument, int32_t position) {
  auto plain = value;
  if (value.tag == LTF_DTYPE || value.tag == LTF_LAYOUT || value.tag == LTF_MEMORY_FORMAT) {
    // TorchScript represents these as ints.
    plain.tag = LTF_INT;
  }
  try {
    return to_ivalue(plain, argument, /*numbers=*/false);
  } catch (const Failure& failure) {
    if (failure.status != LTF_BAD_ARGUMENT) {
      throw;
    }
    throw Failure(LTF_ERROR, schema.formatTypeMismatchMsg(argument, value.tag == LTF_NONE ? "NoneType" : given(value), position, c10::nullopt));
  }
}

template <typename... Parts>
[[noreturn]] void refuse(const Parts&... parts) {
  std::ostringstream text;
  static_cast<void>((text << ... << parts));
  throw Failure(LTF_ERROR, text.str());
}

// As in Python: arguments by position, then by name, then the schema's defaults.
Stack stack_for(const Module& module, const c10::FunctionSchema& schema, const ltf_value* arguments, int32_t count,
                const char* const* names, int32_t named) {
  const auto& wanted = schema.arguments();
  if (static_cast<size_t>(count) + 1 > wanted.size()) {
    refuse(schema.name(), "() expected at most ", wanted.size(), " argument(s) but received ", count + 1,
           " argument(s). Declaration: ", schema);
  }
  const int32_t placed = count - named;
  Stack stack{module._ivalue()};
  int32_t used = 0;
  for (size_t i = 1; i < wanted.size(); i++) {
    const auto position = static_cast<int32_t>(i);
    const auto* value = position <= placed ? &arguments[position - 1] : nullptr;
    for (int32_t j = 0; value == nullptr && j < named; j++) {
      if (wanted[i].name() == names[j]) {
        value = &arguments[placed + j];
        used++;
      }
    }
    if (value != nullptr) {
      stack.push_back(converted(*value, schema, wanted[i], position));
    } else if (wanted[i].default_value()) {
      stack.push_back(*wanted[i].default_value());
    } else {
      refuse(schema.name(), "() is missing value for argument '", wanted[i].name(), "'. Declaration: ", schema);
    }
  }
  if (used < named) {
    refuse(schema.findErrorInKwargs(std::vector<std::string>(names, names + named)));
  }
  return stack;
}

// As long as this object exists, the thread records nothing.
class Unrecorded {
 public:
  Unrecorded() : resume_(tracer::pauseTracing()) {}
  ~Unrecorded() {
    resume_();
  }
  Unrecorded(const Unrecorded&) = delete;
  Unrecorded& operator=(const Unrecorded&) = delete;

 private:
  std::function<void()> resume_;
};

// Does what Python does where the thread records a trace: the call is recorded, and not the operators inside. So the
// method keeps its conditions, and compiled code, which detaches its inputs, does not cut off the gradients.
void run_recorded(torch::jit::Function& method, Stack& stack) {
  std::vector<torch::jit::NamedValue> values;
  values.reserve(stack.size());
  for (const auto& value : stack) {
    values.emplace_back(tracer::getValueTrace(value));
  }
  auto& graph = *tracer::getTracingState()->graph;
  const auto call = torch::jit::matchSchema(method.getSchema(), torch::jit::SourceRange(), graph, values, {});
  auto* output = graph.insertMethodCall(method.name(), call);
  {
    const Unrecorded unrecorded;
    method.run(stack);
  }
  tracer::setValueTrace(stack.back(), output);
}

ltf_script_kind kind_of_member(const c10::ClassType& type, size_t index) {
  if (type.getAttribute(index)->is_module()) {
    return LTF_SCRIPT_MODULE;
  }
  if (type.is_parameter(index)) {
    return LTF_SCRIPT_PARAMETER;
  }
  // A tensor that is no parameter counts as a buffer; an archive does not record which ones were.
  return type.getAttribute(index)->isSubtypeOf(*c10::TensorType::get()) ? LTF_SCRIPT_BUFFER : LTF_SCRIPT_ATTRIBUTE;
}

size_t checked_index(const Module& module, int32_t index) {
  const auto place = static_cast<size_t>(index);
  if (index < 0 || place >= module.type()->numAttributes()) {
    throw Failure(LTF_INDEX_ERROR, "the module has no such member");
  }
  return place;
}

}  // namespace

int32_t ltf_script_methods(const ltf_object* module, ltf_text* names) {
  return guarded([&] {
    std::string lines;
    for (const auto* method : script_module(module).type()->methods()) {
      lines += method->name() + "\n";
    }
    *names = lend(lines);
  });
}

int32_t ltf_script_schema(const ltf_object* module, const char* method, ltf_text* schema) {
  return guarded([&] {
    std::ostringstream text;
    text << method_of(script_module(module), method).getSchema();
    *schema = lend(text.str());
  });
}

int32_t ltf_script_code(const ltf_object* module, const char* method, ltf_text* code) {
  return guarded([&] {
    std::vector<IValue> constants;
    torch::jit::PrintDepsTable types;
    torch::jit::PythonPrint print(constants, types);
    print.printMethod(method_of(script_module(module), method));
    *code = lend(print.str());
  });
}

int32_t ltf_script_member_count(const ltf_object* module, int32_t* count) {
  return guarded([&] { *count = static_cast<int32_t>(script_module(module).type()->numAttributes()); });
}

int32_t ltf_script_member_describe(const ltf_object* module, int32_t index, ltf_script_member* member) {
  return guarded([&] {
    const auto described = script_module(module);
    const auto& type = *described.type();
    const auto place = checked_index(described, index);
    const auto kind = kind_of_member(type, place);
    const auto& name = type.getAttributes()[place].getName();
    const auto& value = described._ivalue()->getSlot(place);
    *member = {{name.data(), static_cast<int64_t>(name.size())},
               kind == LTF_SCRIPT_MODULE ? &value.toObjectRef() : nullptr, kind};
  });
}

int32_t ltf_script_member_get(const ltf_object* module, int32_t index, ltf_value* value) {
  return guarded([&] {
    const auto holder = script_module(module);
    auto held = holder._ivalue()->getSlot(checked_index(holder, index));
    *value = script_value(std::move(held));
  });
}

int32_t ltf_script_member_set(const ltf_object* module, int32_t index, const ltf_value* value) {
  return guarded([&] {
    const auto holder = script_module(module);
    const auto place = checked_index(holder, index);
    const auto& type = *holder.type();
    const c10::Argument argument(type.getAttributeName(place), type.getAttribute(place));
    holder._ivalue()->setSlot(place, to_ivalue(*value, argument, /*numbers=*/false));
  });
}

int32_t ltf_script_call(const ltf_object* module, const char* method, const ltf_value* arguments, int32_t count,
                        const char* const* names, int32_t named, ltf_value* result) {
  return guarded([&] {
    const auto callee = script_module(module);
    auto& function = method_of(callee, method);
    auto stack = stack_for(callee, function.getSchema(), arguments, count, names, named);
    if (tracer::isTracing()) {
      run_recorded(function, stack);
    } else {
      function.run(stack);
    }
    *result = script_value(torch::jit::pop(stack));
  });
}
