#include "running_node.h"

#include <dlfcn.h>
#include <link.h>
#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <torch/csrc/autograd/engine.h>
#include <unistd.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "autograd_passes.h"
#include "guard.h"

namespace facade {

std::atomic<const void*> changing{nullptr};
__thread RunningNode* RunningNode::current = nullptr;

namespace {

std::mutex turn;

// How long registering a hook waits for another thread's pass, which may itself be waiting for this thread.
constexpr std::chrono::seconds pass_timeout{10};

// How many passes are being walked through, on all threads.
std::atomic<int32_t> walks{0};

// ---- a fence for all threads ----

bool register_for_barriers() {
  return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0) == 0;
}

// Used where the kernel lacks membarrier, or a sandbox forbids it. Taking a permission on a page away interrupts every
// processor that runs a thread of the process.
void interrupt_processors() {
  const auto size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  void* page = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  TORCH_CHECK(page != MAP_FAILED, "no memory for a page");
  *static_cast<volatile char*>(page) = 1;
  mprotect(page, size, PROT_READ);
  munmap(page, size);
}

void fence_all_threads() {
  static const bool registered = register_for_barriers();
  if (!registered || syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0) != 0) {
    interrupt_processors();
  }
}

// ---- libtorch's own nodes ----

struct Range {
  uintptr_t begin = 0;
  uintptr_t end = 0;
  uintptr_t inside;
};

int find_library(dl_phdr_info* info, size_t /*size*/, void* data) {
  auto& range = *static_cast<Range*>(data);
  uintptr_t begin = UINTPTR_MAX;
  uintptr_t end = 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type == PT_LOAD) {
      begin = std::min<uintptr_t>(begin, info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
      end = std::max<uintptr_t>(end, info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz);
    }
  }
  if (range.inside < begin || range.inside >= end) {
    return 0;
  }
  range.begin = begin;
  range.end = end;
  return 1;
}

Range libtorch_range() {
  Range range;
  range.inside = reinterpret_cast<uintptr_t>(&torch::autograd::Engine::get_default_engine);
  dl_iterate_phdr(find_library, &range);
  return range;
}

// Whether the node's class is one of libtorch's, by the address of its vtable.
bool is_of_libtorch(const torch::autograd::Node& node) {
  static const Range range = libtorch_range();
  const auto table = *reinterpret_cast<const uintptr_t*>(&node);
  return table >= range.begin && table < range.end;
}

}  // namespace

bool RunningNode::has_foreign_code(torch::autograd::Node& node) {
#if LTF_TORCH_AT_LEAST(2, 0)
  const bool hooks_of_tensors = !node.tensor_pre_hooks().empty();
#else
  const bool hooks_of_tensors = false;
#endif
  return hooks_of_tensors || !node.pre_hooks().empty() || !node.post_hooks().empty() || !is_of_libtorch(node);
}

void wait_for_change(Visitor& visitor, const void* node) noexcept {
  do {
    visitor.node.store(nullptr, std::memory_order_release);
    while (changing.load(std::memory_order_acquire) == node) {
      std::this_thread::yield();
    }
    visitor.node.store(node, std::memory_order_seq_cst);
  } while (changing.load(std::memory_order_seq_cst) == node);
}

RunningWalk::RunningWalk() : visitor_(this_visitor()) {
  visitor_.walks++;
  // Sequentially consistent: either a thread that changes a node sees this walk, or this walk sees the change.
  walks.fetch_add(1);
}

RunningWalk::~RunningWalk() {
  walks.fetch_sub(1);
  visitor_.walks--;
}

NodeChange::NodeChange(const torch::autograd::Node* node) {
  const auto end = std::chrono::steady_clock::now() + pass_timeout;
  for (;;) {
    turn_.emplace(turn);
    mark_.emplace(node);
    if (node == nullptr || !other_pass_may_run(*node)) {
      break;
    }
    mark_.reset();
    turn_.reset();
    TORCH_CHECK(std::chrono::steady_clock::now() < end, "a node's first hook cannot be registered while another thread's "
                "backward pass goes through the node; it was still running after ", pass_timeout.count(), " seconds");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (node != nullptr && walks.load() != this_visitor().walks) {
    fence_all_threads();
    // Waits for one kernel at most: a thread that is running the application's code does not count.
    while (anyone_runs(node)) {
      std::this_thread::yield();
    }
  }
}

NodeChange::~NodeChange() = default;

}  // namespace facade
