# shellcheck shell=bash
# Sourced by build.sh. build_bench_cpp builds the C++ program for the libtorch that find_libtorch chose.

# $1: the sources' folder, $2: the output folder. Sets BENCH_CPP to the program.
build_bench_cpp() {
    compile "$1" "$2"
    # shellcheck disable=SC2034  # build.sh reads it
    BENCH_CPP=$COMPILED/torch_bench
}
