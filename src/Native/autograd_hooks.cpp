#include "guard.h"
#include "handles.h"
#include "hook_places.h"
#include "nodes.h"

using namespace facade;

// The registration of a hook. The hook's table may have been destroyed with its node before the hook is removed.
struct ltf_hook {
  std::weak_ptr<HookTable> table;
  int64_t id;
};

namespace {

ltf_hook* enter(const std::shared_ptr<HookTable>& table, const char* name, Managed target) {
  auto hook = std::make_unique<ltf_hook>();
  hook->table = table;
  hook->id = table->add(name, std::move(target));
  return hook.release();
}

}  // namespace

int32_t ltf_tensor_add_hook(ltf_tensor* tensor, const char* name, ltf_managed target, ltf_hook** hook) {
  return guarded([&] {
    auto callback = managed(target);
    *hook = enter(table_of(retained(tensor)), name, std::move(callback));
  });
}

int32_t ltf_tensor_add_accumulated_hook(ltf_tensor* tensor, const char* name, ltf_managed target, ltf_hook** hook,
                                        ltf_node** keeper) {
  return guarded([&] {
    auto callback = managed(target);
    NodePointer kept;
    const auto table = accumulated_table_of(retained(tensor), kept);
    *hook = enter(table, name, std::move(callback));
    *keeper = owned(kept);
  });
}

int32_t ltf_node_add_hook(ltf_node* node, int32_t before, const char* name, ltf_managed target, ltf_hook** hook) {
  return guarded([&] {
    auto callback = managed(target);
    auto& owner = *node_of(node);
    *hook = enter(before ? pre_table_of(owner) : post_table_of(owner), name, std::move(callback));
  });
}

int32_t ltf_hook_remove(ltf_hook* hook) {
  return guarded([&] {
    if (const auto table = hook->table.lock()) {
      table->remove(hook->id);
    }
  });
}

void ltf_hook_release(ltf_hook* hook) {
  delete hook;
}
