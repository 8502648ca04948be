#!/usr/bin/env bash
# Installs what the tests of the notebook kernel need besides the SDK: Jupyter's own test suite for kernels and two of its clients.
set -euo pipefail

packages=(python3-jupyter-kernel-test python3-nbclient python3-nbconvert)

missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "The tests of the notebook kernel need ${missing[*]}, which are Debian packages; there is no apt-get here." >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Installing ${missing[*]} needs root, and there is no sudo here." >&2
        exit 1
    fi
    as_root=(sudo)
fi
"${as_root[@]}" apt-get update --quiet
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends "${missing[@]}"
