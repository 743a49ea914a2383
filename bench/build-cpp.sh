# shellcheck shell=bash
# Sourced by build.sh. build_bench_cpp makes the C++ program for the libtorch that find_libtorch chose.

# $1: the sources' folder, $2: where it goes. Sets BENCH_CPP to the program.
build_bench_cpp() {
    local sources=$1 folder
    folder=$2/$LIBTORCH_VERSION-$(native_key "$sources")
    mkdir -p "$folder"
    if [[ ! -e $folder/build.ninja ]]; then
        quietly "$folder/configure.log" cmake -G Ninja -S "$sources" -B "$folder" \
            -DLIBTORCH_INCLUDE="$LIBTORCH_INCLUDE" -DLIBTORCH_LIB="$LIBTORCH_LIB" \
            -DLIBTORCH_VERSION="$LIBTORCH_VERSION"
    fi
    quietly "$folder/build.log" cmake --build "$folder"
    # shellcheck disable=SC2034  # build.sh reads it
    BENCH_CPP=$folder/torch_bench
}
