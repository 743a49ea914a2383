#include "unboxed.h"

#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "enumerations.h"
#include "fast_paths.h"
#include "guard.h"
#include "operator.h"
#include "owned_values.h"
#include "taken_tensors.h"
#include "values.h"

namespace facade {
namespace {

template <typename T>
__attribute__((always_inline)) inline bool take(Taken<T>& taken, const ltf_value& value, bool /*numbers*/) {
  return taken.take(value);
}

__attribute__((always_inline)) inline bool take(Taken<const at::Tensor&>& taken, const ltf_value& value, bool numbers) {
  return taken.take(value, numbers);
}

// ---- which tensors decide whether autograd may be skipped ----

template <typename T>
bool allows(BelowAutograd& /*below*/, const Taken<T>& /*taken*/) {
  return true;
}

bool allows(BelowAutograd& below, const Taken<const at::Tensor&>& taken) {
  return below.allows(taken.get());
}

bool allows(BelowAutograd& below, const Taken<at::Tensor&>& taken) {
  return below.allows(taken.get());
}

bool allows(BelowAutograd& below, const Taken<const c10::optional<at::Tensor>&>& taken) {
  return !taken.get() || below.allows(*taken.get());
}

template <typename List>
bool allows_all(BelowAutograd& below, const List& list) {
  for (const auto& tensor : list) {
    if (!below.allows(tensor)) {
      return false;
    }
  }
  return true;
}

bool allows(BelowAutograd& below, const Taken<at::TensorList>& taken) {
  return allows_all(below, taken.get());
}

bool allows(BelowAutograd& below, const Taken<const at::ITensorListRef&>& taken) {
  return allows_all(below, taken.get());
}

// ---- results ----

template <typename T>
struct Given;

template <>
struct Given<at::Tensor> {
  static constexpr const char* type = "Tensor";
  template <typename Call>
  static void put(const Call& call, const ltf_operator& /*op*/, ltf_value* results) {
    results->pointer = owned_result(call);
    results->tag = LTF_TENSOR;
  }
};

// In-place and out operators: the result is the argument that was written to.
template <>
struct Given<at::Tensor&> {
  static constexpr const char* type = "Tensor!";
  template <typename Call>
  static void put(const Call& call, const ltf_operator& op, ltf_value* results) {
    call();
    results->tag = LTF_ARGUMENT;
    results->integer = op.written[0];
  }
};

template <>
struct Given<std::tuple<at::Tensor, at::Tensor>> {
  static constexpr const char* type = "Tensor,Tensor";
  template <typename Call>
  static void put(const Call& call, const ltf_operator& op, ltf_value* results) {
    auto pair = call();
    Given<at::Tensor>::put([&] { return std::move(std::get<0>(pair)); }, op, results);
    Given<at::Tensor>::put([&] { return std::move(std::get<1>(pair)); }, op, results + 1);
  }
};

template <>
struct Given<std::vector<at::Tensor>> {
  static constexpr const char* type = "Tensor[]";
  template <typename Call>
  static void put(const Call& call, const ltf_operator& /*op*/, ltf_value* results) {
    *results = owned_values(call(), LTF_LIST, from_ivalue);
  }
};

// ---- trampolines ----

struct Trampoline {
  ltf_operator_entry entry;
  const void* (*handle)(const c10::OperatorHandle&);
};

template <typename>
class Of;

template <typename Result, typename... Arguments>
class Of<Result(Arguments...)> {
  using Typed = c10::TypedOperatorHandle<Result(Arguments...)>;

 public:
  // As text_of writes a schema: "Tensor Tensor Scalar ->Tensor".
  static std::string text() {
    std::string text;
    ((text += std::string(Taken<Arguments>::type) + " "), ...);
    return text + "->" + Given<Result>::type;
  }

  static const void* handle(const c10::OperatorHandle& handle) {
    return new Typed(handle.typed<Result(Arguments...)>());
  }

  // Everything up to the operator is inlined into this function. libtorch's calls nest so deeply that the processor no
  // longer predicts the return addresses of the outer calls, and each such return costs as much as forty instructions.
  static int32_t entry(const ltf_operator* op, const ltf_value* arguments, int32_t count, ltf_value* results) noexcept {
    bool done = true;
    const auto status = guarded([&]() __attribute__((always_inline)) {
      done = count == op->unboxed.count && call(*op, arguments, results, std::index_sequence_for<Arguments...>());
    });
    return done ? status : ltf_operator_call(op, arguments, count, results);
  }

