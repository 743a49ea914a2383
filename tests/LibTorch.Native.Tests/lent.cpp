#include <vector>

#include "managed.h"

namespace {

// DLPack's struct, as its description lays it out, of a library that is not libtorch.
struct Exported {
  void* data = nullptr;
  int32_t device_type = 1;
  int32_t device_id = 0;
  int32_t dimensions = 0;
  uint8_t code = 2;
  uint8_t bits = 32;
  uint16_t lanes = 1;
  int64_t* sizes = nullptr;
  int64_t* strides = nullptr;
  uint64_t byte_offset = 0;
  void* context = nullptr;
  void (*deleter)(Exported*) = nullptr;
};

int deletions = 0;

void count_deletion(Exported* /*self*/) {
  deletions++;
}

TEST(lent_memory_is_given_back_once) {
  const auto alive = Managed::alive.load();
  std::vector<float> numbers{1, 2, 3, 4};
  const int64_t sizes[] = {2, 2};
  const int64_t strides[] = {1, 2};
  Tensor view;
  {
    Tensor x;
    succeeds(ltf_tensor_from_memory(numbers.data(), sizes, strides, 2, 6, handle_on(new Managed), x.put()));
    check(Managed::alive == alive + 1, "not held");
    numbers[0] = 10;
    check(item(sum(x)) == 19, "another memory");
    ltf_object* storage;
    succeeds(ltf_tensor_storage(x.get(), &storage));
    Tensor second;
    succeeds(ltf_tensor_variable_data(x.get(), second.put()));
    view = std::move(second);
    ltf_object_release(storage);
  }
  check(Managed::alive == alive + 1, "given back too early");
  view = Tensor();
  check(Managed::alive == alive, "not given back");
}

TEST(lent_memory_is_given_back_where_no_tensor_is_made) {
  const auto alive = Managed::alive.load();
  float number = 1;
  const int64_t negative[] = {-1};
  Tensor x;
  fails(ltf_tensor_from_memory(&number, nullptr, nullptr, 0, 999, handle_on(new Managed), x.put()), LTF_TYPE_ERROR, "999");
  fails(ltf_tensor_from_memory(&number, negative, nullptr, 1, 6, handle_on(new Managed), x.put()), LTF_ERROR, "");
  check(Managed::alive == alive, "not given back");
}

TEST(a_foreign_tensor_is_deleted_once) {
  float numbers[] = {0, 1, 2, 3};
  int64_t sizes[] = {2};
  Exported exported;
  exported.data = numbers;
  exported.dimensions = 1;
  exported.sizes = sizes;
  exported.byte_offset = 8;
  exported.deleter = count_deletion;
  deletions = 0;
  {
    Tensor x;
    succeeds(ltf_tensor_from_dlpack(&exported, x.put()));
    check(item(sum(x)) == 5, "another memory");
    check(deletions == 0, "deleted too early");
  }
  check(deletions == 1, "not deleted once");

  Tensor refused;
  exported.bits = 7;
  fails(ltf_tensor_from_dlpack(&exported, refused.put()), LTF_ERROR, "");
  sizes[0] = -1;
  fails(ltf_tensor_from_dlpack(&exported, refused.put()), LTF_BAD_ARGUMENT, "negative size");
  fails(ltf_tensor_from_dlpack(nullptr, refused.put()), LTF_BAD_ARGUMENT, "address");
  check(deletions == 1, "what was refused was deleted");
}

TEST(a_tensor_crosses_as_a_foreign_one) {
  const auto before = ltf_memory_counters()->live;
  void* exported;
  {
    const auto x = full({3}, 2);
    succeeds(ltf_tensor_to_dlpack(x.get(), &exported));
  }
  {
    Tensor back;
    succeeds(ltf_tensor_from_dlpack(exported, back.put()));
    check(item(sum(back)) == 6, "another memory");
  }
  {
    const auto x = full({3}, 2);
    succeeds(ltf_tensor_to_dlpack(x.get(), &exported));
  }
  ltf_dlpack_release(exported);
  ltf_dlpack_release(nullptr);
  check(ltf_memory_counters()->live == before, "not given back");
}

}  // namespace
