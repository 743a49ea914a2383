// Averages gradients over all ranks with libtorch's own Reducer, set up as in Python's DistributedDataParallel.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/distributed/c10d/comm.hpp>
#include <torch/csrc/distributed/c10d/logger.hpp>
#include <torch/csrc/distributed/c10d/reducer.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include "../handles.h"
#include "c10d.h"

using namespace facade::c10d_library;

namespace {

using Buckets = std::vector<std::vector<size_t>>;
using Group = c10::intrusive_ptr<c10d::ProcessGroup>;
using Names = std::unordered_map<size_t, std::string>;
using Tensors = std::vector<at::Tensor>;

// A reducer with its logger: the reducer reports to it without checking that there is one.
struct Reduction {
  // Shared, because a callback of a backward pass may still use the reducer after its owner has released it.
  std::shared_ptr<c10d::Reducer> reducer;
  std::shared_ptr<c10d::Logger> logger;
  // The communication hook, which the reducer owns; null if the reducer averages by itself.
  c10d::CommHookInterface* hook = nullptr;

  void average_by(std::unique_ptr<c10d::CommHookInterface> given) {
    auto* kept = given.get();
    reducer->register_comm_hook(std::move(given));
    hook = kept;
  }
};

Reduction& reduction_of(ltf_reducer* reducer) {
  return *reinterpret_cast<Reduction*>(reducer);
}

std::shared_ptr<c10d::Reducer>& reducer_of(ltf_reducer* reducer) {
  return reduction_of(reducer).reducer;
}

// The size limits of the first buckets, as in Python. One bucket for everything if the buckets are rebuilt after the
// first pass, in the order in which gradients were ready. That never happens when unused parameters are searched for,
// unless the graph is static.
std::vector<size_t> first_limits(const ltf_reducer_options& options) {
  if (options.is_static_graph != 0 || options.finds_unused_parameters == 0) {
    return {std::numeric_limits<int64_t>::max()};
  }
  if (options.has_uneven_first != 0) {
    return {static_cast<size_t>(options.first_bucket_bytes), static_cast<size_t>(options.bucket_bytes)};
  }
  return {static_cast<size_t>(options.bucket_bytes)};
}

// The arguments of the constructor differ between releases.
template <typename T>
std::shared_ptr<T> make(const Tensors& parameters, const Buckets& buckets, const std::vector<size_t>& limits,
                        const Group& group, const std::vector<bool>& sparse, const ltf_reducer_options& options) {
  const auto unused = options.finds_unused_parameters != 0;
  const auto views = options.gradients_are_views != 0;
  const auto cap = options.bucket_bytes;
  const auto first = options.first_bucket_bytes;
  using Caps = std::vector<int64_t>;
  if constexpr (std::is_constructible_v<T, Tensors, Buckets, std::vector<size_t>, Group, std::vector<bool>, int64_t,
                                        bool, bool, Names, int64_t>) {
    return std::make_shared<T>(parameters, buckets, limits, group, sparse, cap, unused, views, Names(), first);
  } else if constexpr (std::is_constructible_v<T, Tensors, Buckets, Group, std::vector<bool>, int64_t, bool, bool,
                                               Names, int64_t, bool, bool, Caps>) {
    const auto caps = options.has_uneven_first != 0 ? Caps{first, cap} : Caps{cap};
    return std::make_shared<T>(parameters, buckets, group, sparse, cap, unused, views, Names(), first, false, false,
                               caps);
  } else if constexpr (std::is_constructible_v<T, Tensors, Buckets, Group, std::vector<bool>, int64_t, bool, bool,
                                               Names, int64_t, bool, bool>) {
    return std::make_shared<T>(parameters, buckets, group, sparse, cap, unused, views, Names(), first, false, false);
  } else {
    return std::make_shared<T>(parameters, buckets, group, sparse, cap, unused, views, Names(), first);
  }
}

void release(void* reducer) {
  delete static_cast<Reduction*>(reducer);
}

// Like torch.distributed's fp16_compress_hook. The gradients are divided before the all-reduce, since their sum may
// overflow the smaller dtype.
class Compression : public c10d::CommHookInterface {
 public:
  Compression(Group group, at::ScalarType dtype) : group_(std::move(group)), dtype_(dtype) {}

  c10::intrusive_ptr<c10::ivalue::Future> runHook(c10d::GradBucket& bucket) override {
    auto gradients = bucket.getBuffer();
    std::vector<at::Tensor> compressed{gradients.to(dtype_).div_(group_->getSize())};
    return group_->allreduce(compressed)
        ->getFuture()
        ->then(
            [gradients](c10::ivalue::Future& done) {
              gradients.copy_(done.value().toTensorVector().front());
              return c10::IValue(gradients);
            },
            c10::TensorType::get());
  }

  at::Tensor parseHookResult(const c10::IValue& result) override {
    return result.toTensor();
  }

 private:
  const Group group_;
  const at::ScalarType dtype_;
};

// A communication hook of the application's. runHook starts it, so that it can work while gradients of other buckets
// are computed; at the end of the pass the reducer asks for the results, bucket by bucket.
class ApplicationHook : public c10d::CommHookInterface {
 public:
  explicit ApplicationHook(facade::Managed hook) : hook_(std::move(hook)) {}

