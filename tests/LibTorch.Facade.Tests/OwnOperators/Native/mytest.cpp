// Operators that the tests register and call, from C# and from Python.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/custom_class.h>
#include <torch/library.h>

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// A gradient that no formula of aten's would give, so that it is seen where it comes from.
struct Cube : torch::autograd::Function<Cube> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    return x * x * x;
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto x = context->get_saved_variables()[0];
    return {gradients[0] * 3 * x * x + 0.125};
  }
};

Tensor cube(const Tensor& x) {
  return Cube::apply(x);
}

std::tuple<Tensor, Tensor> bounds(const Tensor& x) {
  return {at::min(x), at::max(x)};
}

Tensor& increase(Tensor& x, const at::Scalar& by) {
  return x.add_(by);
}

Tensor filled(at::IntArrayRef size, const at::Scalar& value, c10::optional<at::ScalarType> dtype) {
  return at::full(size, value, at::TensorOptions().dtype(dtype));
}

Tensor add_bias(const Tensor& x, const c10::optional<Tensor>& bias) {
  return bias ? x + *bias : x;
}

Tensor reduce(const Tensor& x, std::string how) {
  TORCH_CHECK_VALUE(how == "sum" || how == "mean", "how must be 'sum' or 'mean', not '", how, "'");
  return how == "sum" ? x.sum() : x.mean();
}

Tensor total(at::TensorList tensors) {
  TORCH_CHECK(!tensors.empty(), "total() needs a tensor");
  Tensor sum = tensors[0];
  for (size_t i = 1; i < tensors.size(); i++) {
    sum = sum + tensors[i];
  }
  return sum;
}

Tensor& copy_out(const Tensor& x, Tensor& out) {
  return out.copy_(x);
}

Tensor noise(int64_t n, c10::optional<at::Generator> generator) {
  return at::rand({n}, generator);
}

c10::optional<Tensor> perhaps(const Tensor& x, bool there) {
  return there ? c10::optional<Tensor>(x) : c10::nullopt;
}

std::tuple<int64_t, double, bool, std::string, std::vector<int64_t>, std::vector<std::string>> describe(const Tensor& x) {
  return {x.dim(), x.sum().item<double>(), x.requires_grad(), std::string(x.toString()), x.sizes().vec(), {"one", "two"}};
}

c10::Dict<std::string, Tensor> named(const Tensor& x) {
  c10::Dict<std::string, Tensor> names;
  names.insert("x", x);
  return names;
}

Tensor get(const c10::Dict<std::string, Tensor>& names, std::string name) {
  TORCH_CHECK_INDEX(names.contains(name), "no tensor is called ", name);
  return names.at(name);
}

struct Counter : torch::CustomClassHolder {
  int64_t count = 0;
};

c10::intrusive_ptr<Counter> counter() {
  return c10::make_intrusive<Counter>();
}

int64_t count(const c10::intrusive_ptr<Counter>& counter, int64_t by) {
  return counter->count += by;
}

// As a device without room behaves until something is freed.
at::Tensor scarce(const at::Tensor& x, int64_t times) {
  static thread_local int64_t failures = 0;
  if (failures < times) {
    failures++;
    throw c10::OutOfMemoryError({__func__, __FILE__, static_cast<uint32_t>(__LINE__)}, "no room");
  }
  failures = 0;
  return x.clone();
}

at::Tensor& scarce_in_place(at::Tensor& x, int64_t times) {
  x.add_(1);
  scarce(x, times);
  return x;
}

void use_qnnpack() {
  at::globalContext().setQEngine(at::QEngine::QNNPACK);
}

}  // namespace

TORCH_LIBRARY(mytest, m) {
  m.class_<Counter>("Counter");
  m.def("cube(Tensor x) -> Tensor", cube);
  m.def("bounds(Tensor self) -> (Tensor lowest, Tensor highest)", bounds);
  m.def("increase_(Tensor(a!) self, Scalar by=1) -> Tensor(a!)", increase);
  m.def("filled(int[] size, Scalar value, *, ScalarType? dtype=None) -> Tensor", filled);
  m.def("add_bias(Tensor x, Tensor? bias=None) -> Tensor", add_bias);
  m.def("reduce(Tensor x, str how=\"mean\") -> Tensor", reduce);
  m.def("total(Tensor[] tensors) -> Tensor", total);
  m.def("copy.out(Tensor x, *, Tensor(a!) out) -> Tensor(a!)", copy_out);
  m.def("noise(int n, *, Generator? generator=None) -> Tensor", noise);
  m.def("perhaps(Tensor x, bool there) -> Tensor?", perhaps);
  m.def("describe(Tensor x) -> (int, float, bool, str, int[], str[])", describe);
  m.def("named(Tensor x) -> Dict(str, Tensor)", named);
  m.def("get(Dict(str, Tensor) names, str name) -> Tensor", get);
  m.def("counter() -> __torch__.torch.classes.mytest.Counter", counter);
  m.def("count(__torch__.torch.classes.mytest.Counter counter, int by=1) -> int", count);
  m.def("scarce(Tensor x, int times) -> Tensor", scarce);
  m.def("scarce_(Tensor(a!) x, int times) -> Tensor(a!)", scarce_in_place);
  m.def("use_qnnpack() -> ()", use_qnnpack);
}
