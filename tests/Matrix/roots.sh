# shellcheck shell=bash
# Sourced by build.sh. make_root creates a small Debian of another release, in_root runs a command in one.

ROOTS=$root/artifacts/roots

# $1: the verb that needs a root.
need_root() {
    ((EUID == 0)) || fail "$1 needs root: debootstrap and chroot do not work without"
    if ! command -v debootstrap >/dev/null; then install_missing debootstrap; fi
}

# $1: the name of a Debian release, with -cuda for its libtorch with CUDA. Creates it once, with everything that the
# tests need.
make_root() {
    local release=${1%-cuda} place=$ROOTS/$1 unfinished=$ROOTS/.$1.unfinished mirror
    [[ ! -d $place ]] || return 0
    mirror=$(debian_mirror)
    [[ -n $mirror ]] || fail "apt knows no Debian mirror on this machine; is it a Debian?"
    say "Making artifacts/roots/$1: about $([[ $1 == *-cuda ]] && echo three gigabytes || echo a gigabyte) to download"
    mkdir -p "$ROOTS"
    # Removes the remains of an interrupted run.
    rm -rf --one-file-system "$unfinished"
    # ca-certificates depends on openssl, which .NET needs for HTTPS.
    quietly "Unpacking $release" "$ROOTS/$1.debootstrap.log" apart \
        debootstrap --variant=minbase --include=ca-certificates "$release" "$unfinished" "$mirror"
    # A broken root is created again, so data need not survive a power cut, and downloaded packages are not kept.
    echo force-unsafe-io >"$unfinished/etc/dpkg/dpkg.cfg.d/90matrix"
    echo 'Binary::apt-get::APT::Keep-Downloaded-Packages "false";' >"$unfinished/etc/apt/apt.conf.d/92packages"
    # The same proxy settings as the machine's own apt.
    apt-config dump | grep -E '^Acquire::https?::' >"$unfinished/etc/apt/apt.conf.d/90machine" || true
    if [[ $release == sid ]]; then
        # A mirror may be older than the two weeks for which an unstable release's index is valid.
        echo 'Acquire::Check-Valid-Until "false";' >"$unfinished/etc/apt/apt.conf.d/91valid-until"
    fi
    mkdir -p "$unfinished/src" "$unfinished/usr/share/dotnet" "$unfinished/root/.nuget/NuGet"
    ln -s ../share/dotnet/dotnet "$unfinished/usr/bin/dotnet"
    copy_sources "$unfinished"
    if [[ $1 == *-cuda ]]; then
        quietly "Installing CUDA in $release" "$ROOTS/$1.cuda.log" in_root "$unfinished" tests/Matrix/add-cuda.sh
    fi
    quietly "Setting $release up" "$ROOTS/$1.set-up.log" in_root "$unfinished" ./build.sh set-up
    # Renamed in one step: a root under its final name is complete.
    mv "$unfinished" "$place"
}

# Prints the mirror of this machine's Debian.
debian_mirror() {
    local targets=(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 'Created-By: Packages')
    [[ -n $("${targets[@]}") ]] || apt-get update >"$root/artifacts/apt-update.log" 2>&1 || true
    "${targets[@]}" | sort -u | sed -n 1p
}

# Copies the files that git tracks or would add, with their times, so that earlier builds there stay valid.
copy_sources() {
    find "$1/src" -mindepth 1 -maxdepth 1 ! -name artifacts -exec rm -rf {} +
    git -C "$root" ls-files -z --cached --others --exclude-standard |
        (cd "$root" && while IFS= read -r -d '' file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done) |
        tar -C "$root" --null --files-from=- -c | tar -C "$1/src" -x
}

# Runs a command in its own namespaces, so that its mounts and processes end with it in any case.
apart() { unshare --mount --pid --fork --kill-child --propagation private "$@"; }

# $1: a root; the rest is a command, run in its copy of the sources.
in_root() {
    local sdk
    sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
    # shellcheck disable=SC2016 # the inner shell is to expand these
    apart bash -euc '
        place=$1 sdk=$2
        shift 2
        show() {
            [[ -e $1 ]] || return 0
            mount --bind "$1" "$place$2"
            mount -o remount,bind,ro "$place$2"
        }
        show "$sdk" /usr/share/dotnet
        # The machine'\''s way to the package sources: names, certificates, and where NuGet looks.
        for file in /etc/hosts /etc/resolv.conf; do
            [[ -e $place$file ]] || : >"$place$file"
            show "$file" "$file"
        done
        show /etc/ssl/certs /etc/ssl/certs
        show "$HOME/.nuget/NuGet" /root/.nuget/NuGet
        mount -t proc proc "$place/proc"
        # mpirun looks there for the processors.
        show /sys /sys
        mount --rbind /dev "$place/dev"
        for name in $(compgen -e); do
            case $name in
                *_proxy | *_PROXY | SSL_CERT_* | NUGET_CERT_*) ;;
                *) unset "$name" ;;
            esac
        done
        export HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin
        exec chroot "$place" bash -c "cd /src && exec \"\$@\"" in_root "$@"
    ' in_root "$1" "$sdk" "${@:2}" </dev/null
}