  c10::intrusive_ptr<c10::ivalue::Future> runHook(c10d::GradBucket& bucket) override {
    const auto number = static_cast<int64_t>(bucket.getIndex());
    auto parts = bucket.getGradients();
    const auto parameters = bucket.getParameters();
    parts.insert(parts.end(), parameters.begin(), parameters.end());
    Tensors nothing;
    core->call(hook_, {bucket.getBuffer(), at::tensor({number, int64_t{bucket.isLast()}})}, parts, nothing);
    auto begun = c10::make_intrusive<c10::ivalue::Future>(c10::IntType::get());
    begun->markCompleted(number);
    return begun;
  }

  at::Tensor parseHookResult(const c10::IValue& number) override {
    Tensors result(1);
    core->call(hook_, {at::tensor(number.toInt())}, {}, result);
    return result.front();
  }

 private:
  const facade::Managed hook_;
};

}  // namespace

int32_t ltf_broadcast_coalesced(ltf_group* group, ltf_tensor* const* tensors, int32_t count, int64_t buffer_bytes,
                                int32_t root) {
  return guarded([&] {
    c10d::broadcast_coalesced(retained<c10d::ProcessGroup>(group), facade::retained(tensors, count),
                              static_cast<size_t>(buffer_bytes), root);
  });
}

int32_t ltf_verify_parameters(ltf_group* group, ltf_tensor* const* parameters, int32_t count) {
  return guarded([&] {
    c10d::verify_params_across_processes(retained<c10d::ProcessGroup>(group), facade::retained(parameters, count), {});
  });
}

int32_t ltf_reducer_create(ltf_group* group, ltf_tensor* const* parameters, const int32_t* sparse, int32_t count,
                           const ltf_reducer_options* options, ltf_reducer** reducer) {
  return guarded([&] {
    const auto tensors = facade::retained(parameters, count);
    const std::vector<bool> are_sparse(sparse, sparse + count);
    auto [buckets, limits] = c10d::compute_bucket_assignment_by_size(tensors, first_limits(*options), are_sparse);
    // Gradients become ready roughly in the reverse order of the parameters.
    std::reverse(buckets.begin(), buckets.end());
    std::reverse(limits.begin(), limits.end());
    auto made =
        make<c10d::Reducer>(tensors, buckets, limits, retained<c10d::ProcessGroup>(group), are_sparse, *options);
    auto logger = std::make_shared<c10d::Logger>(made);
    made->set_logger(logger);
    logger->set_construction_data_and_log("", {}, -1, true, false, options->is_static_graph != 0);
    if (options->is_static_graph != 0) {
      made->set_static_graph();
      logger->set_static_graph();
    }
    auto* reduction = new Reduction{std::move(made), std::move(logger)};
    track(reduction, ReleaseOrder::reducer, release);
    *reducer = reinterpret_cast<ltf_reducer*>(reduction);
  });
}

void ltf_reducer_release(ltf_reducer* reducer) {
  untrack(reducer);
  static_cast<void>(guarded([&] { release(reducer); }));
}

int32_t ltf_reducer_compress(ltf_reducer* reducer, ltf_group* group, int32_t dtype) {
  return guarded([&] {
    reduction_of(reducer).average_by(
        std::make_unique<Compression>(retained<c10d::ProcessGroup>(group), static_cast<at::ScalarType>(dtype)));
  });
}

int32_t ltf_reducer_hook(ltf_reducer* reducer, ltf_managed hook) {
  return guarded([&] {
    // The hook is taken over before anything can fail, so that it is released in any case.
    auto held = std::make_unique<ApplicationHook>(core->hold(hook));
    reduction_of(reducer).average_by(std::move(held));
  });
}

int32_t ltf_reducer_expect(ltf_reducer* reducer, ltf_work* work, int32_t by_all) {
  return guarded([&] { reducer_of(reducer)->set_forward_pass_work_handle(retained<c10d::Work>(work), by_all != 0); });
}

int32_t ltf_reducer_join(ltf_reducer* reducer, ltf_group* group, int32_t finds_unused) {
  return guarded([&] {
    auto& [own, logger, hook] = reduction_of(reducer);
    // The other ranks all-reduce their buckets in this order.
    auto buckets = own->get_grad_buckets(true);
    std::vector<c10::intrusive_ptr<c10::ivalue::Future>> begun;
    for (auto& bucket : buckets) {
      begun.push_back(own->run_comm_hook(bucket));
    }
    for (auto& one : begun) {
      one->wait();
      const auto result = one->value();
      if (hook != nullptr) {
        hook->parseHookResult(result);
      }
    }
    if (finds_unused != 0) {
      Tensors used{own->get_local_used_map_on_device()};
      retained<c10d::ProcessGroup>(group)->allreduce(used)->wait();
    }
    own->push_rebuilt_params_for_all_indices();
  });
}

int32_t ltf_reducer_prepare_for_forward(ltf_reducer* reducer) {
  return guarded([&] { reducer_of(reducer)->prepare_for_forward(); });
}

int32_t ltf_reducer_rebuild_buckets(ltf_reducer* reducer, int32_t* rebuilt) {
  return guarded([&] { *rebuilt = reducer_of(reducer)->rebuild_buckets() ? 1 : 0; });
}

int32_t ltf_reducer_prepare_for_backward(ltf_reducer* reducer, ltf_tensor* const* outputs, int32_t count) {
  return guarded([&] { reducer_of(reducer)->prepare_for_backward(facade::retained(outputs, count)); });
}

int32_t ltf_reducer_delay_all_reduce(ltf_reducer* reducer) {
  return guarded([&] {
    torch::autograd::Engine::get_default_engine().queue_callback(
        [kept = reducer_of(reducer)] { kept->delay_all_reduce(); });
  });
}
