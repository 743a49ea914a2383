# shellcheck shell=bash
# Sourced by check.sh. Compiles the native library with nothing but a C++ compiler, as ./build.sh native does with CMake
# and ninja: src/Native/libtorch.cmake and CMakeLists.txt have the reasons for each setting.

# $1: the sources' folder, $2: the library to make, $3: how many compilers at a time. find_libtorch has chosen the libtorch.
# Objects that an interrupted earlier call compiled with the same settings are reused.
compile_shim() {
    local sources=$1 library=$2 jobs=$3 work options standard=c++17 cxx11=0 header
    work=$(dirname "$library")/objects
    mkdir -p "$work"
    if grep -q '__cplusplus < 202002L' "$LIBTORCH_HEADERS/ATen/ATen.h"; then standard=c++20; fi
    if has_new_strings; then cxx11=1; fi
    options=(-O2 -DNDEBUG -std="$standard" -fPIC -fvisibility=hidden -fvisibility-inlines-hidden -D_GLIBCXX_USE_CXX11_ABI="$cxx11"
        -DAT_PER_OPERATOR_HEADERS
        "-DLTF_LIBTORCH_MAJOR=${LIBTORCH_VERSION%%.*}" "-DLTF_LIBTORCH_MINOR=$(cut -d. -f2 <<<"$LIBTORCH_VERSION")"
        "-DLTF_LIBTORCH_VERSION=\"$LIBTORCH_VERSION\"" "-DLTF_LIBTORCH_FOLDER=\"$LIBTORCH_LIB\""
        "-DLTF_BOUNDARY=\"$(sha256sum "$sources/torch_facade.h" | cut -c1-16)\"" "-fmacro-prefix-map=$sources/="
        -isystem "$LIBTORCH_HEADERS/torch/csrc/api/include")
    # Adding the system's own folder again would put it before the C++ library's headers.
    if [[ $LIBTORCH_HEADERS != /usr/include && $LIBTORCH_HEADERS != /usr/local/include ]]; then
        options+=(-isystem "$LIBTORCH_HEADERS")
    fi
    if grep -qs 'struct C10_API DeviceAllocator' "$LIBTORCH_HEADERS/c10/core/CachingDeviceAllocator.h"; then
        options+=(-DLTF_HAS_DEVICE_ALLOCATOR)
    fi
    if [[ ! -e $LIBTORCH_HEADERS/nlohmann/json.hpp && ! -e /usr/include/nlohmann/json.hpp ]]; then
        options+=(-isystem "$sources/stand-ins")
    fi
    if [[ "${CXX:-c++} ${options[*]}" != "$(cat "$work/settings" 2>/dev/null)" ]]; then
        rm -f "$work"/*
        printf '%s\n' "${CXX:-c++} ${options[*]}" >"$work/settings"
    fi
    # Precompiles the headers that nearly every file needs.
    header=$work/common.h
    if [[ ! -e $header.gch ]]; then
        sed -n '/^target_precompile_headers/,/)/s/.*\(<.*>\).*/#include \1/p' "$sources/CMakeLists.txt" >"$header"
        "${CXX:-c++}" "${options[@]}" -x c++-header "$header" -o "$header.gch.new" || return
        mv "$header.gch.new" "$header.gch"
    fi
    # The largest files first, because they take longest. An object under its final name is complete.
    # shellcheck disable=SC2016  # xargs' shell is to expand it
    find "$sources" -maxdepth 1 -name '*.cpp' -printf '%s %p\n' | sort -rn | cut -d' ' -f2- | tr '\n' '\0' |
        xargs -0 -P "$jobs" -I '{}' bash -c '
            object=$2/$(basename "$1" .cpp).o
            [[ -e $object ]] || { "${@:3}" -c "$1" -o "$object.new" && mv "$object.new" "$object"; }' - '{}' "$work" \
            "${CXX:-c++}" "${options[@]}" -include "$header" || return
    "${CXX:-c++}" -shared -o "$library.new" "$work"/*.o -Wl,--no-undefined -Wl,-rpath,"$LIBTORCH_LIB" \
        -Wl,--no-as-needed "$LIBTORCH_LIB/libtorch_cpu.so" "$LIBTORCH_LIB/libc10.so" -Wl,--as-needed -ldl || return
    mv -f "$library.new" "$library"
}
