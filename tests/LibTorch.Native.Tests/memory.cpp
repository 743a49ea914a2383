#include <cstring>

#include "tensors.h"

namespace {

TEST(bytes_are_counted) {
  const auto* memory = ltf_memory_counters();
  const auto before = memory->live;
  {
    const auto x = full({1000}, 1);
    check(memory->live >= before + 4000 && memory->peak >= memory->live, "not counted");
  }
  check(memory->live == before, "not given back");
}

TEST(tensors_cross_as_native_ones) {
  const auto x = full({3}, 1);
  void* native;
  succeeds(ltf_tensor_to_native(x.get(), &native));
  Tensor back;
  succeeds(ltf_tensor_from_native(native, back.put()));
  ltf_native_release(native);
  check(back.get() == x.get(), "another tensor");
  fails(ltf_tensor_from_native(nullptr, back.put()), LTF_BAD_ARGUMENT, "");
}

TEST(facts_and_data) {
  const auto x = full({2, 3}, 1);
  ltf_tensor_info info;
  succeeds(ltf_tensor_describe(x.get(), &info));
  check(info.dimensions == 2 && info.sizes[1] == 3 && info.strides[0] == 3 && info.elements == 6, "facts");
  void* data;
  succeeds(ltf_tensor_data(x.get(), &data));
  std::memset(data, 0, 24);
  check(item(sum(x)) == 0, "data");
  int64_t version;
  succeeds(ltf_tensor_version(x.get(), &version));
  check(version == 0, "version");
}

TEST(exported_memory_stays_where_it_is) {
  void* data;
  ltf_object* storage;
  {
    const auto x = full({4}, 1);
    succeeds(ltf_tensor_export(x.get(), &data, &storage));
    ltf_value result{};
    fails(Operator("aten::resize_", "").call({of(x), of(std::vector<int64_t>{1 << 20}), nothing()}, &result), LTF_ERROR,
          "not resizable");
    ltf_tensor_fit(x.get());
    std::memset(data, 0, 16);
    check(item(sum(x)) == 0, "another memory");
  }
  // The tensor is gone: its memory is not.
  std::memset(data, 0, 16);
  ltf_object_release(storage);
  const auto y = full({4}, 1);
  succeeds(ltf_tensor_export(y.get(), &data, nullptr));
  std::memset(data, 0, 16);
  check(item(sum(y)) == 0, "without a share");
}

TEST(slices_keep_their_storage) {
  ltf_object* storage;
  ltf_object* slice;
  ltf_storage_info whole, part;
  {
    const auto x = full({4}, 1);
    succeeds(ltf_tensor_storage(x.get(), &storage));
  }
  succeeds(ltf_storage_describe(storage, &whole));
  succeeds(ltf_storage_slice(storage, 8, 4, &slice));
  fails(ltf_storage_slice(storage, 8, 12, &slice), LTF_ERROR, "16 bytes");
  fails(ltf_storage_slice(storage, -8, 4, &slice), LTF_ERROR, "16 bytes");
  ltf_object_release(storage);
  succeeds(ltf_storage_describe(slice, &part));
  check(part.bytes == 4 && part.identity != whole.identity, "another storage");
  check(part.data == static_cast<char*>(whole.data) + 8 && *static_cast<float*>(part.data) == 1, "the same memory");
  ltf_object_release(slice);
}

TEST(archives) {
  ltf_archive* archive;
  ltf_text head, tail;
  const std::string data(1000, 'x');
  succeeds(ltf_archive_create("name", &archive));
  succeeds(ltf_archive_add(archive, "data", data.data(), 1000, &head, &tail));
  std::string written = text_of(head) + data + text_of(tail);
  check(text_of(head).find("name/data") != std::string::npos && head.length % 64 == 0, "the head");
  succeeds(ltf_archive_add(archive, "empty", nullptr, 0, &head, &tail));
  written += text_of(head) + text_of(tail);
  fails(ltf_archive_add(archive, "none", nullptr, 4, &head, &tail), LTF_ERROR, "'none' has 4 bytes");
  ltf_archive_release(archive);

  succeeds(ltf_archive_create("name", &archive));
  succeeds(ltf_archive_add(archive, "data", data.data(), 1000, &head, &tail));
  succeeds(ltf_archive_finish(archive, &tail));
  check(text_of(tail).find("name/version") != std::string::npos, "the rest");
  fails(ltf_archive_finish(archive, &tail), LTF_ERROR, "finished");
  ltf_archive_release(archive);
}

TEST(objects_and_generators) {
  const auto x = full({2}, 1);
  ltf_object* storage;
  ltf_storage_info info;
  ltf_text type;
  succeeds(ltf_tensor_storage(x.get(), &storage));
  succeeds(ltf_storage_describe(storage, &info));
  succeeds(ltf_object_type(storage, &type));
  check(info.bytes == 8 && static_cast<float*>(info.data)[1] == 1 && text_of(type) == "Storage", "storage");
  ltf_object_release(storage);

  ltf_generator* generator;
  uint64_t seed;
  succeeds(ltf_generator_create(0, -1, &generator));
  succeeds(ltf_generator_seed(generator, 5));
  succeeds(ltf_generator_initial_seed(generator, &seed));
  check(seed == 5, "seed");
  ltf_generator_release(generator);
  Tensor state;
  succeeds(ltf_rng_state(0, -1, state.put()));
  succeeds(ltf_set_rng_state(0, -1, state.get()));
}

TEST(a_library_that_is_none) {
  fails(ltf_library_load("/no/such/library.so"), LTF_CANNOT_LOAD, "no/such/library.so");
}

}  // namespace
