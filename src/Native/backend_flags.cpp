// Process-wide choices between kernels and of their precision: the properties of torch.backends.
#include <ATen/Context.h>

#include <array>

#include "guard.h"
#include "versions.h"

using namespace facade;

namespace {

struct Flag {
  int64_t (*get)();
  void (*set)(int64_t value);
};

at::Context& context() {
  return at::globalContext();
}

// Inline, so that the compiler does not complain where it is unused: newer libtorchs do not return a bool.
inline bool allows(bool answer) {
  return answer;
}

// Since some version between 2.6 and 2.14 the option also tells whether split-K sums are allowed, which is the default.
template <typename Option>
bool allows(Option answer) {
  return answer == Option::AllowReducedPrecisionWithSplitK;
}

constexpr Flag missing{nullptr, nullptr};

// In the order of ltf_backend_flag_name.
const std::array<Flag, LTF_BACKEND_FLAGS> flags = {{
    {[]() -> int64_t { return context().userEnabledCuDNN(); },
     [](int64_t value) { context().setUserEnabledCuDNN(value != 0); }},
    {[]() -> int64_t { return context().benchmarkCuDNN(); },
     [](int64_t value) { context().setBenchmarkCuDNN(value != 0); }},
    {[]() -> int64_t { return context().benchmarkLimitCuDNN(); },
     [](int64_t value) { context().setBenchmarkLimitCuDNN(static_cast<int>(value)); }},
    {[]() -> int64_t { return context().deterministicCuDNN(); },
     [](int64_t value) { context().setDeterministicCuDNN(value != 0); }},
    {[]() -> int64_t { return context().allowTF32CuDNN(); },
     [](int64_t value) { context().setAllowTF32CuDNN(value != 0); }},
    {[]() -> int64_t { return context().allowTF32CuBLAS(); },
     [](int64_t value) { context().setAllowTF32CuBLAS(value != 0); }},
    {[]() -> int64_t { return allows(context().allowFP16ReductionCuBLAS()); },
     [](int64_t value) { context().setAllowFP16ReductionCuBLAS(value != 0); }},
#if LTF_TORCH_AT_LEAST(2, 0)
    {[]() -> int64_t { return allows(context().allowBF16ReductionCuBLAS()); },
     [](int64_t value) { context().setAllowBF16ReductionCuBLAS(value != 0); }},
#else
    missing,
#endif
#if LTF_TORCH_AT_LEAST(2, 7)
    {[]() -> int64_t { return context().allowFP16AccumulationCuBLAS(); },
     [](int64_t value) { context().setAllowFP16AccumulationCuBLAS(value != 0); }},
#else
    missing,
#endif
    {[]() -> int64_t { return context().userEnabledFlashSDP(); },
     [](int64_t value) { context().setSDPUseFlash(value != 0); }},
    {[]() -> int64_t { return context().userEnabledMathSDP(); },
     [](int64_t value) { context().setSDPUseMath(value != 0); }},
#if LTF_TORCH_AT_LEAST(2, 0)
    {[]() -> int64_t { return context().userEnabledMemEfficientSDP(); },
     [](int64_t value) { context().setSDPUseMemEfficient(value != 0); }},
#else
    missing,
#endif
#if LTF_TORCH_AT_LEAST(2, 4)
    {[]() -> int64_t { return context().userEnabledCuDNNSDP(); },
     [](int64_t value) { context().setSDPUseCuDNN(value != 0); }},
#else
    missing,
#endif
}};

const Flag& flag_of(int32_t flag) {
  if (flag < 0 || flag >= LTF_BACKEND_FLAGS) {
    throw Failure(LTF_VALUE_ERROR, "there is no setting " + std::to_string(flag));
  }
  const auto& found = flags[static_cast<size_t>(flag)];
  TORCH_CHECK_NOT_IMPLEMENTED(found.get != nullptr, "libtorch " LTF_LIBTORCH_VERSION " has no such setting.");
  return found;
}

}  // namespace

int32_t ltf_backend_flag(int32_t flag, int64_t* value) {
  return guarded([&] { *value = flag_of(flag).get(); });
}

int32_t ltf_set_backend_flag(int32_t flag, int64_t value) {
  return guarded([&] { flag_of(flag).set(value); });
}
