# shellcheck shell=bash
# Sourced by build.sh. make_gpu_check creates the folder with which another machine's GPU is checked; see docs/cuda.md.

# The largest size of the folder in MiB, because it has to be copied to other machines.
GPU_CHECK_MIB=60

# $1: the folder to create.
make_gpu_check() {
    local folder=${1:-$root/artifacts/gpu-check/folder} published=$root/artifacts/gpu-check/published new size lock
    (($# <= 1)) || misused "gpu-check takes one folder, and was given '$*'"
    [[ $folder != -* ]] || misused "gpu-check knows no option '$folder'"
    if [[ -e $folder && ! -e $folder/LibTorch.GpuCheck && -n $(ls -A "$folder" 2>/dev/null || echo file) ]]; then
        misused "$folder is there already, and is no folder of gpu-check"
    fi
    set_up_dotnet
    set_up
    build
    # One call at a time, because all build in the same place.
    exec {lock}>"$root/artifacts/.gpu-check.lock"
    flock "$lock"
    with_progress "Compiling ahead of time" publish_ahead src/GpuCheck "$published" "${AHEAD_OF_TIME[@]}" ||
        fail "src/GpuCheck could not be compiled ahead of time"
    mkdir -p "$folder"
    new=$(mktemp -d "$(dirname "$(cd "$folder" && pwd -P)")/.gpu-check.XXXXXX")
    fill_gpu_check "$published" "$new"
    exec {lock}>&-
    size=$(du -sm "$new" | cut -f1)
    ((size < GPU_CHECK_MIB)) || fail "the folder would have $size MiB"
    rm -rf "$folder"
    mv "$new" "$folder"
    say "$folder, $size MiB; there: ./check.sh"
}

# $1: the published program, $2: an empty folder.
fill_gpu_check() {
    cp -r "$1/LibTorch.GpuCheck" "$1/python" "$1/Notebooks" "$2"
    cp "$root/src/GpuCheck/check.sh" "$root/src/GpuCheck/compile-shim.sh" "$root/LICENSE" "$2"
    mkdir "$2/native"
    cp -r "$root"/src/Native/{*.cpp,*.h,*.sh,CMakeLists.txt,stand-ins} "$2/native"
    needed_glibc "$2/LibTorch.GpuCheck" >"$2/glibc-version"
    chmod 755 "$2"
}

# $1: a program. Prints the newest glibc version whose symbols it uses; the version on the linking machine may be newer
# than necessary.
needed_glibc() {
    LC_ALL=C objdump -T "$1" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -Vu | tail -n 1
}
