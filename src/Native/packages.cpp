// Models that Python's AOTInductor compiled ahead of time. libtorch unpacks a package into a folder of its own, which
// is deleted with the package, and loads the library in it.
#include "guard.h"
#include "versions.h"

#if __has_include(<torch/csrc/inductor/aoti_package/model_package_loader.h>)
#include <ATen/core/List.h>
#include <torch/csrc/inductor/aoti_package/model_package_loader.h>

#include <memory>
#include <string>
#include <vector>

#include "collections.h"
#include "handles.h"

struct ltf_package {
  // The loader's further parameters have different types in different versions, but always defaults.
  ltf_package(const std::string& path, const std::string& model) : loader(path, model) {}
  torch::inductor::AOTIModelPackageLoader loader;
};

namespace facade {
namespace {

std::unique_ptr<ltf_package> loaded(const char* path, const char* model) {
  return std::make_unique<ltf_package>(path, model);
}

c10::IValue metadata_of(ltf_package& package) {
  c10::Dict<std::string, std::string> entries;
  for (const auto& entry : package.loader.get_metadata()) {
    entries.insert(entry.first, entry.second);
  }
  return entries;
}

c10::IValue call_of(ltf_package& package) {
  return c10::List<std::string>(package.loader.get_call_spec());
}

c10::IValue results_of(ltf_package& package, std::vector<at::Tensor> inputs) {
  return c10::List<at::Tensor>(package.loader.run(inputs));
}

}  // namespace
}  // namespace facade
#else
#include "collections.h"
#include "handles.h"

struct ltf_package {};

namespace facade {
namespace {

[[noreturn]] void refuse() {
  throw Failure(LTF_NOT_IMPLEMENTED_ERROR,
                "libtorch " LTF_LIBTORCH_VERSION " cannot load packages of AOTInductor: that needs libtorch 2.6 or newer");
}

[[noreturn]] std::unique_ptr<ltf_package> loaded(const char*, const char*) {
  refuse();
}

[[noreturn]] c10::IValue metadata_of(ltf_package&) {
  refuse();
}

[[noreturn]] c10::IValue call_of(ltf_package&) {
  refuse();
}

[[noreturn]] c10::IValue results_of(ltf_package&, std::vector<at::Tensor>) {
  refuse();
}

}  // namespace
}  // namespace facade
#endif

using namespace facade;

int32_t ltf_package_load(const char* path, const char* model, ltf_package** package) {
  return guarded([&] { *package = loaded(path, model).release(); });
}

void ltf_package_release(ltf_package* package) {
  static_cast<void>(guarded([&] { const std::unique_ptr<ltf_package> released(package); }));
}

int32_t ltf_package_describe(ltf_package* package, ltf_value* metadata, ltf_value* call) {
  return guarded([&] {
    auto noted = metadata_of(*package);
    auto nested = call_of(*package);
    auto made = script_value(std::move(noted));
    try {
      *call = script_value(std::move(nested));
    } catch (...) {
      ltf_value_release(&made);
      throw;
    }
    *metadata = made;
  });
}

int32_t ltf_package_run(ltf_package* package, ltf_tensor* const* inputs, int32_t count, ltf_value* results) {
  return guarded([&] { *results = script_value(results_of(*package, retained(inputs, count))); });
}
