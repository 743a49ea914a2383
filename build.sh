#!/usr/bin/env bash
# The entry point of the project: installs what is missing, builds what changed, then runs the examples or the tests.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source-path=SCRIPTDIR
source "$root/src/CommandLine/command-line.sh"
# shellcheck source-path=SCRIPTDIR
source "$root/src/CommandLine/launch.sh"
# shellcheck source-path=SCRIPTDIR
source "$root/src/Native/find-libtorch.sh"
# shellcheck source-path=SCRIPTDIR
source "$root/src/Native/build-native.sh"
# shellcheck source-path=SCRIPTDIR
source "$root/tests/Matrix/matrix.sh"
# shellcheck source-path=SCRIPTDIR
source "$root/src/GpuCheck/make-folder.sh"
# shellcheck source-path=SCRIPTDIR
source "$root/src/Package/pack.sh"
# shellcheck source-path=SCRIPTDIR
source "$root/src/Examples/Jupyter/notebooks.sh"

# --- What the machine needs -----------------------------------------------------------------------

# Prints the missing Debian packages, one per line. $@ names the needs: python for the reference implementation, jupyter
# for running notebooks, service for a server in Python, safetensors for files in its format, json for a header that
# libtorch's headers for transforms include from 2.14 on, mpi for mpirun, fashion-mnist and diabetes for their data,
# fonts for plots, pictures for graphs, browser for the tests of the report's page.
missing_packages() {
    missing_to_compile
    if system_libtorch_is_meant; then
        # Debian's libtorch also installs with the reference BLAS, which is many times slower.
        compgen -G '/usr/lib/*/libopenblas.so.0' >/dev/null || echo libopenblas0-pthread
    fi
    # mimalloc allocates tensors' memory if it is installed.
    compgen -G '/usr/lib/*/libmimalloc.so.[23]' >/dev/null || echo libmimalloc-dev
    if [[ " $* " == *" fashion-mnist "* ]]; then
        [[ -d /usr/share/datasets/fashion-mnist ]] || echo dataset-fashion-mnist
    fi
    if [[ " $* " == *" diabetes "* ]]; then
        has_python_module sklearn || echo python3-sklearn
    fi
    if [[ " $* " == *" pictures "* ]]; then
        command -v dot >/dev/null || echo graphviz
    fi
    # Without a font, plots have no text.
    if [[ " $* " == *" fonts "* ]]; then
        [[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]] || echo fonts-dejavu-core
    fi
    if [[ " $* " == *" browser "* ]]; then
        [[ -x /usr/bin/chromium ]] || echo chromium
    fi
    if [[ " $* " == *" jupyter "* ]]; then
        has_python_module nbconvert || echo jupyter-nbconvert
        has_python_module nbclient || echo python3-nbclient
        has_python_module ipykernel || echo python3-ipykernel
    fi
    if [[ " $* " == *" service "* ]]; then
        has_python_module uvicorn || echo python3-uvicorn
        has_python_module uvloop || echo python3-uvloop
        has_python_module httptools || echo python3-httptools
    fi
    # Debian 12 has no such package.
    if [[ " $* " == *" safetensors "* ]] && apt-cache show python3-safetensors >/dev/null 2>&1; then
        has_python_module safetensors || echo python3-safetensors
    fi
    if [[ " $* " == *" json "* ]]; then
        [[ -e /usr/include/nlohmann/json.hpp ]] || echo nlohmann-json3-dev
    fi
    # The tests of the MPI backend start ranks with mpirun. libtorch brings Open MPI's library if it was built with it.
    if [[ " $* " == *" mpi "* ]] && compgen -G '/usr/lib/*/libmpi.so.*' >/dev/null; then
        command -v mpirun >/dev/null || echo openmpi-bin
    fi
    if [[ " $* " == *" python "* ]]; then
        has_python_module torch || echo python3-torch
        has_python_module numpy || echo python3-numpy
        command -v valgrind >/dev/null || echo valgrind
    fi
}

# Checks Debian's Python, and not another one earlier on the PATH.
has_python_module() {
    /usr/bin/python3 -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)' \
        "$1" 2>/dev/null
}

install_packages() {
    local packages
    packages=$(missing_packages "$@")
    [[ -n $packages ]] || return 0
    mapfile -t packages <<<"$packages"
    install_missing "${packages[@]}"
}

