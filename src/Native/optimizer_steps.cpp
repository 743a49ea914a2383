#include <ATen/Parallel.h>
#include <ATen/ops/add.h>
#include <ATen/ops/addcdiv.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/div.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/neg.h>
#include <ATen/ops/sqrt.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "below_autograd.h"
#include "guard.h"
#include "handles.h"

using namespace facade;

namespace {

// Few enough elements for all tensors of a step to stay in a core's cache while the operators go over them. It is a
// multiple of every vector's length, so each element is computed as it would be in the whole.
constexpr int64_t elements_at_once = 16384;

// A tensor that shows some of another one's memory, without a view's bookkeeping.
class Window {
 public:
  explicit Window(const at::Tensor& whole)
      : tensor_(at::detail::make_tensor<c10::TensorImpl>(
            c10::Storage(whole.storage()), c10::DispatchKeySet(c10::DispatchKey::CPU), whole.dtype())),
        start_(whole.storage_offset()) {}

  const at::Tensor& show(int64_t from, int64_t count) {
    auto* impl = tensor_.unsafeGetTensorImpl();
    impl->set_sizes_contiguous({count});
    impl->set_storage_offset(start_ + from);
    return tensor_;
  }

  const at::Tensor& shaped(at::IntArrayRef sizes) {
    tensor_.unsafeGetTensorImpl()->set_sizes_contiguous(sizes);
    return tensor_;
  }

 private:
  at::Tensor tensor_;
  int64_t start_;
};

// Memory for what an operator gives to the next one, which all parameters of a step share.
class Scratch {
 public:
  const at::Tensor& like(const at::Tensor& tensor) {
    if (!memory_.defined() || memory_.dtype() != tensor.dtype() || memory_.numel() < tensor.numel()) {
      memory_ = at::empty({std::max(tensor.numel(), elements_at_once)}, tensor.options());
      window_.emplace(memory_);
    }
    return window_->shaped(tensor.sizes());
  }

 private:
  at::Tensor memory_;
  std::optional<Window> window_;
};

// A parameter, its gradient, and what is kept for it; undefined where there is none of a kind.
template <size_t count>
using Row = std::array<at::Tensor, count>;

// Whether the tensors are all of one dtype and size, dense in the host's memory and nothing else.
template <size_t count>
bool is_plain(const Row<count>& row, BelowAutograd& below) {
  const auto& parameter = row[0];
  return at::isFloatingType(parameter.scalar_type()) &&
         std::all_of(row.begin(), row.end(), [&](const at::Tensor& tensor) {
           return !tensor.defined() || (tensor.is_cpu() && tensor.layout() == at::kStrided && !tensor.is_inference() &&
                                        below.allows(tensor) && tensor.scalar_type() == parameter.scalar_type() &&
                                        tensor.sizes() == parameter.sizes());
         });
}

// Whether parts of the tensors may be stepped one after the other: on one thread, as the operators would share large
// tensors among several, and where no element lies in the memory of two tensors.
template <size_t count>
bool can_be_parted(const Row<count>& row) {
  if (row[0].numel() <= elements_at_once || at::get_num_threads() > 1) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    if (row[i].defined() && !row[i].is_contiguous()) {
      return false;
    }
    for (size_t j = 0; j < i; j++) {
      if (row[i].defined() && row[j].defined() && row[i].is_alias_of(row[j])) {
        return false;
      }
    }
  }
  return true;
}

// Steps all of the tensors, or part after part.
template <size_t count, typename Step>
void step_parts(const Row<count>& row, const Step& step) {
  if (!can_be_parted(row)) {
    step(row);
    return;
  }
  std::array<std::optional<Window>, count> windows;
  for (size_t i = 0; i < count; i++) {
    if (row[i].defined()) {
      windows[i].emplace(row[i]);
    }
  }
  const int64_t elements = row[0].numel();
  for (int64_t from = 0; from < elements; from += elements_at_once) {
    Row<count> part;
    for (size_t i = 0; i < count; i++) {
      if (windows[i]) {
        part[i] = windows[i]->show(from, std::min(elements_at_once, elements - from));
      }
    }
    step(part);
  }
}

// What the operators would have counted, which a graph that needs the old values looks at.
void count_writes(const at::Tensor& tensor, int32_t writes) {
  for (int32_t i = 0; i < writes && tensor.defined(); i++) {
    tensor.unsafeGetTensorImpl()->bump_version();
  }
}

bool is_counter(const at::Tensor& counter) {
  return counter.defined() && counter.is_cpu() && counter.numel() == 1 && counter.layout() == at::kStrided &&
         !counter.is_inference() && (counter.scalar_type() == at::kFloat || counter.scalar_type() == at::kDouble);
}

double counted(const at::Tensor& counter) {
  count_writes(counter, 1);
  return counter.scalar_type() == at::kFloat ? *counter.data_ptr<float>() += 1 : *counter.data_ptr<double>() += 1;
}

