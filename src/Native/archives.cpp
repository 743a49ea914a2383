// The zip archives that torch.save writes, made by libtorch's own writer. The bytes that it writes go to the caller,
// who puts them into a file or stream.
#include <cstdint>
#include <memory>
#include <string>

#include "archive_names.h"
#include "guard.h"

using namespace facade;

using caffe2::serialize::PyTorchStreamWriter;

namespace {

// Collects what libtorch writes around a record's data. The data itself, which may be large, is only counted.
class Collected {
 public:
  void begin(const void* data, int64_t size) {
    data_ = static_cast<const char*>(data);
    left_ = static_cast<size_t>(size);
    head_.clear();
    tail_.clear();
  }

  size_t write(const void* bytes, size_t count) {
    const auto* place = static_cast<const char*>(bytes);
    if (left_ != 0 && place == data_ && count <= left_) {
      data_ += count;
      left_ -= count;
      has_data_begun_ = true;
    } else {
      (has_data_begun_ ? tail_ : head_).append(place, count);
    }
    return count;
  }

  void end() {
    TORCH_INTERNAL_ASSERT(left_ == 0, "the archive's writer did not write the record's data");
    has_data_begun_ = false;
  }

  ltf_text head() const {
    return {head_.data(), static_cast<int64_t>(head_.size())};
  }

  ltf_text tail() const {
    return {tail_.data(), static_cast<int64_t>(tail_.size())};
  }

 private:
  const char* data_ = nullptr;
  size_t left_ = 0;
  bool has_data_begun_ = false;
  std::string head_;
  std::string tail_;
};

}  // namespace

// If the archive was not finished, the writer's destructor finishes it and writes to `collected`, which must therefore
// be destroyed after the writer.
struct ltf_archive {
  Collected collected;
  PyTorchStreamWriter writer{[this](const void* bytes, size_t count) { return collected.write(bytes, count); }};
};

int32_t ltf_archive_create(const char* name, ltf_archive** archive) {
  return guarded([&] {
    auto made = std::make_unique<ltf_archive>();
    set_archive_name(made->writer, name);
    *archive = made.release();
  });
}

int32_t ltf_archive_add(ltf_archive* archive, const char* name, const void* data, int64_t size, ltf_text* head,
                        ltf_text* tail) {
  return guarded([&] {
    TORCH_CHECK(data != nullptr || size == 0, "the archive's record '", name, "' has ", size, " bytes and no data");
    archive->collected.begin(data, size);
    archive->writer.writeRecord(name, data, static_cast<size_t>(size));
    archive->collected.end();
    *head = archive->collected.head();
    *tail = archive->collected.tail();
  });
}

int32_t ltf_archive_finish(ltf_archive* archive, ltf_text* rest) {
  return guarded([&] {
    // Some versions of libtorch silently write nothing if the archive is finished a second time.
    TORCH_CHECK(!archive->writer.finalized(), "the archive is finished");
    archive->collected.begin(nullptr, 0);
    archive->writer.writeEndOfFile();
    archive->collected.end();
    *rest = archive->collected.head();
  });
}

void ltf_archive_release(ltf_archive* archive) {
  static_cast<void>(guarded([&] { const std::unique_ptr<ltf_archive> released(archive); }));
}
