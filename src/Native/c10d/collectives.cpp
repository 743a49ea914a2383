#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>

#include <chrono>
#include <vector>

#include "../handles.h"
#include "c10d.h"

using namespace facade::c10d_library;

namespace {

using Milliseconds = std::chrono::milliseconds;
using Tensors = std::vector<at::Tensor>;
using WorkPointer = c10::intrusive_ptr<c10d::Work>;

// The call's arguments as c10d takes them.
struct Call {
  explicit Call(const ltf_collective& call)
      : plain(call),
        outputs(facade::retained(call.outputs, call.output_count)),
        inputs(facade::retained(call.inputs, call.input_count)) {}

  const ltf_collective& plain;
  Tensors outputs;
  Tensors inputs;

  // c10d takes lists of lists, one list for each device of the process; here a process has one device. Without tensors
  // the outer list is empty: only one rank gathers or scatters.
  std::vector<Tensors> output_lists() const {
    return outputs.empty() ? std::vector<Tensors>() : std::vector<Tensors>{outputs};
  }
  std::vector<Tensors> input_lists() const {
    return inputs.empty() ? std::vector<Tensors>() : std::vector<Tensors>{inputs};
  }
  c10d::ReduceOp reduce_op() const {
    return static_cast<c10d::ReduceOp::RedOpType>(plain.reduce_op);
  }

  template <typename Options>
  Options options() const {
    Options made;
    if (plain.timeout >= 0) {
      made.timeout = Milliseconds(plain.timeout);
    }
    return made;
  }

  template <typename Options>
  Options reducing() const {
    auto made = options<Options>();
    made.reduceOp = reduce_op();
    return made;
  }

