#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <sstream>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cuda_library.h"
#include "guard.h"
#include "operator.h"
#include "pinned_memory.h"
#include "values.h"

namespace facade {
namespace {

using c10::IValue;
using torch::jit::Stack;

// One stack per thread is reused by all its calls; a call made from inside another (by a hook, say)
// finds it taken and uses a fresh one.
class BorrowedStack {
 public:
  BorrowedStack() : stack_(std::move(spare())) {
    stack_.clear();
  }
  ~BorrowedStack() {
    stack_.clear();
    spare() = std::move(stack_);
  }
  BorrowedStack(const BorrowedStack&) = delete;
  BorrowedStack& operator=(const BorrowedStack&) = delete;
  Stack& operator*() {
    return stack_;
  }

 private:
  static Stack& spare() {
    static thread_local Stack stack;
    return stack;
  }
  Stack stack_;
};

std::string schema_text(const c10::FunctionSchema& schema) {
  std::ostringstream text;
  text << schema;
  return text.str();
}

// Some arguments have other names in other libtorchs: "from_|from".
bool is_one_of(const std::string& name, const std::string& names) {
  return ("|" + names + "|").find("|" + name + "|") != std::string::npos;
}

void match(ltf_operator& op, const char* const* names, int32_t count) {
  const auto& arguments = op.handle.schema().arguments();
  const auto known = static_cast<int32_t>(arguments.size());
  op.unknown.resize(names ? count : known);
  for (int32_t i = 0; names && i < count; i++) {
    op.unknown[i] = std::string(names[i]).substr(0, std::string(names[i]).find('|'));
  }
  for (int32_t i = 0; i < known; i++) {
    int32_t place = names ? -1 : i;
    for (int32_t j = 0; names && j < count; j++) {
      if (is_one_of(arguments[i].name(), names[j])) {
        place = j;
        op.unknown[j].clear();
      }
    }
    op.places.push_back(place);
    op.defaults.push_back(arguments[i].default_value().value_or(IValue()));
  }
}

// A result that the schema marks as an argument written in place, Tensor(a!), is that argument.
void find_written(ltf_operator& op) {
  const auto& schema = op.handle.schema();
  for (const auto& result : schema.returns()) {
    int32_t place = -1;
    const auto* alias = result.alias_info();
    if (alias && alias->isWrite()) {
      for (size_t i = 0; i < schema.arguments().size(); i++) {
        const auto* other = schema.arguments()[i].alias_info();
        if (other && other->isWrite() && other->beforeSets() == alias->beforeSets()) {
          place = op.places[i];
        }
      }
    }
    op.written.push_back(place);
  }
}

// Whether the operator is a factory function, which makes a tensor of a given dtype, layout and device. Python calls
// these below autograd, so that filling the new tensor does not count as a change. to(), new_*() and the sparse
// constructors, whose values may have a gradient, are not among them, nor are other libraries' operators.
bool is_factory(const c10::FunctionSchema& schema) {
  const auto name = schema.name().substr(schema.name().find("::") + 2);
  const auto begins = [&](const char* prefix) { return name.rfind(prefix, 0) == 0; };
  const bool other = schema.name().rfind("aten::", 0) != 0 || begins("to") || begins("_to") || begins("new_") ||
                     begins("sparse_") || begins("_sparse_");
  return !other && schema.argumentIndexWithName("pin_memory") && schema.argumentIndexWithName("dtype");
}

std::string call_name(const c10::OperatorHandle& handle) {
  const auto& name = handle.operator_name().name;
  return name.substr(name.find("::") + 2);
}

// The operators to which Python may pass numbers in place of tensors.
bool takes_numbers(const c10::OperatorHandle& handle) {
  static const std::unordered_set<std::string> names{
      "add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide", "add_", "sub_", "subtract_",
      "mul_", "multiply_", "div_", "divide_", "true_divide_", "floor_divide_", "to", "_to_copy", "copy_"};
  return handle.operator_name().name.rfind("aten::", 0) == 0 && names.count(call_name(handle)) > 0;
}

void push_arguments(const ltf_operator& op, const ltf_value* arguments, int32_t count, Stack& stack) {
  const auto& schema = op.handle.schema().arguments();
  if (count > static_cast<int32_t>(op.unknown.size())) {
    throw Failure(LTF_BAD_ARGUMENT, call_name(op.handle) + "() takes " + std::to_string(op.unknown.size()) +
                                        " arguments but " + std::to_string(count) + " were given");
  }
  for (int32_t i = 0; i < count; i++) {
    if (!op.unknown[i].empty() && arguments[i].tag != LTF_DEFAULT) {
      throw Failure(LTF_OPERATOR_NOT_FOUND, "argument '" + op.unknown[i] + "' of " + call_name(op.handle) +
                                                "() does not exist in libtorch " LTF_LIBTORCH_VERSION);
    }
  }
  for (size_t i = 0; i < schema.size(); i++) {
    const int32_t place = op.places[i];
    if (place >= 0 && place < count && arguments[place].tag != LTF_DEFAULT) {
      try {
        stack.push_back(to_ivalue(arguments[place], schema[i], op.unboxed.numbers));
      } catch (const Failure& failure) {
        throw Failure(failure.status, call_name(op.handle) + "(): " + failure.what());
      }
    } else if (schema[i].default_value()) {
      stack.push_back(op.defaults[i]);
    } else {
      throw Failure(LTF_BAD_ARGUMENT, call_name(op.handle) + "() missing required argument '" + schema[i].name() + "'");
    }
  }
}

}  // namespace
}  // namespace facade

