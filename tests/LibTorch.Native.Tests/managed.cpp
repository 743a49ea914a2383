#include "managed.h"

std::atomic<int> Managed::alive{0};

namespace {

void release(void* handle) {
  delete static_cast<Managed*>(handle);
}

int32_t call(void* target, void* /*caller*/, ltf_node* node, ltf_tensor* const* first, int32_t first_count, ltf_tensor* const* second,
             int32_t second_count, ltf_tensor** results, int32_t room, int32_t* replaced, void** error) {
  const std::vector<ltf_tensor*> given(first, first + first_count);
  *replaced = 0;
  const auto status = static_cast<Managed*>(target)->body(given, results, room, replaced);
  if (status != LTF_OK) {
    *error = new Managed;
  }
  for (auto* tensor : given) {
    ltf_tensor_release(tensor);
  }
  for (int32_t i = 0; i < second_count; i++) {
    ltf_tensor_release(second[i]);
  }
  if (node != nullptr) {
    ltf_node_release(node);
  }
  return status;
}

// Keeps the tensor itself; what is packed gives it back when it is called.
int32_t pack(void* /*target*/, void* /*caller*/, ltf_tensor* tensor, void** packed, void** /*error*/) {
  const auto held = std::make_shared<Tensor>(tensor);
  *packed = new Managed([held](const auto&, ltf_tensor** results, int32_t, int32_t* replaced) {
    ltf_tensor_retain(held->get());
    results[0] = held->get();
    *replaced = 1;
    return LTF_OK;
  });
  return LTF_OK;
}

void* stack() {
  return new Managed;
}

void stack_text(void* /*stack*/, ltf_text* text) {
  *text = {"here", 4};
}

// Stands for a GCHandle: another object for the caller to own.
void* exception(void* /*handle*/) {
  return new Managed;
}

int32_t warning(const char* /*text*/, int64_t /*length*/) {
  return 0;
}

// Those of one test's copies of the library stand for one runtime.
const char runtime = 0;

}  // namespace

ltf_owner* add_owner(bool may_end) {
  const ltf_callbacks callbacks{call, pack, stack, stack_text, exception, warning, release, nullptr, &runtime};
  ltf_owner* owner = nullptr;
  succeeds(ltf_owner_register(&callbacks, may_end ? 1 : 0, &owner));
  return owner;
}

ltf_managed handle_on(Managed* object) {
  static ltf_owner* const owner = add_owner(false);
  return {object, owner};
}
