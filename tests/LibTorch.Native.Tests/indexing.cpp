#include "tensors.h"

namespace {

ltf_value at(int64_t position) {
  ltf_value item{};
  item.tag = LTF_INT;
  item.integer = position;
  return item;
}

Tensor get(const Tensor& x, const std::vector<ltf_value>& items) {
  Tensor result;
  succeeds(ltf_tensor_get_item(x.get(), items.data(), static_cast<int32_t>(items.size()), 0, result.put()));
  return result;
}

int32_t get_fails(const Tensor& x, const std::vector<ltf_value>& items) {
  ltf_tensor* result = nullptr;
  const auto status = ltf_tensor_get_item(x.get(), items.data(), static_cast<int32_t>(items.size()), 0, &result);
  check(result == nullptr, "an out-parameter was touched");
  return status;
}

TEST(brackets_give_views_and_copies_and_take_values) {
  const auto x = full({2, 3}, 1);
  check(item(sum(get(x, {at(0)}))) == 3, "x[0]");
  check(item(get(x, {at(1), at(-1)})) == 1, "x[1, -1]");
  check(item(sum(get(x, {of(std::vector<int64_t>{0, 1, 1}), nothing()}))) == 3, "x[0:1, ...]");
  check(item(sum(get(x, {nothing(LTF_NONE)}))) == 6, "x[None]");
  check(item(sum(get(x, {}))) == 6, "x[()]");
  const auto places = call("aten::zeros_like", "", {of(get(x, {at(0)})), at(4), nothing(), nothing(), nothing(), nothing()});
  check(item(sum(get(x, {of(places)}))) == 9, "x[[0, 0, 0]]");

  ltf_value five{};
  five.tag = LTF_INT;
  five.integer = 5;
  Tensor number;
  succeeds(ltf_tensor_of_number(&five, number.put()));
  const std::vector<ltf_value> first{at(0)}, listed{of(places)};
  succeeds(ltf_tensor_set_item(x.get(), first.data(), 1, 0, number.get()));
  check(item(sum(x)) == 18, "x[0] = 5");
  succeeds(ltf_tensor_set_item(x.get(), listed.data(), 1, 1, full({1, 1, 3}, 1).get()));
  check(item(sum(x)) == 6, "x[[0, 0, 0]] = x[1]");
}

// Nothing is read behind the last extent, which AddressSanitizer and valgrind would see.
TEST(positions_that_are_not_there) {
  const auto x = full({2, 3}, 1), zero = full({}, 1);
  fails(get_fails(x, {at(2)}), LTF_INDEX_ERROR, "index 2 is out of bounds for dimension 0 with size 2");
  fails(get_fails(zero, {at(1)}), LTF_INDEX_ERROR, "index 1 is out of bounds for dimension 0 with size 0");
  fails(get_fails(x, {at(0), at(0), at(0)}), LTF_INDEX_ERROR, "too many indices");
  std::vector<ltf_value> ellipses(20, nothing());
  ellipses.push_back(at(0));
  fails(get_fails(x, ellipses), LTF_INDEX_ERROR, "index 0 is out of bounds for dimension 20 with size 0");
  const std::vector<int64_t> slice{0, 1, 1};
  ellipses.back() = of(slice);
  fails(get_fails(x, ellipses), LTF_INDEX_ERROR, "Dimension out of range");
  fails(get_fails(x, {nothing(LTF_STRING)}), LTF_BAD_ARGUMENT, "no such item");
}

}  // namespace
