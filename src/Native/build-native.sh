# shellcheck shell=bash
# Sourced by build.sh. build_native makes libtorch_facade.so for the libtorch that find_libtorch chose.

# Prints the Debian packages that compiling still needs, one a line.
missing_to_compile() {
    command -v "${CXX:-c++}" >/dev/null || echo g++
    command -v cmake >/dev/null || echo cmake
    command -v ninja >/dev/null || echo ninja-build
    if system_libtorch_is_meant && [[ -z ${LIBTORCH_INCLUDE:-} && ! -e /usr/include/ATen/ATen.h ]]; then echo libtorch-dev; fi
}

# No other was named or installed by hand.
system_libtorch_is_meant() { [[ -z ${LIBTORCH:-} && ! -e /usr/local/lib/libtorch_cpu.so ]]; }

# $1: the sources' folder, $2: where the library goes.
build_native() {
    compile "$1" "$2"
    publish libtorch_facade.so "$2"
    # Only a libtorch with c10d has this one; another libtorch's, of before, is of no use then.
    if [[ -e $COMPILED/libtorch_facade_c10d.so ]]; then
        publish libtorch_facade_c10d.so "$2"
    else
        rm -f "$2/libtorch_facade_c10d.so"
    fi
}

# Compiles a CMake project that includes libtorch.cmake. $1: its folder, $2: where to. Sets COMPILED to the folder of the results.
compile() {
    local sources=$1 folder
    # A folder for each libtorch, so that going back to one compiles nothing; in it, ninja knows what changed.
    folder=$2/$LIBTORCH_VERSION-$(native_key "$sources")
    mkdir -p "$folder"
    if [[ ! -e $folder/build.ninja ]]; then
        quietly "Configuring ${sources##*/}" "$folder/configure.log" cmake -G Ninja -S "$sources" -B "$folder" \
            -DLIBTORCH_INCLUDE="$LIBTORCH_HEADERS" -DLIBTORCH_LIB="$LIBTORCH_LIB" \
            -DLIBTORCH_VERSION="$LIBTORCH_VERSION"
    fi
    quietly "Compiling ${sources##*/}" "$folder/build.log" cmake --build "$folder"
    COMPILED=$folder
}

# Copies a file that was just compiled, $1, to where it is used, $2.
publish() {
    if ! cmp -s "$COMPILED/$1" "$2/$1"; then
        # In place in one step: a program that starts meanwhile finds the old library or the new one.
        cp "$COMPILED/$1" "$2/$1.new"
        mv -f "$2/$1.new" "$2/$1"
    fi
}

# Changes with the build's settings and the place of the sources; what changes in these, ninja knows.
native_key() {
    {
        cat "$(dirname "${BASH_SOURCE[0]}")/libtorch.cmake" "$1/CMakeLists.txt"
        build_settings "$1"
    } | sha256sum | cut -c1-12
}

# The libtorch's files, the compiler and what it is told, behind what is given.
build_settings() {
    echo "$@" "$LIBTORCH_HEADERS" "$LIBTORCH_LIB" "${CXX:-}" "${CXXFLAGS:-}" "${LDFLAGS:-}"
    stat -Lc '%n %s %Y' "$LIBTORCH_LIB"/lib{c10,torch,torch_cpu,c10_cuda,torch_cuda}.so 2>/dev/null || true
    "${CXX:-c++}" --version
}
