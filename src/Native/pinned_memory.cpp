#include "pinned_memory.h"

#include <c10/core/CPUAllocator.h>

#include <mutex>
#include <unordered_map>

#include "handles.h"
#include "host_memory.h"
#include "lock.h"
#include "versions.h"

namespace facade {
namespace {

struct Block {
  int64_t bytes;
  c10::DeleterFnPtr release;
};

struct Blocks {
  std::mutex mutex;
  std::unordered_map<void*, Block> counted;
};

// Never destroyed: tensors may outlive all else.
Blocks& blocks() {
  static auto& made = *new Blocks;
  return made;
}

void release(void* context) {
  Block block{};
  {
    auto& [mutex, counted] = blocks();
    const Lock lock(mutex);
    const auto found = counted.find(context);
    block = found->second;
    counted.erase(found);
  }
  count_freed(block.bytes);
  block.release(context);
}

c10::DataPtr& data_of(const at::Tensor& tensor) {
  auto* storage = tensor.storage().unsafeGetStorageImpl();
#if LTF_TORCH_AT_LEAST(2, 1)
  // 2.1 copies a storage that is shared lazily where its memory is asked for to be written to.
  return storage->_mutable_data_ptr_no_checks();
#else
  return storage->data_ptr();
#endif
}

// What is given back to CUDA's allocator is told by its context, and that stays; only who is called first is another.
void count(const at::Tensor& tensor) {
  if (!tensor.defined() || !tensor.is_cpu() || !tensor.has_storage()) {
    return;
  }
  auto& data = data_of(tensor);
  const auto pinned = data.get_deleter();
  if (data.get_context() == nullptr || pinned == nullptr || pinned == &release ||
      pinned == c10::GetCPUAllocator()->raw_deleter()) {
    return;
  }
  const Block block{static_cast<int64_t>(tensor.storage().nbytes()), pinned};
  {
    auto& [mutex, counted] = blocks();
    const Lock lock(mutex);
    counted[data.get_context()] = block;
  }
  if (data.compare_exchange_deleter(pinned, &release)) {
    count_taken(block.bytes);
  }
}

bool pins(const ltf_operator& op, const ltf_value* arguments, int32_t count) {
  if (op.pins_always) {
    return true;
  }
  const auto place = op.pin_memory;
  return place >= 0 && place < count && arguments[place].tag == LTF_BOOL && arguments[place].integer != 0;
}

int32_t call_and_count(const ltf_operator* op, const ltf_value* arguments, int32_t count_of_arguments,
                       ltf_value* results) {
  const auto status = op->uncounted(op, arguments, count_of_arguments, results);
  if (status == LTF_OK && pins(*op, arguments, count_of_arguments) && results[0].tag == LTF_TENSOR) {
    try {
      count(retained(static_cast<ltf_tensor*>(results[0].pointer)));
    } catch (...) {
      // No memory to count with is no reason to lose the tensor.
    }
  }
  return status;
}

}  // namespace

bool looks_for_cuda(const c10::FunctionSchema& schema) {
  return schema.name() == "aten::pin_memory" || schema.name() == "aten::_pin_memory" ||
         schema.name() == "aten::is_pinned";
}

void count_what_it_pins(ltf_operator& op) {
  const auto& schema = op.handle.schema();
  const auto argument = schema.argumentIndexWithName("pin_memory");
  op.pins_always = looks_for_cuda(schema) && schema.name() != "aten::is_pinned";
  op.pin_memory = argument ? op.places[*argument] : -1;
  if ((op.pins_always || op.pin_memory >= 0) && schema.returns().size() == 1) {
    op.uncounted = op.entry;
    op.entry = &call_and_count;
  }
}

}  // namespace facade