install_missing() {
    local packages=("$@")
    command -v apt-get >/dev/null || fail "missing, and there is no apt-get to install them: ${packages[*]}"
    local install=(apt-get install -y --no-install-recommends "${packages[@]}")
    if ((EUID != 0)); then
        say "Missing packages. Install them with:"
        say "sudo ${install[*]}"
        exit 1
    fi
    say "Installing ${packages[*]}"
    writable_output
    export DEBIAN_FRONTEND=noninteractive
    # An unreachable repository matters only if the packages are in that one.
    with_progress "Asking for packages" into "$root/artifacts/apt-update.log" apt-get update || true
    quietly "Installing" "$root/artifacts/apt-install.log" "${install[@]}" -o DPkg::Lock::Timeout=600
}

# $@: the needs in addition to libtorch and the compiler, in missing_packages' words.
set_up() {
    # Reports a wrong LIBTORCH before anything is installed.
    if [[ -n ${LIBTORCH:-} ]]; then find_libtorch; fi
    install_packages "$@"
    find_libtorch
    say "$(libtorch_in_words)"
}

set_up_dotnet() {
    command -v dotnet >/dev/null || fail "the .NET 10 SDK is not installed: https://dotnet.microsoft.com/download"
    # A minimal Debian has no ICU, and nothing here depends on a culture.
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
    # Skips first-use steps of the SDK for kinds of projects that this is not.
    export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK=1
}

# --- Building -------------------------------------------------------------------------------------

writable_output() {
    if ! mkdir -p "$root/artifacts/native" 2>/dev/null || [[ ! -w $root/artifacts || ! -w $root/artifacts/native ]]; then
        fail "the output folder $root/artifacts cannot be written to"
    fi
}

# Builds the native library and then the given project or solution, one build.sh at a time.
# $2: whether to build also the libraries that the tests load.
build() {
    local lock
    writable_output
    exec {lock}>"$root/artifacts/.lock"
    flock "$lock"
    build_native "$root/src/Native" "$root/artifacts/native"
    if [[ -n ${2:-} ]]; then build_for_tests; fi
    if (($#)); then build_managed "$1"; fi
    exec {lock}>&-
}

# Builds the libraries for the tests, one of which docs/own-operators.md shows, and the recorder of Python's calls.
build_for_tests() {
    local tests=$root/tests/LibTorch.Facade.Tests
    compile "$tests/OwnOperators/Native" "$root/artifacts/own-operators"
    publish libmytest.so "$root/artifacts/own-operators"
    publish libmylib.so "$root/artifacts/own-operators"
    publish libforeign.so "$root/artifacts/own-operators"
    publish libeffects.so "$root/artifacts/own-operators"
    publish libsignals.so "$root/artifacts/own-operators"
    compile "$tests/Cuda/StandIn" "$root/artifacts/stand-in-cuda"
    publish libstand_in_cuda.so "$root/artifacts/stand-in-cuda"
    publish libcuda.so.1 "$root/artifacts/stand-in-cuda"
    publish libnvToolsExt.so.1 "$root/artifacts/stand-in-cuda"
    compile "$tests/OpInfo/recorder" "$root/artifacts/recorder"
    publish libopinfo_recorder.so "$root/artifacts/recorder"
    compile "$root/tests/LibTorch.Native.Tests" "$root/artifacts/native-tests"
    publish native_tests "$root/artifacts/native-tests"
    CXXFLAGS="${CXXFLAGS:-} -fsanitize=address -g1" build_native "$root/src/Native" "$root/artifacts/native-sanitized"
    # GCC warns of each memory fence, which ThreadSanitizer does not support; shared pointers use some.
    CXXFLAGS="${CXXFLAGS:-} -fsanitize=thread -Wno-error=tsan -g1" build_native "$root/src/Native" "$root/artifacts/native-threads"
}

# Without build servers: they save a second, but outlive the command and keep the lock's file descriptor open.
build_managed() {
    local options=(-restore -nologo -verbosity:quiet -maxCpuCount -nodeReuse:false -terminalLogger:off)
    may_colour 2 || options+=(-consoleLoggerParameters:DisableConsoleColor)
    with_progress "Building $1" dotnet msbuild "$root/$1" "${options[@]}" \
        -property:Configuration=Release -property:UseSharedCompilation=false "${@:2}" >&2
}

# --- Verbs ----------------------------------------------------------------------------------------

run_examples() {
    local wanted=()
    # Only the comparison with the Python twins and Python ranks need Python, and only some of the training programs packaged data.
    if [[ " $* " == *" --live "* || " $* " == *" --languages"* ]]; then wanted+=(python); fi
    if [[ " $* " == *" --report"* ]]; then
        wanted+=(fonts pictures)
        # A report on all notebooks includes the training programs' losses.
        if [[ $1 == -* ]]; then wanted+=(fashion-mnist diabetes); fi
    fi
    if [[ " $* " != *" --data"* ]]; then
        case ${1:-} in
            fashion-*) wanted+=(fashion-mnist) ;;
            diabetes) wanted+=(diabetes) ;;
        esac
    fi
    if [[ ${1:-} == pretrained && " $* " != *" --picture "* ]]; then wanted+=(diabetes); fi
    set_up_dotnet
    set_up "${wanted[@]}"
    if [[ ${1:-} == pretrained ]]; then
        build src/Pretrained
        exec dotnet "$root/artifacts/bin/LibTorch.Pretrained/release/LibTorch.Pretrained.dll" "${@:2}"
    fi
    build src/Examples
    exec dotnet "$root/artifacts/bin/LibTorch.Examples/release/LibTorch.Examples.dll" "$@"
}