 private:
  // Calls the operator if all arguments are as the signature takes them; says whether it did.
  template <size_t... I>
  __attribute__((always_inline)) static bool call(const ltf_operator& op, const ltf_value* arguments, ltf_value* results,
                                                  std::index_sequence<I...> /*unused*/) {
    std::tuple<Taken<Arguments>...> taken;
    if (!(take(std::get<I>(taken), op.unboxed.argument(arguments, I), op.unboxed.numbers) && ...)) {
      return false;
    }
    const auto& handle = *static_cast<const Typed*>(op.unboxed.handle);
    const auto passed_by = op.unboxed.passed_by.load(std::memory_order_relaxed);
    BelowAutograd below(passed_by);
    if (passed_by != PassedBy::nothing && (allows(below, std::get<I>(taken)) && ...) && below.is_ordinary()) {
      const BelowAutograd::Guard guard(below);
      Given<Result>::put([&]() __attribute__((always_inline)) -> Result {
        return handle.redispatch(below.keys(), std::get<I>(taken).get()...);
      }, op, results);
    } else {
      c10::optional<at::AutoDispatchBelowADInplaceOrView> guard;
      if (op.factory) {
        guard.emplace();
      }
      Given<Result>::put([&]() __attribute__((always_inline)) -> Result {
        return handle.call(std::get<I>(taken).get()...);
      }, op, results);
    }
    return true;
  }
};

using Table = std::unordered_map<std::string, Trampoline>;

template <typename... Signatures>
Table table_of() {
  Table table;
  ((table[Of<Signatures>::text()] = {Of<Signatures>::entry, Of<Signatures>::handle}), ...);
  return table;
}

const Table& trampolines() {
  using T = const at::Tensor&;
  using Out = at::Tensor&;
  using S = const c10::Scalar&;
  using Given = at::Tensor;
  using Pair = std::tuple<at::Tensor, at::Tensor>;
  using List = std::vector<at::Tensor>;
  using Optional = const c10::optional<at::Tensor>&;
  using Ints = at::IntArrayRef;
  using Sizes = c10::SymIntArrayRef;
  using DType = c10::optional<c10::ScalarType>;
  using Layout = c10::optional<c10::Layout>;
  using Device = c10::optional<c10::Device>;
  using Flag = c10::optional<bool>;
  using Format = c10::optional<c10::MemoryFormat>;
  static const Table table = table_of<
      // one tensor
      Given(T), Given(T, S), Given(T, S, S), Given(S, T), Given(T, bool), Given(T, int64_t), Given(T, c10::SymInt),
      Given(T, int64_t, int64_t), Given(T, int64_t, c10::SymInt), Given(T, int64_t, bool), Given(T, int64_t, DType),
      Given(T, int64_t, c10::optional<c10::SymInt>, c10::optional<c10::SymInt>, c10::SymInt), Given(T, DType),
      Given(T, Ints), Given(T, Ints, bool), Given(T, Ints, bool, DType), Given(T, at::OptionalIntArrayRef, bool, DType),
      Given(T, Sizes), Given(T, Sizes, bool), Given(T, c10::optional<int64_t>, bool), Given(T, Format),
      Given(T, c10::ScalarType, bool, bool, Format), Given(T, DType, Layout, Device, Flag, Format), Given(T, double, bool),
      // several
      Given(T, T), Given(T, T, S), Given(T, T, int64_t), Given(T, T, bool), Given(T, T, T), Given(T, T, T, S, S),
      Given(T, T, Optional), Given(T, T, Optional, int64_t, int64_t), Given(T, T, Optional, int64_t, c10::SymInt),
      Given(T, T, Optional, int64_t, int64_t, double), Given(T, T, Optional, int64_t, c10::SymInt, double),
      Given(T, T, int64_t, bool, bool), Given(T, T, c10::SymInt, bool, bool), Given(T, int64_t, T),
      Given(T, int64_t, T, T), Given(T, int64_t, T, bool), Given(T, Ints, Optional, Optional, double, bool),
      Given(T, Sizes, Optional, Optional, double, bool), Given(at::TensorList, int64_t),
      Given(const at::ITensorListRef&, int64_t),
      // in place
      Out(Out), Out(Out, T), Out(Out, S), Out(Out, T, S), Out(Out, S, S), Out(Out, T, bool), Out(Out, T, T, S),
      // out
      Out(T, Out), Out(T, T, Out), Out(T, T, S, Out),
      // pairs
      Pair(T), Pair(T, int64_t, bool), Pair(T, bool),
      // lists
      List(T, int64_t), List(T, int64_t, int64_t), List(T, c10::SymInt, int64_t),
      // factories
      Given(Sizes, DType, Layout, Device, Flag), Given(Ints, DType, Layout, Device, Flag)>();
  return table;
}

std::string text_of(const c10::FunctionSchema& schema) {
  std::string text;
  const auto type = [](const c10::Argument& argument) {
    const auto* alias = argument.alias_info();
    return argument.real_type()->str() + (alias && alias->isWrite() ? "!" : "");
  };
  for (const auto& argument : schema.arguments()) {
    text += type(argument) + " ";
  }
  text += "->";
  for (size_t i = 0; i < schema.returns().size(); i++) {
    text += (i > 0 ? "," : "") + type(schema.returns()[i]);
  }
  return text;
}

// A schema's default in the form in which callers give it; LTF_DEFAULT where there is none, which no Taken accepts.
ltf_value value_of(const c10::IValue& value, const c10::Argument& argument) {
  ltf_value result{};
  if (!argument.default_value() || value.isNone()) {
    result.tag = argument.default_value() ? LTF_NONE : LTF_DEFAULT;
  } else if (take_number(value, result)) {
    const auto* enumeration = enumeration_of(stripped(*argument.real_type()).kind());
    result.tag = enumeration ? enumeration->tag : result.tag;
  }
  return result;
}

}  // namespace

void find_unboxed(ltf_operator& op) {
  const auto found = trampolines().find(text_of(op.handle.schema()));
  if (found == trampolines().end()) {
    return;
  }
  try {
    op.unboxed.handle = found->second.handle(op.handle);
  } catch (const c10::Error&) {
    // The schema's types do not determine the C++ signature: this operator was registered with another one.
    return;
  }
  const auto& arguments = op.handle.schema().arguments();
  for (size_t i = 0; i < arguments.size(); i++) {
    op.unboxed.defaults.push_back(value_of(op.defaults[i], arguments[i]));
  }
  op.unboxed.places = op.places.data();
  op.unboxed.count = static_cast<int32_t>(op.unknown.size());
  op.entry = found->second.entry;
  decide_fast_path(op);
}

}  // namespace facade
