#include "pinned_memory.h"

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/CPUAllocator.h>

#include <mutex>
#include <unordered_map>

#include "handles.h"
#include "host_memory.h"
#include "lock.h"
#include "versions.h"
#include "visits.h"

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

// Never destroyed: tensors may outlive everything else.
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
  // Since 2.1, asking for a writable pointer would copy a storage that is shared lazily.
  return storage->_mutable_data_ptr_no_checks();
#else
  return storage->data_ptr();
#endif
}

// Counts the memory by putting `release` in place of the storage's deleter. CUDA's allocator knows the block by its
// context, which stays the same.
void count(const at::Tensor& tensor) {
  if (!tensor.defined() || !tensor.is_cpu() || !tensor.has_storage()) {
    return;
  }
  auto& data = data_of(tensor);
  const auto pinned = data.get_deleter();
  // Ordinary memory is sorted out first: asking CUDA whether it is pinned would load CUDA.
  const bool ordinary = pinned == nullptr || pinned == c10::GetCPUAllocator()->raw_deleter();
  if (ordinary || pinned == &release || data.get_context() == nullptr ||
      !at::detail::getCUDAHooks().isPinnedPtr(data.get())) {
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

bool is_true(const ltf_value* arguments, int32_t count, int32_t place) {
  return place >= 0 && place < count && arguments[place].tag == LTF_BOOL && arguments[place].integer != 0;
}

bool may_pin(const ltf_operator& op, const ltf_value* arguments, int32_t count) {
  return op.pins_always || is_true(arguments, count, op.pin_memory) || is_true(arguments, count, op.non_blocking);
}

int32_t call_and_count(const ltf_operator* op, const ltf_value* arguments, int32_t count_of_arguments,
                       ltf_value* results) noexcept {
  const auto status = op->uncounted(op, arguments, count_of_arguments, results);
  if (status == LTF_OK && may_pin(*op, arguments, count_of_arguments) && results[0].tag == LTF_TENSOR) {
    const Visit visit;
    try {
      count(retained(static_cast<ltf_tensor*>(results[0].pointer)));
    } catch (...) {
      // A failure to count is no reason to lose the tensor.
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
  const auto place_of = [&](const char* name) {
    const auto argument = schema.argumentIndexWithName(name);
    return argument ? op.places[*argument] : -1;
  };
  op.pins_always = looks_for_cuda(schema) && schema.name() != "aten::is_pinned";
  op.pin_memory = place_of("pin_memory");
  op.non_blocking = place_of("non_blocking");
  const bool may = op.pins_always || op.pin_memory >= 0 || op.non_blocking >= 0;
  if (may && schema.returns().size() == 1) {
    op.uncounted = op.entry;
    op.entry = &call_and_count;
  }
}

}  // namespace facade
