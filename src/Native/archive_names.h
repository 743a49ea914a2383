// Sets the folder that the records of an archive lie in.
#pragma once

#include <caffe2/serialize/inline_container.h>

#include <string>

namespace facade {

using caffe2::serialize::PyTorchStreamWriter;

// A PyTorchStreamWriter that writes to a function calls its archive "archive", but torch.save calls it after its file.
// The members to change are private; an explicit template instantiation may refer to private members.
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