using namespace facade;

int32_t ltf_operator_resolve(const char* name, const char* overload, const char* const* names, int32_t count,
                             ltf_operator** result) {
  return guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!handle) {
      const std::string full = *overload ? std::string(name) + "." + overload : std::string(name);
      throw Failure(LTF_OPERATOR_NOT_FOUND, "operator '" + full + "' does not exist in libtorch " LTF_LIBTORCH_VERSION);
    }
    auto op = std::make_unique<ltf_operator>(*handle);
    match(*op, names, count);
    find_written(*op);
    op->factory = is_factory(handle->schema());
    op->unboxed.numbers = takes_numbers(*handle);
    op->check = find_check(c10::toString(handle->operator_name()));
    if (!op->check) {
      find_unboxed(*op);
    }
    if (looks_for_cuda(handle->schema())) {
      want_cuda();
    }
    count_what_it_pins(*op);
    *result = op.release();
  });
}

int32_t ltf_operator_describe(const ltf_operator* op, ltf_text* schema, int32_t* results, ltf_operator_entry* entry) {
  return guarded([&] {
    *entry = op->entry;
    *schema = lend(schema_text(op->handle.schema()));
    *results = static_cast<int32_t>(op->handle.schema().returns().size());
  });
}

int32_t ltf_operator_call(const ltf_operator* op, const ltf_value* arguments, int32_t count, ltf_value* results) {
  return guarded([&] {
    BorrowedStack stack;
    push_arguments(*op, arguments, count, *stack);
    if (op->check) {
      op->check(*stack);
    }
    if (op->factory) {
      at::AutoDispatchBelowADInplaceOrView guard;
      op->handle.callBoxed(*stack);
    } else {
      op->handle.callBoxed(*stack);
    }
    size_t done = 0;
    try {
      for (; done < op->written.size(); done++) {
        const int32_t place = op->written[done];
        if (place >= 0 && arguments[place].tag == LTF_TENSOR) {
          results[done] = {};
          results[done].integer = place;
          results[done].tag = LTF_ARGUMENT;
        } else {
          results[done] = from_ivalue(std::move((*stack)[done]));
        }
      }
    } catch (...) {
      while (done > 0) {
        ltf_value_release(&results[--done]);
      }
      throw;
    }
  });
}

int32_t ltf_operator_schemas(ltf_text* lines) {
  return guarded([&] {
    auto& dispatcher = c10::Dispatcher::singleton();
    std::ostringstream text;
    for (const auto& name : dispatcher.getAllOpNames()) {
      const auto handle = dispatcher.findSchema(name);
      if (handle) {
        text << handle->schema() << '\n';
      }
    }
    *lines = lend(text.str());
  });
}
