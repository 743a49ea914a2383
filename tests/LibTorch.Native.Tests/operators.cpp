#include <cmath>

#include "tensors.h"

namespace {

// Every number of arguments and kind of result, by both entries.
TEST(operators_give_tensors_by_either_entry) {
  const auto x = full({2, 3}, 2);
  const Operator add("aten::add", "Tensor"), max("aten::max", "dim"), split("aten::split", "Tensor"), fill("aten::fill_", "Scalar");
  for (const bool boxed : {false, true}) {
    ltf_value results[2]{};
    succeeds(add.call({of(x), of(x), nothing()}, results, boxed));
    const Tensor four(static_cast<ltf_tensor*>(results[0].pointer));
    check(item(sum(four)) == 24, "2 + 2");

    succeeds(add.call({of(x), of(3), nothing()}, results, boxed));
    const Tensor five(static_cast<ltf_tensor*>(results[0].pointer));
    check(item(sum(five)) == 30, "2 + 3");

    ltf_value dim{};
    dim.tag = LTF_INT;
    succeeds(max.call({of(x), dim, nothing()}, results, boxed));
    const Tensor values(static_cast<ltf_tensor*>(results[0].pointer)), indices(static_cast<ltf_tensor*>(results[1].pointer));
    check(item(sum(values)) == 6, "max");

    ltf_value one = dim;
    one.integer = 1;
    succeeds(split.call({of(x), one, nothing()}, results, boxed));
    check(results[0].tag == LTF_LIST && results[0].count == 2, "split");
    ltf_value_release(results);

    succeeds(fill.call({of(four), of(7)}, results, boxed));
    check(results[0].tag == LTF_ARGUMENT && results[0].integer == 0 && item(sum(four)) == 42, "fill_");
  }
}

TEST(a_failed_call_leaves_nothing) {
  const auto x = full({2, 3}, 1), y = full({4}, 1);
  const Operator add("aten::add", "Tensor");
  ltf_value result{};
  for (const bool boxed : {false, true}) {
    fails(add.call({of(x), of(y), nothing()}, &result, boxed), LTF_ERROR, "must match the size");
    fails(add.call({of(x), nothing(LTF_NONE), nothing()}, &result, boxed), LTF_BAD_ARGUMENT, "add(): ");
    fails(add.call({of(x)}, &result, boxed), LTF_BAD_ARGUMENT, "missing required argument 'other'");
    fails(add.call({of(x), of(x), nothing(), nothing()}, &result, boxed), LTF_BAD_ARGUMENT, "takes 3 arguments");
  }
  ltf_operator* op;
  fails(ltf_operator_resolve("aten::no_such", "", nullptr, 0, &op), LTF_OPERATOR_NOT_FOUND, "aten::no_such");
  check(result.tag == LTF_DEFAULT, "an out-parameter was touched");
}

TEST(schemas_and_texts) {
  ltf_text text;
  succeeds(ltf_operator_schemas(&text));
  check(text_of(text).find("aten::add.Tensor(") != std::string::npos, "add");
  succeeds(ltf_library_config(&text));
  check(text.length > 0, "config");
  int32_t type, index;
  succeeds(ltf_device_parse("cpu", &type, &index));
  succeeds(ltf_device_text(type, index, &text));
  check(text_of(text) == "cpu", "cpu");
  fails(ltf_device_parse("nowhere", &type, &index), LTF_ERROR, "nowhere");
}

// A number that stands for a tensor is kept for the next call, unless somebody has written to it.
TEST(numbers_are_not_mixed_up) {
  const auto x = full({1}, 1);
  for (int i = 0; i < 100; i++) {
    check(item(call("aten::mul", "Tensor", {of(x), of(i * 0.5)})) == i * 0.5, "a wrong number");
  }
}

}  // namespace
