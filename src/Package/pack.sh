# shellcheck shell=bash
# Sourced by build.sh. run_pack creates the NuGet packages, the facade's with the native library for one libtorch or for
# those of several Debians.

# $@: the folder for the packages, and --all.
run_pack() {
    local folder="" all="" argument made=$root/artifacts/packing/made natives=$root/artifacts/packing/natives lock
    for argument; do
        if [[ $argument == --all ]]; then
            all=yes
        elif [[ $argument == -* || -n $folder ]]; then
            misused "pack takes one folder and --all, and was given '$*'"
        else
            folder=$argument
        fi
    done
    folder=$(realpath -m -- "${folder:-$root/artifacts/package}")
    if [[ -n $all ]]; then need_root pack; fi
    set_up_dotnet
    writable_output
    if ! mkdir -p "$folder" 2>/dev/null || [[ ! -w $folder ]]; then fail "the folder $folder cannot be written to"; fi
    mkdir -p "$made" "$natives"
    exec {lock}>"$root/artifacts/packing/.lock"
    flock "$lock"
    rm -f "$made"/* "$natives"/*
    if [[ -n $all ]]; then add_natives_of_debians "$natives"; else add_native_of_here "$natives"; fi
    # Built separately, because the facade is built for two frameworks here. The analyzers run in the tests' builds.
    build_managed src/Package/packages.proj -target:Pack -property:ForPackage=true -property:RunAnalyzers=false \
        -property:ArtifactsPath="$root/artifacts/packing" -property:PackageOutputPath="$made" -property:NativesFolder="$natives"
    (cd "$made" && for package in *; do mv -f "$package" "$folder/" && echo "$folder/$package"; done)
    say "$(natives_in_words "$natives")"
}

# If this machine lacks something for compiling a native library, a message says so and the package has none: its users
# then compile one.
add_native_of_here() {
    local missing
    if [[ -n ${LIBTORCH:-} ]]; then find_libtorch; fi
    missing=$(missing_to_compile)
    if [[ -n $missing ]]; then
        say "No native library can be compiled here without ${missing//$'\n'/, }"
    else
        find_libtorch
        compile_native_here "$1"
    fi
}

# $1: the destination. find_libtorch has chosen the libtorch.
compile_native_here() {
    local lock
    exec {lock}>"$root/artifacts/.lock"
    flock "$lock"
    compile "$root/src/Native" "$root/artifacts/native"
    exec {lock}>&-
    add_native "$COMPILED/libtorch_facade.so" "$1"
}

# Each library is compiled in its own Debian release, so that it requires no newer C library than the release has.
add_natives_of_debians() {
    local release place
    unset LIBTORCH
    for release in bookworm trixie sid; do
        if [[ $release == "$(debian_here)" && ! -e /usr/local/lib/libtorch_cpu.so ]]; then
            set_up
            compile_native_here "$1"
        else
            place=$ROOTS/$release
            make_root "$release"
            copy_sources "$place"
            quietly "Compiling in $release" "$ROOTS/$release.native.log" in_root "$place" ./build.sh native
            add_native "$place/src/artifacts/native/libtorch_facade.so" "$1"
        fi
    done
}

debian_here() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null || true; }

# The file name contains the libtorch's version, by which programs choose. $1: the library, $2: the destination.
add_native() {
    local version
    version=$(grep -ao 'ltf_built_for libtorch=[0-9.]*' "$1" | sed 's/.*=//')
    strip --strip-unneeded -o "$2/libtorch_facade-$version.so" "$1"
    # The library for several processes (c10d) is next to it, if that libtorch supports it.
    if [[ -e ${1%.so}_c10d.so ]]; then strip --strip-unneeded -o "$2/libtorch_facade_c10d-$version.so" "${1%.so}_c10d.so"; fi
}

natives_in_words() {
    local versions
    versions=$(cd "$1" && find . -name 'libtorch_facade-*.so' | sed 's/.*facade-//; s/\.so$//' | sort -V | paste -sd, | sed 's/,/, /g')
    echo "native libraries in the package, by libtorch: ${versions:-none}; for any other, programs' builds compile one"
}