# $@: the operator tool's verb and arguments.
run_operators() {
    set_up_dotnet
    set_up
    build src/OperatorTool
    exec dotnet "$root/artifacts/bin/LibTorch.OperatorTool/release/LibTorch.OperatorTool.dll" "$@"
}

# bench/README.md describes what is measured.
run_bench() {
    if [[ " $* " == *" --peer"* ]]; then run_bench_beside_torchsharp "$@"; fi
    if [[ " $* " == *" --on"* ]]; then run_bench_on "$@"; fi
    if [[ " $* " == *" --allocations "* ]]; then measure_allocations "$@"; fi
    if [[ " $* " == *" --service "* ]]; then measure_service "$@"; fi
    if [[ " $* " == *" --ranks "* ]]; then measure_ranks "$@"; fi
    # shellcheck source-path=SCRIPTDIR
    source "$root/bench/build-cpp.sh"
    set_up_dotnet
    set_up python safetensors json
    build bench/LibTorch.Bench
    build_bench_cpp "$root/bench/cpp" "$root/artifacts/bench"
    if starts_are_wanted "$@"; then build_start_programs; fi
    exec /usr/bin/python3 -B "$root/bench/compare" --libtorch "$LIBTORCH_VERSION" --artifacts "$root/artifacts" \
        --csharp "$root/artifacts/bin/LibTorch.Bench/release/LibTorch.Bench.dll" --cpp "$BENCH_CPP" "$@"
}

# Runs the benchmark on another Debian's libtorch, in a root of that release. Ends the script.
run_bench_on() {
    local release="" rest=()
    while (($#)); do
        case $1 in
            --on=*) release=${1#--on=} ;;
            --on)
                release=${2:-}
                shift
                ;;
            *) rest+=("$1") ;;
        esac
        shift
    done
    [[ $release =~ ^(trixie|sid)$ ]] || misused "bench --on knows trixie and sid, not '$release'"
    set_up_dotnet
    need_root "bench --on"
    bench_in_root "$release" RESULTS.md "RESULTS-$release.md" "${rest[@]}"
}

# Runs the benchmark in a root of Debian and copies the page that it writes. Ends the script.
# $1: the release, $2: the page's name there, $3: its name here; then the benchmark's arguments.
bench_in_root() {
    local page=$ROOTS/$1/src/bench/$2
    make_root "$1"
    copy_sources "$ROOTS/$1"
    # A quick run writes no page.
    rm -f "$page"
    in_root "$ROOTS/$1" ./build.sh bench "${@:4}"
    if [[ -e $page ]]; then cp "$page" "$root/bench/$3"; fi
    exit
}

