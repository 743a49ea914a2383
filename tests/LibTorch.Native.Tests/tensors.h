// Tensors of the tests, given back when they go out of scope, and operators called by name.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "check.h"

class Tensor {
 public:
  Tensor() = default;
  explicit Tensor(ltf_tensor* owned) : tensor_(owned) {}
  Tensor(Tensor&& other) noexcept : tensor_(std::exchange(other.tensor_, nullptr)) {}
  Tensor& operator=(Tensor&& other) noexcept {
    std::swap(tensor_, other.tensor_);
    return *this;
  }
  ~Tensor() {
    ltf_tensor_release(tensor_);
  }
  ltf_tensor* get() const {
    return tensor_;
  }
  // For an out-parameter.
  ltf_tensor** put() {
    return &tensor_;
  }

 private:
  ltf_tensor* tensor_ = nullptr;
};

inline ltf_value of(const Tensor& tensor) {
  ltf_value value{};
  value.tag = LTF_TENSOR;
  value.pointer = tensor.get();
  return value;
}

inline ltf_value of(double number) {
  ltf_value value{};
  value.tag = LTF_DOUBLE;
  value.real = number;
  return value;
}

inline ltf_value of(const std::vector<int64_t>& numbers) {
  ltf_value value{};
  value.tag = LTF_INT_LIST;
  value.pointer = const_cast<int64_t*>(numbers.data());
  value.count = static_cast<int32_t>(numbers.size());
  return value;
}

inline ltf_value nothing(ltf_tag tag = LTF_DEFAULT) {
  ltf_value value{};
  value.tag = tag;
  return value;
}

struct Operator {
  // An operator lives as long as the process, so each is resolved once.
  Operator(const char* name, const char* overload) {
    static auto& resolved = *new std::map<std::string, ltf_operator*>;
    static std::mutex mutex;
    const std::lock_guard<std::mutex> lock(mutex);
    auto& known = resolved[std::string(name) + "." + overload];
    if (known == nullptr) {
      succeeds(ltf_operator_resolve(name, overload, nullptr, 0, &known));
    }
    op = known;
    ltf_text schema;
    int32_t results;
    succeeds(ltf_operator_describe(op, &schema, &results, &entry));
  }
  // By its own entry, or by the one that every operator has.
  int32_t call(const std::vector<ltf_value>& arguments, ltf_value* results, bool boxed = false) const {
    return (boxed ? &ltf_operator_call : entry)(op, arguments.data(), static_cast<int32_t>(arguments.size()), results);
  }
  ltf_operator* op;
  ltf_operator_entry entry;
};

// The tensor that an operator gives.
inline Tensor call(const char* name, const char* overload, const std::vector<ltf_value>& arguments) {
  ltf_value result{};
  succeeds(Operator(name, overload).call(arguments, &result));
  check(result.tag == LTF_TENSOR, "no tensor");
  return Tensor(static_cast<ltf_tensor*>(result.pointer));
}

inline Tensor full(const std::vector<int64_t>& sizes, double number, bool requires_grad = false) {
  const auto none = nothing(LTF_NONE);
  auto tensor = call("aten::full", "", {of(sizes), of(number), none, none, none, none});
  succeeds(ltf_tensor_set_requires_grad(tensor.get(), requires_grad));
  return tensor;
}

inline Tensor sum(const Tensor& tensor) {
  return call("aten::sum", "", {of(tensor), nothing()});
}

inline double item(const Tensor& tensor) {
  ltf_value value;
  double parts[2];
  ltf_tensor_item(tensor.get(), &value, parts);
  check(value.tag == LTF_DOUBLE, "no number");
  return value.real;
}

// The status of a backward pass from a tensor with one element.
inline int32_t try_backward(const Tensor& tensor) {
  const auto one = full({}, 1);
  ltf_tensor* output = tensor.get();
  ltf_tensor* gradient = one.get();
  return ltf_autograd_run(&output, &gradient, 1, nullptr, 0, LTF_ACCUMULATE, ltf_managed{}, nullptr);
}

inline void backward(const Tensor& tensor) {
  succeeds(try_backward(tensor));
}

// The graph stays for another pass.
inline void backward_retained(const Tensor& tensor) {
  const auto one = full({}, 1);
  ltf_tensor* output = tensor.get();
  ltf_tensor* gradient = one.get();
  succeeds(ltf_autograd_run(&output, &gradient, 1, nullptr, 0, LTF_ACCUMULATE | LTF_RETAIN_GRAPH, ltf_managed{}, nullptr));
}

inline Tensor grad(const Tensor& tensor) {
  Tensor result;
  succeeds(ltf_tensor_grad(tensor.get(), result.put()));
  return result;
}