// The gradient to go against, in memory of its own where it is not the parameter's.
const at::Tensor& downhill(const at::Tensor& parameter, const at::Tensor& gradient, bool maximize, double weight_decay, Scratch& scratch) {
  const auto* result = &gradient;
  if (maximize) {
    const auto& negative = scratch.like(parameter);
    result = &at::neg_out(const_cast<at::Tensor&>(negative), gradient);
  }
  if (weight_decay != 0) {
    const auto& decayed = scratch.like(parameter);
    result = &at::add_out(const_cast<at::Tensor&>(decayed), *result, parameter, weight_decay);
  }
  return *result;
}

enum AdamPart : size_t { parameter, gradient, average, square, largest, adam_parts };

void step_adam(const ltf_adam& options, const Row<adam_parts>& row, double step_size, double root, Scratch& first, Scratch& second) {
  const auto& slope = downhill(row[parameter], row[gradient], options.maximize != 0, options.decoupled != 0 ? 0 : options.weight_decay, first);
  if (options.decoupled != 0) {
    row[parameter].mul_(1 - options.lr * options.weight_decay);
  }
  if (options.lerps != 0) {
    row[average].lerp_(slope, 1 - options.beta1);
  } else {
    row[average].mul_(options.beta1).add_(slope, 1 - options.beta1);
  }
  row[square].mul_(options.beta2).addcmul_(slope, slope, 1 - options.beta2);
  auto root_of = row[square];
  if (row[largest].defined()) {
    root_of = row[largest];
    at::maximum_out(root_of, root_of, row[square]);
  }
  auto denominator = second.like(row[parameter]);
  at::sqrt_out(denominator, root_of).div_(root).add_(options.eps);
  row[parameter].addcdiv_(row[average], denominator, -step_size);
}

enum SgdPart : size_t { sgd_parameter, sgd_gradient, buffer, sgd_parts };

void step_sgd(const ltf_sgd& options, const Row<sgd_parts>& row, Scratch& scratch) {
  const auto* step = &downhill(row[sgd_parameter], row[sgd_gradient], options.maximize != 0, options.weight_decay, scratch);
  if (row[buffer].defined()) {
    row[buffer].mul_(options.momentum).add_(*step, 1 - options.dampening);
    if (options.nesterov != 0) {
      step = &at::add_out(const_cast<at::Tensor&>(scratch.like(row[sgd_parameter])), *step, row[buffer], options.momentum);
    } else {
      step = &row[buffer];
    }
  }
  row[sgd_parameter].add_(*step, -options.lr);
}

template <size_t count>
Row<count> taken(ltf_tensor* const* tensors) {
  Row<count> row;
  for (size_t i = 0; i < count; i++) {
    row[i] = retained(tensors[i]);
  }
  return row;
}

}  // namespace

int32_t ltf_adam_step(const ltf_adam* options, ltf_tensor* const* tensors, ltf_tensor* const* counters, int32_t count, int32_t* stepped) {
  return guarded([&] {
    std::vector<Row<adam_parts>> rows;
    rows.reserve(count);
    BelowAutograd below(PassedBy::views);
    bool plain = true;
    for (int32_t i = 0; plain && i < count; i++) {
      rows.push_back(taken<adam_parts>(tensors + i * adam_parts));
      plain = is_plain(rows.back(), below) && is_counter(retained(counters[i]));
    }
    if (plain && count > 0 && below.is_ordinary()) {
      const BelowAutograd::Guard guard(below);
      Scratch first, second;
      for (int32_t i = 0; i < count; i++) {
        const auto& row = rows[i];
        const double step = counted(retained(counters[i]));
        const double step_size = options->lr / (1 - std::pow(options->beta1, step));
        const double correction = 1 - std::pow(options->beta2, step);
        const double root = options->lerps != 0 ? std::pow(correction, 0.5) : std::sqrt(correction);
        step_parts(row, [&](const Row<adam_parts>& part) { step_adam(*options, part, step_size, root, first, second); });
        count_writes(row[parameter], options->decoupled != 0 ? 2 : 1);
        count_writes(row[average], options->lerps != 0 ? 1 : 2);
        count_writes(row[square], 2);
        count_writes(row[largest], 1);
      }
      *stepped = 1;
      return;
    }
    *stepped = count == 0 ? 1 : 0;
  });
}

int32_t ltf_sgd_step(const ltf_sgd* options, ltf_tensor* const* tensors, int32_t count, int32_t* stepped) {
  return guarded([&] {
    std::vector<Row<sgd_parts>> rows;
    rows.reserve(count);
    BelowAutograd below(PassedBy::views);
    bool plain = true;
    for (int32_t i = 0; plain && i < count; i++) {
      rows.push_back(taken<sgd_parts>(tensors + i * sgd_parts));
      plain = is_plain(rows.back(), below);
    }
    if (plain && count > 0 && below.is_ordinary()) {
      const BelowAutograd::Guard guard(below);
      Scratch scratch;
      for (const auto& row : rows) {
        step_parts(row, [&](const Row<sgd_parts>& part) { step_sgd(*options, part, scratch); });
        count_writes(row[sgd_parameter], 1);
        count_writes(row[buffer], 2);
      }
      *stepped = 1;
      return;
    }
    *stepped = count == 0 ? 1 : 0;
  });
}
