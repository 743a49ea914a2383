#!/usr/bin/env bash
# Checks LibTorch.Facade on this machine's GPU against its Python torch. It needs a C++ compiler and a Python with
# torch.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=../Native/find-libtorch.sh
source "$here/native/find-libtorch.sh"
# shellcheck source-path=SCRIPTDIR
source "$here/compile-shim.sh"

say() { printf '%s\n' "$*" >&2; }

# Ends the script: nothing could be run.
fail() {
    say "check.sh: $*"
    exit 2
}

usage() {
    cat <<'END'
usage: ./check.sh [--device cuda|cpu] [--quick] [--resume] [--only PARTS] [--seconds N] [--patience N]
                  [--out FOLDER] [--jobs N] [--shim FILE] [--cases FOLDER]

Compiles the native library for this machine's Python torch, runs the program beside that Python, and writes
result.txt and result.json as it goes. Python is $PYTHON, or else python3; the compiler $CXX, or else c++.

    --device    what to check: the GPU, or, to try the script without one, all that makes sense on the CPU
    --quick     a little of everything, in three minutes instead of ten
    --resume    go on where an earlier run was broken off: with what it has compiled, and the parts without a result
    --only      these parts only, with commas between: probes, probes/seeds, memory, ...
    --seconds   how long all of it may take; 600 without, and 180 with --quick
    --patience  how many times longer that and each part may take, on a machine that has other work to do
    --out       where the result goes; this folder without
    --jobs      how many compilers and Pythons may work at a time; as many as there are processors without
    --shim      a libtorch_facade.so that is compiled already
    --cases     compare with the *.cases in this folder, which an earlier run left in work/, instead of recording new ones

Exit codes: 0 where all is as it should be; 1 where anything is not; 2 where nothing could be run.
END
}

device=cuda out=$here jobs=$(nproc) shim="" seconds="" patience=1 resume="" rest=()
while (($#)); do
    case $1 in
        --device | --out | --jobs | --shim | --cases | --only | --seconds | --patience) (($# > 1)) || fail "$1 lacks its value" ;;&
        --device) device=$2 && shift 2 ;;
        --out) out=$2 && shift 2 ;;
        --jobs) jobs=$2 && shift 2 ;;
        --shim) shim=$2 && shift 2 ;;
        --seconds) seconds=$2 && shift 2 ;;
        --patience) patience=$2 rest+=("$1" "$2") && shift 2 ;;
        --cases | --only) rest+=("$1" "$2") && shift 2 ;;
        --quick) seconds=${seconds:-180} rest+=("$1") && shift ;;
        --resume) resume=1 rest+=("$1") && shift ;;
        -h | --help) usage && exit 0 ;;
        *) fail "there is no option '$1'; --help lists them" ;;
    esac
done
[[ $device == cuda || $device == cpu ]] || fail "--device is cuda or cpu, not '$device'"
[[ $jobs =~ ^[1-9][0-9]*$ ]] || fail "--jobs is a number, not '$jobs'"
seconds=${seconds:-600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || fail "--seconds is a number, not '$seconds'"
[[ $patience =~ ^[1-9][0-9]*$ ]] || fail "--patience is a number, not '$patience'"
seconds=$((seconds * patience))

# --- What the machine has -------------------------------------------------------------------------

needed=$(<"$here/glibc-version")
glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2) || true
[[ -n $glibc ]] || fail "this system's C library is not glibc"
printf '%s\n' "$needed" "$glibc" | sort -VC || fail "glibc $glibc is too old: the program needs $needed"

python=""
for candidate in ${PYTHON:+"$PYTHON"} python3 /usr/bin/python3; do
    # Prints torch's folder, and whether it finds a GPU. numpy is needed for PyTorch's operator samples.
    if found=$("$candidate" -c 'import os, numpy, torch; print(os.path.dirname(torch.__file__)); print(torch.cuda.is_available())' 2>/dev/null); then
        python=$(command -v "$candidate")
        break
    fi
    [[ -z ${PYTHON:-} ]] || break
done
[[ -n $python ]] || fail "${PYTHON:-python3} has not both torch and numpy; PYTHON names one that has"
{ read -r torch && read -r has_gpu; } <<<"$found"
if [[ $device == cuda && $has_gpu != True ]]; then
    fail "the torch of $python finds no GPU; --device cpu checks what makes sense without one"
fi

# Debian's torch folder has no headers: there, torch uses the system's libtorch.
if [[ -e $torch/include/ATen/ATen.h ]]; then export LIBTORCH=$torch; else unset LIBTORCH; fi
find_libtorch
say "$(libtorch_in_words), Python $python"

# --- The native library ---------------------------------------------------------------------------

mkdir -p "$out" || fail "the folder $out cannot be written to"
out=$(cd "$out" && pwd -P)
work=$out/work
mkdir -p "$work" || fail "the folder $out cannot be written to"
# The recorded cases are kept, because they may be used again.
if [[ -z $resume ]]; then rm -rf "$work/objects" "$work"/*.json "$out/result.txt" "$out/result.json"; fi
if [[ -z $shim ]]; then
    if [[ -z ${CXX:-} ]]; then CXX=$(command -v c++ g++ clang++ | head -n 1) || true; fi
    command -v "$CXX" >/dev/null || fail "there is no C++ compiler: ${CXX:-c++}"
    shim=$work/libtorch_facade.so
    say "Compiling the native library with $jobs compilers"
    start=$SECONDS told=$SECONDS
    # In a process group of its own, so that all of its processes can be ended.
    set -m
    compile_shim "$here/native" "$shim" "$jobs" >"$work/compile.log" 2>&1 &
    compiling=$!
    set +m
    trap 'kill -- -"$compiling" 2>/dev/null || true' EXIT
    # The time limit includes compiling, which takes much of it on a machine with few processors.
    while kill -0 "$compiling" 2>/dev/null; do
        ((SECONDS < seconds)) || fail "the native library is not compiled after $seconds s; --resume goes on with it, --seconds gives it longer"
        if ((SECONDS - told >= 15)); then
            told=$SECONDS
            say "    $(find "$work/objects" -name '*.o' | wc -l) of $(find "$here/native" -maxdepth 1 -name '*.cpp' | wc -l) files, $((told - start)) s"
        fi
        sleep 1
    done
    trap - EXIT
    if ! wait "$compiling"; then
        cat "$work/compile.log" >&2
        fail "the native library does not compile; $work/compile.log"
    fi
    say "Compiled in $((SECONDS - start)) s"
fi
[[ -e $shim ]] || fail "there is no $shim"

# --- The check ------------------------------------------------------------------------------------

export LIBTORCH_FACADE_NATIVE=$shim PYTHONDONTWRITEBYTECODE=1
left=$((seconds - SECONDS))
((left > 0)) || fail "no time is left of $seconds s; ./check.sh --resume goes on from here"
exec "$here/LibTorch.GpuCheck" --device "$device" --python "$python" --out "$out" --work "$work" --jobs "$jobs" \
    --seconds "$left" "${rest[@]}"
