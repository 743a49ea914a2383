// A value as bytes, which the C# side reads.
#pragma once

#include <ATen/core/ivalue.h>
#include <torch/csrc/autograd/function.h>

#include <string>
#include <unordered_map>
#include <vector>

namespace opinfo {

class Packer {
 public:
  // whole: strided tensors with all of their storage, so that they can be made again; else with their elements only.
  explicit Packer(bool whole) : whole_(whole) {}

  void value(const c10::IValue& value);

  const std::string& packed() const {
    return packed_;
  }

 private:
  void tensor(const at::Tensor& source);
  void strided(const at::Tensor& source);

  void tag(char tag) {
    packed_.push_back(tag);
  }
  template <typename T>
  void put(const T& number) {
    packed_.append(reinterpret_cast<const char*>(&number), sizeof(T));
  }
  void bytes(const void* data, size_t count) {
    put(static_cast<int64_t>(data ? count : 0));
    packed_.append(static_cast<const char*>(data), data ? count : 0);
  }
  void text(const std::string& text) {
    bytes(text.data(), text.size());
  }
  void numbers(c10::IntArrayRef numbers) {
    bytes(numbers.data(), numbers.size() * sizeof(int64_t));
  }
  template <typename Elements>
  void list(const Elements& elements) {
    tag('L');
    put(static_cast<int32_t>(elements.size()));
    for (const auto& element : elements) {
      value(element);
    }
  }

  bool whole_;
  std::string packed_;
  std::unordered_map<const void*, int32_t> tensors_;
  std::unordered_map<const void*, int32_t> storages_;
  // Kept, so that no other tensor comes to lie where one that was met did.
  std::vector<at::Tensor> met_;
};

}  // namespace opinfo
