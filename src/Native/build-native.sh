# shellcheck shell=bash
# Sourced by build.sh. build_native makes libtorch_facade.so for the libtorch that find_libtorch chose.

# $1: the sources' folder, $2: where the library goes.
build_native() {
    compile "$1" "$2"
    publish libtorch_facade.so "$2"
}

# Compiles a CMake project that includes libtorch.cmake. $1: its folder, $2: where to. Sets COMPILED to the folder of the results.
compile() {
    local sources=$1 folder
    # A folder for each libtorch, so that going back to one compiles nothing; in it, ninja knows what changed.
    folder=$2/$LIBTORCH_VERSION-$(native_key "$sources")
    mkdir -p "$folder"
    if [[ ! -e $folder/build.ninja ]]; then
        quietly "Configuring ${sources##*/}" "$folder/configure.log" cmake -G Ninja -S "$sources" -B "$folder" \
            -DLIBTORCH_INCLUDE="$LIBTORCH_INCLUDE" -DLIBTORCH_LIB="$LIBTORCH_LIB" \
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

# Changes with the libtorch's files, the compiler, the place of the sources and the settings that they are built by.
native_key() {
    {
        cat "$(dirname "${BASH_SOURCE[0]}")/libtorch.cmake" "$1/CMakeLists.txt"
        echo "$1" "$LIBTORCH_INCLUDE" "$LIBTORCH_LIB" "${CXX:-}" "${CXXFLAGS:-}" "${LDFLAGS:-}"
        stat -Lc '%n %s %Y' "$LIBTORCH_LIB"/lib{c10,torch,torch_cpu,c10_cuda,torch_cuda}.so 2>/dev/null || true
        "${CXX:-c++}" --version
    } | sha256sum | cut -c1-12
}
