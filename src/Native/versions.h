// The one place for what differs between libtorch versions; each use says why.
#pragma once

#define LTF_TORCH_AT_LEAST(major, minor) \
  (LTF_LIBTORCH_MAJOR > (major) || (LTF_LIBTORCH_MAJOR == (major) && LTF_LIBTORCH_MINOR >= (minor)))