# TorchSharp brings its own libtorch, which needs a newer C++ library than Debian 12 has. If this machine lacks that
# too, both are measured in a root of Debian 13. Ends the script.
run_bench_beside_torchsharp() {
    [[ " $* " =~ \ --peer[=\ ]torchsharp\  ]] || misused "bench knows the peer torchsharp, and was given '$*'"
    set_up_dotnet
    if ! has_cpp_library_for_torchsharp; then
        need_root "bench --peer"
        bench_in_root trixie TORCHSHARP.md TORCHSHARP.md "$@"
    fi
    set_up python
    build bench/LibTorch.Bench
    build bench/LibTorch.Start
    build bench/TorchSharp.Bench
    exec /usr/bin/python3 -B "$root/bench/compare" --libtorch "$LIBTORCH_VERSION" --artifacts "$root/artifacts" \
        --csharp "$root/artifacts/bin/LibTorch.Bench/release/LibTorch.Bench.dll" \
        --torchsharp "$root/artifacts/bin/TorchSharp.Bench/release/TorchSharp.Bench.dll" "$@"
}

# Ends the script.
measure_allocations() {
    local page=$root/bench/ALLOCATIONS.md argument options=()
    for argument; do
        case $argument in
            --allocations) ;;
            # A quick run does not change the page in the sources.
            --quick) page=$root/artifacts/benchmarks/ALLOCATIONS.md options=(--quick) ;;
            *) misused "bench --allocations knows --quick only, and was given '$argument'" ;;
        esac
    done
    set_up_dotnet
    set_up
    build bench/LibTorch.Benchmarks
    exec dotnet "$root/artifacts/bin/LibTorch.Benchmarks/release/LibTorch.Benchmarks.dll" "$root/artifacts/benchmarks" "$page" "${options[@]}"
}

# Ends the script.
measure_service() {
    set_up_dotnet
    set_up python service
    build bench/LibTorch.Service
    exec /usr/bin/python3 -B "$root/bench/compare/service.py" --libtorch "$LIBTORCH_VERSION" \
        --csharp "$root/artifacts/bin/LibTorch.Service/release/LibTorch.Service.dll" "$@"
}

# Ends the script.
measure_ranks() {
    set_up_dotnet
    set_up python
    build bench/LibTorch.Ranks
    exec /usr/bin/python3 -B "$root/bench/compare/ranks.py" --libtorch "$LIBTORCH_VERSION" \
        --csharp "$root/artifacts/bin/LibTorch.Ranks/release/LibTorch.Ranks.dll" "$@"
}