  template <typename Options>
  Options rooted() const {
    auto made = options<Options>();
    made.rootRank = plain.peer;
    return made;
  }
};

WorkPointer broadcast(c10d::ProcessGroup& group, Call& call) {
  return group.broadcast(call.outputs, call.rooted<c10d::BroadcastOptions>());
}

WorkPointer all_reduce(c10d::ProcessGroup& group, Call& call) {
  return group.allreduce(call.outputs, call.reducing<c10d::AllreduceOptions>());
}

WorkPointer all_reduce_coalesced(c10d::ProcessGroup& group, Call& call) {
  return group.allreduce_coalesced(call.outputs, call.reducing<c10d::AllreduceCoalescedOptions>());
}

WorkPointer reduce(c10d::ProcessGroup& group, Call& call) {
  auto options = call.reducing<c10d::ReduceOptions>();
  options.rootRank = call.plain.peer;
  return group.reduce(call.outputs, options);
}

WorkPointer all_gather(c10d::ProcessGroup& group, Call& call) {
  auto outputs = call.output_lists();
  return group.allgather(outputs, call.inputs, call.options<c10d::AllgatherOptions>());
}

// Newer releases have new names for the collectives of a single tensor, and warn about the old ones. Of each pair of
// overloads, the first one is chosen if the new name exists.
template <typename Group, typename Options>
auto gather_single(Group& group, Call& call, const Options& options, int)
    -> decltype(group.all_gather_single(call.outputs[0], call.inputs[0], options)) {
  return group.all_gather_single(call.outputs[0], call.inputs[0], options);
}

template <typename Group, typename Options>
WorkPointer gather_single(Group& group, Call& call, const Options& options, long) {
  return group._allgather_base(call.outputs[0], call.inputs[0], options);
}

template <typename Group, typename Options>
auto reduce_single(Group& group, Call& call, const Options& options, int)
    -> decltype(group.reduce_scatter_single(call.outputs[0], call.inputs[0], options)) {
  return group.reduce_scatter_single(call.outputs[0], call.inputs[0], options);
}

template <typename Group, typename Options>
WorkPointer reduce_single(Group& group, Call& call, const Options& options, long) {
  return group._reduce_scatter_base(call.outputs[0], call.inputs[0], options);
}

using Splits = std::vector<int64_t>;

template <typename Group, typename Options>
auto exchange_single(Group& group, Call& call, Splits& outputs, Splits& inputs, const Options& options, int)
    -> decltype(group.all_to_all_single(call.outputs[0], call.inputs[0], outputs, inputs, options)) {
  return group.all_to_all_single(call.outputs[0], call.inputs[0], outputs, inputs, options);
}

template <typename Group, typename Options>
WorkPointer exchange_single(Group& group, Call& call, Splits& outputs, Splits& inputs, const Options& options, long) {
  return group.alltoall_base(call.outputs[0], call.inputs[0], outputs, inputs, options);
}

WorkPointer all_gather_into_tensor(c10d::ProcessGroup& group, Call& call) {
  return gather_single(group, call, call.options<c10d::AllgatherOptions>(), 0);
}

WorkPointer gather(c10d::ProcessGroup& group, Call& call) {
  auto outputs = call.output_lists();
  return group.gather(outputs, call.inputs, call.rooted<c10d::GatherOptions>());
}

WorkPointer scatter(c10d::ProcessGroup& group, Call& call) {
  auto inputs = call.input_lists();
  return group.scatter(call.outputs, inputs, call.rooted<c10d::ScatterOptions>());
}

WorkPointer reduce_scatter(c10d::ProcessGroup& group, Call& call) {
  auto inputs = call.input_lists();
  return group.reduce_scatter(call.outputs, inputs, call.reducing<c10d::ReduceScatterOptions>());
}

WorkPointer reduce_scatter_tensor(c10d::ProcessGroup& group, Call& call) {
  return reduce_single(group, call, call.reducing<c10d::ReduceScatterOptions>(), 0);
}

WorkPointer all_to_all(c10d::ProcessGroup& group, Call& call) {
  return group.alltoall(call.outputs, call.inputs, call.options<c10d::AllToAllOptions>());
}

WorkPointer all_to_all_single(c10d::ProcessGroup& group, Call& call) {
  Splits outputs(call.plain.output_splits, call.plain.output_splits + call.plain.output_split_count);
  Splits inputs(call.plain.input_splits, call.plain.input_splits + call.plain.input_split_count);
  return exchange_single(group, call, outputs, inputs, call.options<c10d::AllToAllOptions>(), 0);
}

WorkPointer barrier(c10d::ProcessGroup& group, Call& call) {
  return group.barrier(call.options<c10d::BarrierOptions>());
}

WorkPointer send(c10d::ProcessGroup& group, Call& call) {
  return group.send(call.inputs, call.plain.peer, call.plain.tag);
}

WorkPointer receive(c10d::ProcessGroup& group, Call& call) {
  return group.recv(call.outputs, call.plain.peer, call.plain.tag);
}

WorkPointer receive_from_any(c10d::ProcessGroup& group, Call& call) {
  return group.recvAnysource(call.outputs, call.plain.tag);
}

using Starter = WorkPointer (*)(c10d::ProcessGroup&, Call&);

// In the order of ltf_collective_kind.
constexpr Starter starters[] = {
    broadcast,
    all_reduce,
    all_reduce_coalesced,
    reduce,
    all_gather,
    all_gather_into_tensor,
    gather,
    scatter,
    reduce_scatter,
    reduce_scatter_tensor,
    all_to_all,
    all_to_all_single,
    barrier,
    send,
    receive,
    receive_from_any,
};

}  // namespace

int32_t ltf_collective_start(ltf_group* group, const ltf_collective* collective, ltf_work** work) {
  return guarded([&] {
    Call call(*collective);
    auto started = starters[collective->kind](*retained<c10d::ProcessGroup>(group), call);
    *work = owned<ltf_work>(std::move(started));
  });
}

int32_t ltf_monitored_barrier(ltf_group* group, int64_t timeout, int32_t wait_all_ranks) {
  return guarded([&] {
    c10d::BarrierOptions options;
    if (timeout >= 0) {
      options.timeout = Milliseconds(timeout);
    }
    retained<c10d::ProcessGroup>(group)->monitoredBarrier(options, wait_all_ranks != 0);
  });
}
