#include <ATen/ScalarOps.h>
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
#include "optimizer_passes.h"

using namespace facade;

namespace {

// A buffer for intermediate results, which all parameters of a step share.
class Scratch {
 public:
  const at::Tensor& like(const at::Tensor& tensor) {
    if (!shown_.defined() || shown_.dtype() != tensor.dtype() || elements_ < tensor.numel()) {
      elements_ = tensor.numel();
      const auto memory = at::empty({elements_}, tensor.options());
      // A tensor on this memory that can take any shape, without a view's bookkeeping.
      shown_ = at::detail::make_tensor<c10::TensorImpl>(c10::Storage(memory.storage()),
                                                        c10::DispatchKeySet(c10::DispatchKey::CPU), memory.dtype());
    }
    shown_.unsafeGetTensorImpl()->set_sizes_contiguous(tensor.sizes());
    return shown_;
  }

 private:
  at::Tensor shown_;
  int64_t elements_ = 0;
};

// A parameter, its gradient and its optimizer state; undefined where one of them does not exist.
template <size_t count>
using Row = std::array<at::Tensor, count>;

// Whether the tensors all have one floating dtype and one shape, and are plain dense tensors in host memory.
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

// The elements, if all of the tensors are contiguous float32 and no two of them share memory.
template <size_t count>
std::optional<Elements> elements_of(const Row<count>& row, size_t first, size_t second) {
  for (size_t i = 0; i < count; i++) {
    if (row[i].defined() && (row[i].scalar_type() != at::kFloat || !row[i].is_contiguous())) {
      return std::nullopt;
    }
    for (size_t j = 0; j < i; j++) {
      if (row[i].defined() && row[j].defined() && row[i].is_alias_of(row[j])) {
        return std::nullopt;
      }
    }
  }
  const auto data = [&](size_t i) {
    return i < count && row[i].defined() ? row[i].template data_ptr<float>() : nullptr;
  };
  return Elements{data(0), data(1), data(first), data(second), row[0].numel()};
}

// Raises the version counter as the operators would have: a graph that saved the old values checks it.
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

// Uses the operator that Python calls. The one for numbers has its operands the other way round since 2.0, and rounds
// bfloat16 differently.
at::Tensor& scale(const at::Tensor& tensor, double factor) {
  return tensor.mul_(at::native::wrapped_scalar_tensor(factor));
}

// The gradient to descend, with maximize and weight decay applied. It is in `scratch` where it is not the parameter's
// own.
const at::Tensor& downhill(const at::Tensor& parameter, const at::Tensor& gradient, bool maximize, double weight_decay,
                           Scratch& scratch) {
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

void step_adam(const ltf_adam& options, const Row<adam_parts>& row, double step_size, double root, Scratch& first,
               Scratch& second) {
  if (!row[largest].defined()) {
    if (const auto elements = elements_of(row, average, square);
        elements && step_adam_in_one_pass(options, step_size, root, *elements)) {
      return;
    }
  }
  const auto& slope = downhill(row[parameter], row[gradient], options.maximize != 0,
                               options.decoupled != 0 ? 0 : options.weight_decay, first);
  if (options.decoupled != 0) {
    scale(row[parameter], 1 - options.lr * options.weight_decay);
  }
  if (options.lerps != 0) {
    row[average].lerp_(slope, 1 - options.beta1);
  } else {
    scale(row[average], options.beta1).add_(slope, 1 - options.beta1);
  }
  scale(row[square], options.beta2).addcmul_(slope, slope, 1 - options.beta2);
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
  if (const auto elements = elements_of(row, buffer, sgd_parts); elements && step_sgd_in_one_pass(options, *elements)) {
    return;
  }
  const auto* step =
      &downhill(row[sgd_parameter], row[sgd_gradient], options.maximize != 0, options.weight_decay, scratch);
  if (row[buffer].defined()) {
    scale(row[buffer], options.momentum).add_(*step, 1 - options.dampening);
    if (options.nesterov != 0) {
      step =
          &at::add_out(const_cast<at::Tensor&>(scratch.like(row[sgd_parameter])), *step, row[buffer], options.momentum);
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

int32_t ltf_adam_step(const ltf_adam* options, ltf_tensor* const* tensors, ltf_tensor* const* counters, int32_t count,
                      int32_t* stepped) {
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
        step_adam(*options, row, step_size, root, first, second);
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
        step_sgd(*options, row, scratch);
        count_writes(row[sgd_parameter], 1);
        count_writes(row[buffer], 2);
      }
      *stepped = 1;
      return;
    }
    *stepped = count == 0 ? 1 : 0;
  });
}
