#!/usr/bin/env bash
# Installs what the tests of the notebook kernel need besides the SDK: Jupyter's own test suite for kernels and two of its clients.
set -euo pipefail

missing=()
for package in python3-jupyter-kernel-test python3-nbclient python3-nbconvert; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] || "$(dirname "${BASH_SOURCE[0]}")/apt-install.sh" install-test-tools "${missing[@]}"
