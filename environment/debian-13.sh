#!/usr/bin/env bash
# Runs a command of this clone in a Debian 13 root: debian-13.sh COMMAND...
# For systems whose libstdc++ is too old for TorchSharp (Debian 12, Ubuntu 22.04, RHEL 9), where debootstrap can be had and the user is root.
# The root is made once, in TIMESCALES_DEBIAN13 or the user's cache. The clone, a folder 'shared' beside it, the SDK and the NuGet cache appear
# in it under their own paths; whatever is mounted for that is gone when the command ends.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tree=$(pwd -P)
root=${TIMESCALES_DEBIAN13:-${XDG_CACHE_HOME:-$HOME/.cache}/timescales/debian-13}

give_up() {
    echo "debian-13: $1" >&2
    exit 1
}

[ $# -gt 0 ] || give_up "name a command to run, for example: environment/debian-13.sh dotnet test -c Release"
mkdir -p "$HOME/.nuget"
[ "$(id -u)" -eq 0 ] || give_up "making and entering the root needs the rights of root; run it with sudo."
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")") || give_up "there is no .NET SDK on the search path."

if [ ! -e "$root/etc/timescales-ready" ]; then
    command -v debootstrap >/dev/null || environment/apt-install.sh debian-13 debootstrap
    # The mirror that this system installs its own packages from has the other releases too.
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Created-By: Packages' | grep -v security | head -n 1)
    echo "Making a Debian 13 root in $root, which takes a minute or two …" >&2
    rm -rf "$root"
    mkdir -p "$root"
    log=$(debootstrap --variant=minbase --include=ca-certificates,git,libgomp1,libicu76,libstdc++6,procps trixie "$root" ${mirror:+"$mirror"} 2>&1) || {
        tail -n 5 <<<"$log" >&2
        give_up "debootstrap could not make the root; the lines above are its last ones."
    }
    touch "$root/etc/timescales-ready"
fi

# A mount namespace of its own: what is mounted in it ends with the command.
export TREE=$tree ROOT=$root SDK=$sdk
exec unshare --mount --propagation private bash -euc '
    mount -t tmpfs none "$ROOT/tmp"
    for folder in /proc /sys /dev "$TREE" "$TREE/../shared" "$SDK" "$HOME/.nuget"; do
        [ -d "$folder" ] || continue
        mkdir -p "$ROOT$(realpath "$folder")"
        mount --rbind "$folder" "$ROOT$(realpath "$folder")"
    done
    cp /etc/resolv.conf "$ROOT/etc/resolv.conf"
    ! [ -e /etc/ssl/certs/ca-certificates.crt ] || cp /etc/ssl/certs/ca-certificates.crt "$ROOT/etc/ssl/certs/"
    ln -sf "$SDK/dotnet" "$ROOT/usr/bin/dotnet"
    export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    exec chroot "$ROOT" bash -c '\''cd "$TREE" && unset ROOT SDK TREE && exec "$@"'\'' bash "$@"
' bash "$@"
