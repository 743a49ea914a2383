# shellcheck shell=bash
# Sourced by build.sh. find_libtorch sets LIBTORCH_HEADERS, LIBTORCH_LIB and LIBTORCH_VERSION,
# or says in one line what is wrong and ends the script. What the user names are LIBTORCH and LIBTORCH_INCLUDE.

OLDEST_LIBTORCH=1.13

find_libtorch() {
    if [[ -n ${LIBTORCH_INCLUDE:-} && -z $(headers_in "$LIBTORCH_INCLUDE" "$LIBTORCH_INCLUDE/include") ]]; then
        fail "LIBTORCH_INCLUDE=$LIBTORCH_INCLUDE has no headers of libtorch: no ATen/ATen.h and no include/ATen/ATen.h in it"
    fi
    if [[ -n ${LIBTORCH:-} ]]; then
        locate_libtorch "$LIBTORCH" || fail "LIBTORCH=$LIBTORCH is not a libtorch: no $LIBTORCH_LACKS in it"
    else
        # /usr/local first, as the compiler looks there first.
        locate_libtorch /usr/local || locate_libtorch /usr ||
            fail "no libtorch found: no $LIBTORCH_LACKS in /usr/local or /usr, and LIBTORCH is not set"
    fi
    check_libtorch_version
    check_headers_version
}

libtorch_in_words() {
    local cuda=without
    if [[ -e $LIBTORCH_LIB/libtorch_cuda.so ]]; then cuda=with; fi
    echo "libtorch $LIBTORCH_VERSION in $LIBTORCH_LIB, $cuda CUDA${LIBTORCH_INCLUDE:+, headers in $LIBTORCH_HEADERS}"
}

# Prints the first of these folders that has libtorch's headers, or nothing.
headers_in() {
    local folder
    for folder; do
        if [[ -e $folder/ATen/ATen.h ]]; then
            (cd "$folder" && pwd -P)
            return
        fi
    done
}

# An unzipped libtorch, a Python installation's torch folder, a prefix such as /usr, or the libraries' own folder, as in
# NuGet's packages. The headers may lie elsewhere, as those packages have none.
locate_libtorch() {
    local root=$1 lib
    LIBTORCH_LIB=""
    if [[ -n ${LIBTORCH_INCLUDE:-} ]]; then
        LIBTORCH_HEADERS=$(headers_in "$LIBTORCH_INCLUDE" "$LIBTORCH_INCLUDE/include")
    else
        LIBTORCH_HEADERS=$(headers_in "$root/include")
    fi
    for lib in "$root/lib" "$root/lib/$(multiarch)" "$root/lib64" "$root"; do
        if [[ -e $lib/libtorch_cpu.so && -e $lib/libc10.so ]]; then
            # Debian's torch folder is made of links to the system's files; use those.
            LIBTORCH_LIB=$(dirname "$(readlink -f "$lib/libtorch_cpu.so")")
            break
        fi
    done
    LIBTORCH_LACKS=""
    if [[ -z $LIBTORCH_LIB ]]; then LIBTORCH_LACKS="lib/libtorch_cpu.so"; fi
    if [[ -z $LIBTORCH_HEADERS ]]; then LIBTORCH_LACKS+="${LIBTORCH_LACKS:+ and no }include/ATen/ATen.h"; fi
    if [[ -n $LIBTORCH_LIB ]]; then LIBTORCH_VERSION=$(libtorch_version "$root"); fi
    [[ -z $LIBTORCH_LACKS ]]
}

# The machine's name is right nearly everywhere, and elsewhere the compiler knows, if it is installed.
multiarch() {
    local name
    name=$(uname -m)-linux-gnu
    if [[ -d /usr/lib/$name ]]; then
        echo "$name"
    else
        "${CXX:-c++}" -print-multiarch 2>/dev/null || echo "$name"
    fi
}

# The package's or release's own word first: Debian's 1.13.1 has headers that say 1.13.0.
libtorch_version() {
    local root=$1 found=""
    if [[ -s $root/build-version ]]; then
        found=$(<"$root/build-version")
    elif [[ $LIBTORCH_LIB == /usr/lib* ]] && command -v dpkg-query >/dev/null; then
        found=$(dpkg_version "$LIBTORCH_LIB/libtorch_cpu.so")
    fi
    if [[ -z $found && -s $root/version.py ]]; then
        found=$(sed -n "s/^__version__ *= *['\"]\([^'\"]*\).*/\1/p" "$root/version.py")
    fi
    if [[ -z $found ]]; then found=$(sed -nE 's|.*/libtorch-[^/]+/([0-9]+(\.[0-9]+)+)/runtimes/.*|\1|p' <<<"$LIBTORCH_LIB/"); fi
    # Headers from elsewhere say nothing of the library.
    if [[ -z $found && -z ${LIBTORCH_INCLUDE:-} ]]; then found=$(header_version); fi
    if [[ -z $found ]]; then found=$(readlink -f "$LIBTORCH_LIB/libtorch_cpu.so" | sed -n 's/.*\.so\.//p'); fi
    if [[ -z $found ]]; then found=$(header_version); fi
    echo "${found%%[^0-9.]*}"
}

dpkg_version() {
    local package
    package=$(dpkg-query -S "$1" 2>/dev/null | sed -n 's/: .*//p') || return 0
    dpkg-query -W -f '${Version}' "$package" 2>/dev/null || true
}

header_version() {
    local header
    for header in torch/headeronly/version.h torch/csrc/api/include/torch/version.h; do
        header=$LIBTORCH_HEADERS/$header
        [[ -e $header ]] || continue
        awk '$2 ~ /^TORCH_VERSION_(MAJOR|MINOR|PATCH)$/ { printf "%s%s", dot, $3; dot = "." }' "$header"
        return
    done
}

check_libtorch_version() {
    [[ $LIBTORCH_VERSION =~ ^[0-9]+\.[0-9]+ ]] || fail "no version found for the libtorch in $LIBTORCH_LIB"
    printf '%s\n' "$OLDEST_LIBTORCH" "$LIBTORCH_VERSION" | sort -VC ||
        fail "libtorch $LIBTORCH_VERSION in $LIBTORCH_LIB is too old: $OLDEST_LIBTORCH or newer is needed"
}

# What is compiled with one release's headers breaks on another one's library. Patches keep the binary interface, and
# Debian's 1.13.1 has headers that say 1.13.0.
check_headers_version() {
    local said
    said=$(header_version)
    [[ -z $said || $(release_of "$said") == "$(release_of "$LIBTORCH_VERSION")" ]] ||
        fail "libtorch in $LIBTORCH_LIB is $LIBTORCH_VERSION, and the headers in $LIBTORCH_HEADERS are those of $said"
}

release_of() { cut -d. -f1,2 <<<"$1"; }

# Whether libtorch was built with GCC's new string ABI: the names that c10 exports tell. Each name ends with a NUL, and a
# pattern must not read from one into the next.
has_new_strings() {
    # Not with -q, which would end before all is read.
    tr '\0' '\n' <"$LIBTORCH_LIB/libc10.so" | LC_ALL=C grep -aE '^_ZN.*c10.*cxx11' >/dev/null
}
