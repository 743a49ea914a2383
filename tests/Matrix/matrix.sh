# shellcheck shell=bash
# Sourced by build.sh. Runs the tests on each libtorch that is supported, and renews its row in docs/compatibility.md.

# shellcheck source-path=SCRIPTDIR
source "$root/tests/Matrix/roots.sh"

# $@: the releases to test, `here` for this machine's; all of them if none is given.
run_matrix() {
    local releases=("$@") release status=0
    (($#)) || releases=(here trixie trixie-cuda sid)
    for release in "${releases[@]}"; do
        [[ $release =~ ^(here|trixie|trixie-cuda|sid)$ ]] ||
            misused "matrix knows here, trixie, trixie-cuda and sid, not '$release'"
    done
    need_root matrix
    set_up_dotnet
    install_packages python
    mkdir -p "$root/artifacts/matrix"
    for release in "${releases[@]}"; do test_on "$release" || status=1; done
    exit $status
}

# Runs the tests on a release. The results are written to artifacts/matrix, with a log of all output.
test_on() {
    local release=$1 results=$root/artifacts/matrix/$1 place="" version status=0 run
    rm -f "$results.xml" "$results.json" "$results.log"
    say "Testing on $release"
    if [[ $release == here ]]; then
        run=(env -C "$root")
    else
        make_root "$release"
        place=$ROOTS/$release
        copy_sources "$place"
        run=(in_root "$place")
        place+=/src
    fi
    # Results of an earlier run would remain if the build failed.
    rm -f "${place:-$root}/artifacts/test-results.xml"
    with_progress "Testing on $release" into "$results.log" "${run[@]}" ./build.sh test -noColor || status=$?
    # build.sh prints the version of the chosen libtorch; Debian's Python reports another one for its 1.13.1.
    version=$(sed -n 's/^libtorch \([0-9.]*\) in .*, without CUDA$/\1/p; s/^libtorch \([0-9.]*\) in .*, with CUDA$/\1 with CUDA/p' "$results.log")
    "${run[@]}" /usr/bin/python3 tests/Matrix/versions.py "$version" >"$results.json" ||
        fail "matrix: $release has no Python with numpy"
    if cp "${place:-$root}/artifacts/test-results.xml" "$results.xml"; then
        /usr/bin/python3 "$root/tests/Matrix/report.py" "$root/artifacts/matrix" "$release" "$(git -C "$root" describe --always --dirty || echo unknown)"
    else
        tail -n 20 "$results.log" >&2
    fi
    say "$release: $(tail -n 1 "$results.log")"
    return "$status"
}
