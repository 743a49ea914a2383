// What folder the records of an archive lie in.
#pragma once

#include <caffe2/serialize/inline_container.h>

#include <string>

namespace facade {

using caffe2::serialize::PyTorchStreamWriter;

// A writer that writes to a function names its archive "archive". torch.save names one in a file after the file, and has
// libtorch open that. An explicit instantiation may name private members.
template <std::string PyTorchStreamWriter::* Name, std::string PyTorchStreamWriter::* Folder>
struct ArchiveNames {
  friend void set_archive_name(PyTorchStreamWriter& writer, const std::string& name) {
    writer.*Name = name;
    writer.*Folder = name + "/";
  }
};

void set_archive_name(PyTorchStreamWriter& writer, const std::string& name);

template struct ArchiveNames<&PyTorchStreamWriter::archive_name_, &PyTorchStreamWriter::archive_name_plus_slash_>;

}  // namespace facade
