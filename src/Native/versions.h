// Macros for differences between libtorch versions; each use says what differs.
#pragma once

#define LTF_TORCH_AT_LEAST(major, minor) \
  (LTF_LIBTORCH_MAJOR > (major) || (LTF_LIBTORCH_MAJOR == (major) && LTF_LIBTORCH_MINOR >= (minor)))

// From libtorch 2.3 on there are dtypes for unsigned ints, and a Scalar can hold a uint64.
#define LTF_HAS_UNSIGNED LTF_TORCH_AT_LEAST(2, 3)

// Dimensions could have names until some version between 2.6 and 2.14 removed them.
#if __has_include(<ATen/core/NamedTensor.h>)
#define LTF_HAS_DIMENSION_NAMES 1
#else
#define LTF_HAS_DIMENSION_NAMES 0
#endif