has_cpp_library_for_torchsharp() {
    local library
    for library in /usr/lib/*/libstdc++.so.6; do
        if [[ -e $library ]] && grep -a 'GLIBCXX_3\.4\.32' "$library" >/dev/null; then return 0; fi
    done
    return 1
}

# Whether no rows are named, or rows for starting processes are among them.
starts_are_wanted() {
    local argument named=0
    for argument; do
        case $argument in
            start*) return 0 ;;
            --*) ;;
            *) named=1 ;;
        esac
    done
    ((named == 0))
}

# Builds a C# program that prints a tensor: as usual, and compiled ahead of time in two ways.
build_start_programs() {
    build bench/LibTorch.Start
    publish_start ready --no-self-contained -property:Ahead=ready-to-run
    publish_start native "${AHEAD_OF_TIME[@]}"
}

# $1: the folder in artifacts/start; then the options.
publish_start() {
    publish_ahead bench/LibTorch.Start "$root/artifacts/start/$1" "${@:2}" ||
        say "bench/LibTorch.Start could not be published: its row $1 is left out"
}

# More machines have this release's ahead-of-time compiler than the current release's.
AHEAD_OF_TIME=(-property:Ahead=native -property:FacadeFramework=net9.0)

# $1: a project, $2: the output folder; then the options. The compilers are separate packages.
publish_ahead() {
    (cd "$root" && dotnet publish "$1" --use-current-runtime --output "$2" --verbosity quiet -nologo \
        -nodeReuse:false -property:UseSharedCompilation=false -property:RunAnalyzers=false \
        -property:ArtifactsPath="$2/artifacts" "${@:3}") >&2
}

# Continues if something is wrong, because its task is to report that, and installs nothing.
run_doctor() {
    local packages status=0
    set_up_dotnet
    packages=$(missing_packages)
    if [[ -n $packages ]]; then
        say "Missing packages; install them with: apt-get install -y --no-install-recommends ${packages//$'\n'/ }"
        status=1
    fi
    if (find_libtorch) && [[ $packages != *g++* && $packages != *cmake* && $packages != *ninja* ]]; then
        find_libtorch
        build src/Tool
    else
        # Runs the program as it was built before, if it was; the message says which.
        status=1
        build_managed src/Tool
    fi
    dotnet "$root/artifacts/bin/LibTorch.Tool/release/LibTorch.Tool.dll" doctor || status=$?
    exit $status
}

# Without a path: the notebooks and the pairs of the examples.
run_parity() {
    local tool=$root/artifacts/bin/LibTorch.Tool/release/LibTorch.Tool.dll all=()
    set_up_dotnet
    set_up python
    build src/Tool
    if [[ ${1:---} == --* ]]; then
        build src/Examples
        all=("$root/src/Examples/Pairs" --notebooks "$root/artifacts/bin/LibTorch.Examples/release/LibTorch.Examples.dll")
    fi
    exec dotnet "$tool" parity "${all[@]}" "$@"
}

run_tests() {
    local results=$root/artifacts/test-results.$$.xml options=(-noLogo) status=0 wanted=(python fonts mpi)
    # A browser is a large package; without one, its tests are skipped with a message.
    if [[ ${LTF_REPORT:-} == full ]]; then wanted+=(pictures browser); fi
    set_up_dotnet
    set_up "${wanted[@]}"
    build Interop.sln for-tests
    rm -f "$root/artifacts/test-results.xml"
    may_colour 1 || options+=(-noColor)
    dotnet "$root/artifacts/bin/LibTorch.Facade.Tests/release/LibTorch.Facade.Tests.dll" \
        "${options[@]}" -xml "$results" "$@" || status=$?
    summarize "$results" "$status"
}

# Prints the last line and ends the script.
summarize() {
    local results=$1 status=$2 passed=0 failed=0 skipped=0
    if [[ -s $results ]]; then
        passed=$(count passed "$results")
        failed=$(($(count failed "$results") + $(count errors "$results")))
        skipped=$(count skipped "$results")
        mv -f "$results" "$root/artifacts/test-results.xml"
        # Failures are repeated at the end, because thousands of lines may have followed them.
        ((failed == 0)) || /usr/bin/python3 "$root/tests/failed.py" "$root/artifacts/test-results.xml"
    fi
    if ((status != 0 && failed == 0)); then
        say "The test program broke off with exit code $status."
        failed=1
    fi
    local line="$passed passed, $failed failed"
    if ((skipped > 0)); then line+=", $skipped skipped"; fi
    echo "$line"
    ((failed == 0 && passed > 0)) || exit 1
    exit 0
}

# $1: an attribute of the results' <assembly>.
count() {
    grep -o '<assembly [^>]*>' "$2" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p; q"
}

verb=${1:-}
shift || true
# With launch, the arguments after its own options belong to the program.
if [[ $verb != launch || " $* " != *" -n "* ]] && wants_help "$@"; then
    help_of "$verb"
    exit 0
fi
case $verb in
    operators | native | doctor | set-up | notebooks) no_arguments "$verb" "$@" ;;
esac
case $verb in
    run) run_examples "$@" ;;
    test) run_tests "$@" ;;
    bench) run_bench "$@" ;;
    operators) run_operators report "$root/src/Generator/Schemas" ;;
    generate)
        case ${1:-} in
            "") run_operators snapshot "$root/src/Generator/Schemas" ;;
            --library) run_operators library "${@:2}" ;;
            *) misused "generate knows --library FILE, not '$*'" ;;
        esac
        ;;
    parity) run_parity "$@" ;;
    pack) run_pack "$@" ;;
    notebooks) run_notebooks ;;
    launch) run_launch "$@" ;;
    matrix) run_matrix "$@" ;;
    gpu-check) make_gpu_check "$@" ;;
    native)
        set_up
        build
        ;;
    doctor) run_doctor ;;
    set-up) set_up python ;;
    help) if (($#)); then help_of "$1"; else usage; fi ;;
    -h | --help) usage ;;
    "")
        usage >&2
        exit 2
        ;;
    *) misused "there is no verb '$verb'; ./build.sh help lists them" ;;
esac
