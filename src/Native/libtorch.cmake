# What is needed to compile against libtorch: includes, C++ standard, string ABI and libraries. Sets
# LIBTORCH_VERSION_MAJOR and _MINOR, and the function use_libtorch(target).

# libtorch's own package configuration is not used: it is slow, and asks for MKL and the CUDA toolkit
# although nothing here needs either. ./build.sh finds libtorch and passes these.
set(LIBTORCH_INCLUDE "" CACHE PATH "libtorch's include folder")
set(LIBTORCH_LIB "" CACHE PATH "the folder of libtorch_cpu.so")
set(LIBTORCH_VERSION "" CACHE STRING "libtorch's version")
foreach(setting LIBTORCH_INCLUDE LIBTORCH_LIB LIBTORCH_VERSION)
  if(NOT ${setting})
    message(FATAL_ERROR "${setting} is not set; run ./build.sh native")
  endif()
endforeach()
if(NOT LIBTORCH_VERSION MATCHES "^([0-9]+)\\.([0-9]+)")
  message(FATAL_ERROR "'${LIBTORCH_VERSION}' is not a libtorch version")
endif()
set(LIBTORCH_VERSION_MAJOR ${CMAKE_MATCH_1})
set(LIBTORCH_VERSION_MINOR ${CMAKE_MATCH_2})

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# NDEBUG, because libtorch's headers contain internal checks, which release builds of libtorch leave out as well.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# Whether the headers need C++20 is read from one of them.
file(STRINGS ${LIBTORCH_INCLUDE}/ATen/ATen.h wants_cxx20 REGEX "__cplusplus < 202002L")
set(CMAKE_CXX_STANDARD 17)
if(wants_cxx20)
  set(CMAKE_CXX_STANDARD 20)
endif()
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# Python wheels up to 2.6 were built with GCC's old string ABI; the symbols that libc10 exports tell which one it is.
file(STRINGS ${LIBTORCH_LIB}/libc10.so cxx11_names REGEX "^_ZN.*c10.*cxx11" LIMIT_COUNT 1)
set(cxx11_abi 0)
if(cxx11_names)
  set(cxx11_abi 1)
endif()

function(use_libtorch target)
  target_include_directories(${target} SYSTEM PRIVATE
    ${LIBTORCH_INCLUDE} ${LIBTORCH_INCLUDE}/torch/csrc/api/include)
  target_compile_definitions(${target} PRIVATE _GLIBCXX_USE_CXX11_ABI=${cxx11_abi})
  target_compile_options(${target} PRIVATE -Wall -Wextra -Werror)

  # libtorch.so is not linked: it is empty, but would load libtorch_cuda.so, which is only loaded when CUDA is asked
  # for.
  target_link_libraries(${target} PRIVATE
    -Wl,--no-as-needed ${LIBTORCH_LIB}/libtorch_cpu.so ${LIBTORCH_LIB}/libc10.so -Wl,--as-needed)
endfunction()
