#!/bin/sh
# Copies Node.js and the libraries that it is linked with into an empty root folder, $1, for the last step of the Dockerfile.
set -eu
root=$1
node=$(readlink -f "$(command -v node)")
mkdir -p "$root/etc" "$root/usr/local/bin" "$root/var/lib/dpkg/status.d"
mkdir -m 1777 "$root/tmp"
cp "$node" "$root/usr/local/bin/node"
ldd "$node" | grep -o '/[^ ]*' | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
echo 'nonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin' >"$root/etc/passwd"
echo 'nonroot:x:65532:' >"$root/etc/group"
# The packages of the libraries, in the form in which images without dpkg name them.
for package in libc6 libstdc++6 libgcc-s1; do
  dpkg-query --status "$package" >"$root/var/lib/dpkg/status.d/$package"
done
