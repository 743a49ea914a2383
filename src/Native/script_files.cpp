// TorchScript's archives: reading and writing modules.
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/export.h>
#include <torch/csrc/jit/serialization/import.h>

#include <memory>
#include <string>

#include "archive_names.h"
#include "cuda_library.h"
#include "devices.h"
#include "guard.h"
#include "objects.h"
#include "running_node.h"
#include "scripts.h"

using namespace facade;

namespace {

// Reads the caller's bytes. A failed read returns too few bytes, which makes libtorch's reader fail.
class CallersBytes : public caffe2::serialize::ReadAdapterInterface {
 public:
  explicit CallersBytes(const ltf_source& source) : source_(source) {}

  size_t size() const override {
    return static_cast<size_t>(source_.size);
  }

  size_t read(uint64_t place, void* bytes, size_t count, const char*) const override {
    const UserCode user_code;
    return static_cast<size_t>(
        source_.read(source_.target, static_cast<int64_t>(place), bytes, static_cast<int64_t>(count)));
  }

 private:
  const ltf_source source_;
};

c10::optional<c10::Device> wanted_device(int32_t type, int32_t index) {
  if (type < 0) {
    return c10::nullopt;
  }
  const auto device = usable_device(type, index);
  if (device.is_cuda()) {
    need_cuda();
  }
  return device;
}

std::string text_of(const ltf_text& text) {
  return std::string(text.data, static_cast<size_t>(text.length));
}

}  // namespace

int32_t ltf_script_load(const ltf_source* source, int32_t device_type, int32_t device_index, ltf_object** module) {
  return guarded([&] {
    const auto device = wanted_device(device_type, device_index);
    const auto loaded = torch::jit::load(std::make_shared<CallersBytes>(*source), device);
    *module = owned(c10::IValue(loaded._ivalue()));
  });
}

int32_t ltf_script_save(const ltf_object* module, const char* name, const ltf_text* extra_names,
                        const ltf_text* extra_files, int32_t extra_count, const ltf_sink* sink) {
  return guarded([&] {
    const auto saved = script_module(module);
    torch::jit::ExtraFilesMap extra;
    for (int32_t i = 0; i < extra_count; i++) {
      extra[text_of(extra_names[i])] = text_of(extra_files[i]);
    }
    // If the archive was not finished, the writer's destructor finishes it, and a failure there would end the process.
    // So the sink accepts everything, and tells its caller later what went wrong.
    PyTorchStreamWriter writer([&](const void* bytes, size_t count) {
      const UserCode user_code;
      sink->write(sink->target, bytes, static_cast<int64_t>(count));
      return count;
    });
    set_archive_name(writer, name);
    torch::jit::ScriptModuleSerializer serializer(writer);
    serializer.serialize(saved, extra, /*bytecode_format=*/false, /*save_mobile_debug_info=*/false);
    writer.writeEndOfFile();
  });
}

int32_t ltf_script_copy(const ltf_object* module, ltf_object** copy) {
  return guarded([&] { *copy = owned(c10::IValue(script_module(module).deepcopy()._ivalue())); });
}
