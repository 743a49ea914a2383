#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/HashStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <chrono>
#include <vector>

#include "c10d.h"

using namespace facade::c10d_library;

namespace {

using Bytes = std::vector<uint8_t>;

Bytes bytes(const void* value, int64_t length) {
  const auto* first = static_cast<const uint8_t*>(value);
  return Bytes(first, first + length);
}

ltf_text lend_bytes(const Bytes& value) {
  return lend(std::string(value.begin(), value.end()));
}

std::vector<std::string> texts(const char* const* keys, int32_t count) {
  return std::vector<std::string>(keys, keys + count);
}

c10::intrusive_ptr<c10d::Store> store_of(ltf_store* store) {
  return retained<c10d::Store>(store);
}

// Older releases have only one kind of server, so there is nothing to choose.
template <typename Options>
auto choose_libuv(Options& options, bool wanted) -> decltype(options.useLibUV, void()) {
  options.useLibUV = wanted;
}

[[maybe_unused]] void choose_libuv(...) {}

}  // namespace

int32_t ltf_store_tcp(const char* host, const ltf_tcp_store_options* options, ltf_store** store, int32_t* port) {
  return guarded([&] {
    c10d::TCPStoreOptions wanted;
    wanted.port = static_cast<uint16_t>(options->port);
    wanted.isServer = options->is_server != 0;
    if (options->workers >= 0) {
      wanted.numWorkers = static_cast<size_t>(options->workers);
    }
    wanted.waitWorkers = options->waits_for_workers != 0;
    wanted.timeout = std::chrono::milliseconds(options->timeout);
    wanted.multiTenant = options->multi_tenant != 0;
    choose_libuv(wanted, options->uses_libuv != 0);
    auto made = c10::make_intrusive<CountedThreadOwner<c10d::TCPStore>>(host, wanted);
    *port = made->getPort();
    *store = owned<ltf_store>(c10::intrusive_ptr<c10d::Store>(std::move(made)));
  });
}

int32_t ltf_store_file(const char* path, int32_t workers, ltf_store** store) {
  return guarded([&] {
    *store = owned<ltf_store>(c10::intrusive_ptr<c10d::Store>(c10::make_intrusive<c10d::FileStore>(path, workers)));
  });
}

int32_t ltf_store_hash(ltf_store** store) {
  return guarded(
      [&] { *store = owned<ltf_store>(c10::intrusive_ptr<c10d::Store>(c10::make_intrusive<c10d::HashStore>())); });
}

int32_t ltf_store_prefix(const char* prefix, ltf_store* inner, ltf_store** store) {
  return guarded([&] {
    *store = owned<ltf_store>(
        c10::intrusive_ptr<c10d::Store>(c10::make_intrusive<c10d::PrefixStore>(prefix, store_of(inner))));
  });
}

void ltf_store_release(ltf_store* store) {
  static_cast<void>(guarded([&] { reclaimed<c10d::Store>(store).reset(); }));
}

int32_t ltf_store_set(ltf_store* store, const char* key, const void* value, int64_t length) {
  return guarded([&] { store_of(store)->set(key, bytes(value, length)); });
}

int32_t ltf_store_get(ltf_store* store, const char* key, ltf_text* value) {
  return guarded([&] { *value = lend_bytes(store_of(store)->get(key)); });
}

int32_t ltf_store_add(ltf_store* store, const char* key, int64_t amount, int64_t* sum) {
  return guarded([&] { *sum = store_of(store)->add(key, amount); });
}

int32_t ltf_store_compare_set(ltf_store* store, const char* key, const void* expected, int64_t expected_length,
                              const void* desired, int64_t desired_length, ltf_text* value) {
  return guarded([&] {
    *value =
        lend_bytes(store_of(store)->compareSet(key, bytes(expected, expected_length), bytes(desired, desired_length)));
  });
}

int32_t ltf_store_delete(ltf_store* store, const char* key, int32_t* deleted) {
  return guarded([&] { *deleted = store_of(store)->deleteKey(key) ? 1 : 0; });
}

int32_t ltf_store_key_count(ltf_store* store, int64_t* count) {
  return guarded([&] { *count = store_of(store)->getNumKeys(); });
}

int32_t ltf_store_check(ltf_store* store, const char* const* keys, int32_t count, int32_t* all_there) {
  return guarded([&] { *all_there = store_of(store)->check(texts(keys, count)) ? 1 : 0; });
}

int32_t ltf_store_wait(ltf_store* store, const char* const* keys, int32_t count, int64_t timeout) {
  return guarded([&] {
    if (timeout < 0) {
      store_of(store)->wait(texts(keys, count));
    } else {
      store_of(store)->wait(texts(keys, count), std::chrono::milliseconds(timeout));
    }
  });
}

int32_t ltf_store_timeout(ltf_store* store, int64_t* timeout) {
  return guarded([&] { *timeout = store_of(store)->getTimeout().count(); });
}

int32_t ltf_store_set_timeout(ltf_store* store, int64_t timeout) {
  return guarded([&] { store_of(store)->setTimeout(std::chrono::milliseconds(timeout)); });
}
