#!/usr/bin/env bash
# Run as root in a Debian root: installs Debian's libtorch with CUDA, and the Python torch that uses it.
# Debian's libtorch needs nvidia-cudnn, whose installation downloads cuDNN from NVIDIA. Without a GPU nothing calls
# cuDNN, but the linker requires all of its functions. A stand-in for that package has these functions, and all of them
# fail.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

install() { apt-get install -y --no-install-recommends "$@"; }

sed -i 's/ main$/ main contrib non-free/' /etc/apt/sources.list
apt-get update
install g++
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

libtorch=$(apt-cache depends libtorch-cuda-dev | sed -n 's/.*Depends: \(libtorch-cuda-[0-9.]*\)$/\1/p')
apt-get download -o APT::Sandbox::User=root "$libtorch"
dpkg-deb -x "$libtorch"_*.deb unpacked
rm ./*.deb
mkdir -p package/DEBIAN package/usr/lib/x86_64-linux-gnu
nm -D --undefined-only unpacked/usr/lib/*/libtorch_{cuda,python}.so.*.*.* |
    sed -n 's/.* U \(cudnn[A-Za-z0-9_]*\)@.*/int \1(void) { return 1; }/p' | sort -u >cudnn.c
echo 'libcudnn.so.9 { global: *; };' >versions
cc -shared -fPIC cudnn.c -o package/usr/lib/x86_64-linux-gnu/libcudnn.so.9 \
    -Wl,-soname,libcudnn.so.9 -Wl,--version-script,versions
cat >package/DEBIAN/control <<END
Package: nvidia-cudnn
Version: $(apt-cache show nvidia-cudnn | sed -n 's/^Version: //p' | head -n 1)+stand-in
Architecture: amd64
Maintainer: nobody
Description: cuDNN's functions, none of which works
END
dpkg-deb --build package nvidia-cudnn.deb
install ./nvidia-cudnn.deb libtorch-cuda-dev python3-torch-cuda
