#include "optimizer_passes.h"

#include <ATen/Parallel.h>
#include <ATen/ops/add.h>
#include <ATen/ops/addcdiv.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/mul.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#define LTF_AVX2 __attribute__((target("avx2,fma")))
#endif

namespace facade {
namespace {

#if defined(__x86_64__)

// How this libtorch was compiled to round: whether a product that is added to something is rounded first, or the two
// are fused.
struct Rounding {
  bool usable = false;
  bool fused_add = false;      // add_ with a factor
  bool fused_addcmul = false;  // addcmul_
  bool fused_lerp = false;     // lerp_
};

using Vector = __m256;
constexpr int64_t lanes = 8;

template <bool fused>
LTF_AVX2 inline Vector multiply_add(Vector left, Vector right, Vector sum) {
  return fused ? _mm256_fmadd_ps(left, right, sum) : _mm256_add_ps(sum, _mm256_mul_ps(left, right));
}

// self + factor * other
LTF_AVX2 inline Vector added(const Rounding& rounding, Vector self, Vector other, Vector factor) {
  return rounding.fused_add ? multiply_add<true>(other, factor, self) : multiply_add<false>(other, factor, self);
}

// self + value * square * square
LTF_AVX2 inline Vector square_added(const Rounding& rounding, Vector self, Vector factor, Vector value) {
  const Vector product = _mm256_mul_ps(value, factor);
  return rounding.fused_addcmul ? multiply_add<true>(product, factor, self)
                                : multiply_add<false>(product, factor, self);
}

// lerp from self to end, for a weight below one half.
LTF_AVX2 inline Vector moved(const Rounding& rounding, Vector self, Vector end, Vector weight) {
  const Vector difference = _mm256_sub_ps(end, self);
  return rounding.fused_lerp ? multiply_add<true>(weight, difference, self)
                             : multiply_add<false>(weight, difference, self);
}

LTF_AVX2 inline Vector all(double value) {
  return _mm256_set1_ps(static_cast<float>(value));
}

LTF_AVX2 inline Vector downhill(const Rounding& rounding, Vector gradient, Vector parameter, bool maximize,
                                double weight_decay) {
  if (maximize) {
    gradient = _mm256_xor_ps(gradient, _mm256_set1_ps(-0.0F));
  }
  return weight_decay != 0 ? added(rounding, gradient, parameter, all(weight_decay)) : gradient;
}

// Calls the pass for one vector of elements after the other, from `from` to `to`. The last elements, too few for a
// vector, are copied to a buffer that holds one, and back.
template <typename Pass>
LTF_AVX2 void each(const Elements& elements, int64_t from, int64_t to, const Pass& pass) {
  const auto whole = from + (to - from) / lanes * lanes;
  for (auto i = from; i < whole; i += lanes) {
    pass(elements.parameter + i, elements.gradient + i, elements.first + i, elements.second + i);
  }
  if (const auto rest = static_cast<size_t>(to - whole); rest > 0) {
    float parts[4][lanes] = {};
    float* const memory[] = {elements.parameter, const_cast<float*>(elements.gradient), elements.first,
                             elements.second};
    for (int i = 0; i < 4; i++) {
      if (memory[i] != nullptr) {
        std::memcpy(parts[i], memory[i] + whole, rest * sizeof(float));
      }
    }
    pass(parts[0], parts[1], parts[2], parts[3]);
    for (const int i : {0, 2, 3}) {
      if (memory[i] != nullptr) {
        std::memcpy(memory[i] + whole, parts[i], rest * sizeof(float));
      }
    }
  }
}

LTF_AVX2 void adam_pass(const Rounding& rounding, const ltf_adam& options, double step_size, double root,
                        const Elements& elements, int64_t from, int64_t to) {
  const Vector beta1 = all(options.beta1), beta2 = all(options.beta2), rest1 = all(1 - options.beta1),
               rest2 = all(1 - options.beta2);
  const Vector roots = all(root), eps = all(options.eps), size = all(-step_size);
  const Vector decay = all(1 - options.lr * options.weight_decay);
  const bool decoupled = options.decoupled != 0, maximize = options.maximize != 0, lerps = options.lerps != 0;
  const double weight_decay = decoupled ? 0 : options.weight_decay;
  each(elements, from, to, [&](float* parameters, const float* gradients, float* averages, float* squares) LTF_AVX2 {
    Vector parameter = _mm256_loadu_ps(parameters), average = _mm256_loadu_ps(averages),
           square = _mm256_loadu_ps(squares);
    const Vector gradient = downhill(rounding, _mm256_loadu_ps(gradients), parameter, maximize, weight_decay);
    if (decoupled) {
      parameter = _mm256_mul_ps(parameter, decay);
    }
    average = lerps ? moved(rounding, average, gradient, rest1)
                    : added(rounding, _mm256_mul_ps(average, beta1), gradient, rest1);
    square = square_added(rounding, _mm256_mul_ps(square, beta2), gradient, rest2);
    const Vector denominator = _mm256_add_ps(_mm256_div_ps(_mm256_sqrt_ps(square), roots), eps);
    parameter = _mm256_add_ps(parameter, _mm256_div_ps(_mm256_mul_ps(size, average), denominator));
    _mm256_storeu_ps(parameters, parameter);
    _mm256_storeu_ps(averages, average);
    _mm256_storeu_ps(squares, square);
  });
}

LTF_AVX2 void sgd_pass(const Rounding& rounding, const ltf_sgd& options, const Elements& elements, int64_t from,
                       int64_t to) {
  const Vector momentum = all(options.momentum), rest = all(1 - options.dampening), size = all(-options.lr);
  const bool nesterov = options.nesterov != 0, maximize = options.maximize != 0, has_buffer = elements.first != nullptr;
  each(elements, from, to, [&](float* parameters, const float* gradients, float* buffers, float*) LTF_AVX2 {
    const Vector parameter = _mm256_loadu_ps(parameters);
    Vector step = downhill(rounding, _mm256_loadu_ps(gradients), parameter, maximize, options.weight_decay);
    if (has_buffer) {
      const Vector buffer = added(rounding, _mm256_mul_ps(_mm256_loadu_ps(buffers), momentum), step, rest);
      _mm256_storeu_ps(buffers, buffer);
      step = nesterov ? added(rounding, step, buffer, momentum) : buffer;
    }
    _mm256_storeu_ps(parameters, added(rounding, parameter, step, size));
  });
}

// Numbers of many magnitudes. Their count makes the operators' loops end in the middle of a vector.
at::Tensor trial(uint32_t seed) {
  auto numbers = at::empty({4096 + 13}, at::TensorOptions().dtype(at::kFloat).device(at::kCPU));
  auto* elements = numbers.data_ptr<float>();
  for (int64_t i = 0; i < numbers.numel(); i++) {
    seed = seed * 1664525U + 1013904223U;
    elements[i] = std::ldexp(static_cast<float>(static_cast<int32_t>(seed)), static_cast<int>(seed >> 7U) % 24 - 43);
  }
  return numbers;
}

bool same(const at::Tensor& left, const at::Tensor& right) {
  return std::memcmp(left.data_ptr<float>(), right.data_ptr<float>(), left.numel() * sizeof(float)) == 0;
}

// Finds out whether the formula gives the operator's bits, with a fused product or one that is rounded first.
template <typename Formula>
LTF_AVX2 bool find(const at::Tensor& expected, const at::Tensor& self, const at::Tensor& other, bool& fused,
                   const Formula& formula) {
  for (const bool choice : {false, true}) {
    fused = choice;
    auto result = self.clone();
    const Elements elements{result.data_ptr<float>(), other.data_ptr<float>(), nullptr, nullptr, result.numel()};
    each(elements, 0, elements.count, [&](float* selves, const float* others, float*, float*) LTF_AVX2 {
      _mm256_storeu_ps(selves, formula(_mm256_loadu_ps(selves), _mm256_loadu_ps(others)));
    });
    if (same(result, expected)) {
      return true;
    }
  }
  return false;
}

Rounding tried() {
  Rounding rounding;
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) {
    return rounding;
  }
  const auto self = trial(1), other = trial(2);
  constexpr double factor = 0.1;
  rounding.usable = find(self.add(other, factor), self, other, rounding.fused_add,
                         [&](Vector a, Vector b) LTF_AVX2 { return added(rounding, a, b, all(factor)); }) &&
                    find(self.addcmul(other, other, factor), self, other, rounding.fused_addcmul,
                         [&](Vector a, Vector b) LTF_AVX2 { return square_added(rounding, a, b, all(factor)); }) &&
                    find(self.lerp(other, factor), self, other, rounding.fused_lerp,
                         [&](Vector a, Vector b) LTF_AVX2 { return moved(rounding, a, b, all(factor)); });
  bool none = false;
  rounding.usable =
      rounding.usable && find(self.addcdiv(other, other, factor), self, other, none, [&](Vector a, Vector b) LTF_AVX2 {
        return _mm256_add_ps(a, _mm256_div_ps(_mm256_mul_ps(all(factor), b), b));
      });
  return rounding;
}

const Rounding& rounding_of_libtorch() {
  static const Rounding rounding = tried();
  return rounding;
}

// Runs the pass on as many threads as an operator would use.
template <typename Pass>
void on_threads(int64_t count, const Pass& pass) {
  at::parallel_for(0, count, 32768, [&](int64_t from, int64_t to) { pass(from, to); });
}

#endif

}  // namespace

bool step_adam_in_one_pass(const ltf_adam& options, double step_size, double root, const Elements& elements) {
#if defined(__x86_64__)
  const auto& rounding = rounding_of_libtorch();
  // With a larger weight, lerp_ computes backwards from the end.
  if (rounding.usable && !(options.lerps != 0 && std::abs(static_cast<float>(1 - options.beta1)) >= 0.5F)) {
    on_threads(elements.count,
               [&](int64_t from, int64_t to) { adam_pass(rounding, options, step_size, root, elements, from, to); });
    return true;
  }
#else
  (void)options, (void)step_size, (void)root, (void)elements;
#endif
  return false;
}

bool step_sgd_in_one_pass(const ltf_sgd& options, const Elements& elements) {
#if defined(__x86_64__)
  const auto& rounding = rounding_of_libtorch();
  if (rounding.usable) {
    on_threads(elements.count, [&](int64_t from, int64_t to) { sgd_pass(rounding, options, elements, from, to); });
    return true;
  }
#else
  (void)options, (void)elements;
#endif
  return false;
}

}  // namespace facade
