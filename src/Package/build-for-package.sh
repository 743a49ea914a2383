#!/usr/bin/env bash
# Run by the package's targets, in the folder of the native library's sources: compiles these once for each libtorch and
# compiler, unless the package has a suitable library.
# $1: the file to write the library's path to; it is empty if the package has a suitable library.
# $2: the cache folder shared by all projects, or nothing for the user's own. $3: "always" to compile in any case.
set -euo pipefail

# The same sources must give the same key, whatever language this machine uses.
export LC_ALL=C

sources=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
packaged=$sources/../runtimes/linux-x64/native

# Prints a line that the build shows as its error.
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# $1: a description; $2: the file for the output.
quietly() {
    "${@:3}" >"$2" 2>&1 || fail "$1 failed, $2 has it all: $(grep -im1 error "$2" || tail -n1 "$2")"
}

# shellcheck source-path=SCRIPTDIR/../Native
source "$sources/find-libtorch.sh"
# shellcheck source-path=SCRIPTDIR/../Native
source "$sources/build-native.sh"

# Whether the package has a library that the program can use with this machine's libtorch. If there is no libtorch here,
# the program will run elsewhere, and choose among the package's libraries.
package_suffices() {
    local library
    [[ $(uname -m) == x86_64 ]] && compgen -G "$packaged/libtorch_facade-*.so" >/dev/null || return 1
    if [[ -n ${LIBTORCH:-} ]]; then
        locate_libtorch "$LIBTORCH" || [[ -n $LIBTORCH_LIB ]] || return 1
    else
        locate_libtorch /usr/local || locate_libtorch /usr || [[ -n $LIBTORCH_LIB ]] || return 0
    fi
    for library in "$packaged/libtorch_facade-$(release_of "$LIBTORCH_VERSION")."*.so; do
        if [[ -e $library ]] && fits "$library"; then return 0; fi
    done
    return 1
}

# Whether the library suits this machine: the same string ABI, and no newer C library required than there is.
fits() {
    local abi=0 said
    if has_new_strings; then abi=1; fi
    grep -a "^.*cxx11_abi=$abi boundary=" "$1" >/dev/null || return 1
    said=$(ldd "$1" 2>&1 || true)
    [[ $said != *"version "*" not found"* ]]
}

# The XDG specification requires a relative XDG_CACHE_HOME to be ignored.
users_cache() {
    if [[ ${XDG_CACHE_HOME:-} == /* ]]; then
        echo "$XDG_CACHE_HOME/libtorch-facade"
    elif [[ -n ${HOME:-} ]]; then
        echo "$HOME/.cache/libtorch-facade"
    else
        fail "HOME is not set, so the property LibTorchFacadeCache has to name a folder to build in"
    fi
}

# Programs load the files in the cache, so only this user and root may be able to write there.
# $1: a file or folder; $2: mode bits that make it safe although everyone may write, such as the sticky bit of /tmp.
check_ours() {
    local mode owner group
    [[ ! -L $1 || $1 == "$cache" ]] || fail "$1 is a link; $another"
    read -r mode owner group < <(stat -L -c '%a %u %g' -- "$1")
    ((owner == EUID || owner == 0)) || fail "$1 belongs to $(stat -L -c %U -- "$1"); $another"
    # A user's private group has the user's number.
    if ((8#$mode & 8#002)) || ((8#$mode & 8#020 && group != EUID && group != 0)); then
        ((8#$mode & ${2:-0})) || fail "others can write to $1; $another"
    fi
}

check_cache() {
    local another="the property LibTorchFacadeCache names another folder" file
    check_ours "$cache" 8#1000
    check_ours "$folder"
    for file in "$folder/.lock" "$folder/libtorch_facade.so" "$folder/libtorch_facade_c10d.so"; do
        if [[ -e $file || -L $file ]]; then check_ours "$file"; fi
    done
}

# A hash of everything that affects the library. It does not include the sources' path, because that differs between
# NuGet caches.
library_key() {
    {
        (cd "$sources" && find . -type f -print0 | sort -z | xargs -0 cat)
        build_settings
    } | sha256sum | cut -c1-12
}

# Prints to the terminal itself if there is one: dotnet run and MSBuild's terminal logger show nothing of a successful
# build.
announce() { { printf '%s\n' "$*" >/dev/tty; } 2>/dev/null || printf '%s\n' "$*"; }

# One build at a time for each library. An interrupted build is continued.
build_library() {
    local folder=$1 lock
    if ! mkdir -p "$folder" 2>/dev/null || [[ ! -w $folder ]]; then
        fail "$cache cannot be written to; the property LibTorchFacadeCache names another folder"
    fi
    check_cache
    exec {lock}>>"$folder/.lock"
    flock "$lock"
    [[ ! -e $folder/libtorch_facade.so ]] || return 0
    announce "LibTorch.Facade: compiling the native library for $(libtorch_in_words), once; it takes a minute or two"
    compile "$sources" "$folder/build"
    # Moved in one step, so that a build that does not wait for the lock finds a complete library or none. The c10d
    # library, which some libtorchs lack, is moved first: if the main library exists, everything does.
    if [[ -e $COMPILED/libtorch_facade_c10d.so ]]; then mv "$COMPILED/libtorch_facade_c10d.so" "$folder/"; fi
    mv "$COMPILED/libtorch_facade.so" "$folder/"
    rm -rf "$folder/build"
}

mkdir -p "$(dirname "$1")"
if [[ ${3:-} != always ]] && package_suffices; then
    : >"$1"
    exit
fi
if [[ -n ${LIBTORCH:-} ]]; then find_libtorch; fi
mapfile -t missing < <(missing_to_compile)
((${#missing[@]} == 0)) || fail "apt-get install -y --no-install-recommends ${missing[*]} installs what is missing"
find_libtorch
cache=${2:-$(users_cache)}
folder=$cache/$LIBTORCH_VERSION-$(library_key)
if [[ -e $folder/libtorch_facade.so ]]; then check_cache; else build_library "$folder"; fi
(cd "$folder" && echo "$PWD/libtorch_facade.so") >"$1"
