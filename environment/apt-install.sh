#!/usr/bin/env bash
# Installs Debian packages for the script that calls it: apt-install.sh <caller> <package>...
set -euo pipefail
caller=$1
shift

if ! command -v apt-get >/dev/null; then
    echo "$caller: missing $*, and there is no apt-get to install it; install it by hand and run this again." >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "$caller: installing $* needs root, and there is no sudo here." >&2
        exit 1
    fi
    as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "$@"
