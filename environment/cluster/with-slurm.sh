#!/usr/bin/env bash
# Runs a command beside a Slurm of one node that lives as long as the command does, for tests: with-slurm.sh COMMAND...
# Slurm comes from Debian and needs the rights of root here. Its files lie in a temporary folder, its processes and its ports in
# namespaces of their own, so that nothing of it is left when the command ends, however it ends.
set -euo pipefail

if [ -z "${SLURM_CONF_FOLDER:-}" ]; then
    [ $# -gt 0 ] || { echo "with-slurm: name a command to run, for example: with-slurm.sh sinfo" >&2; exit 1; }
    [ "$(id -u)" -eq 0 ] || exec sudo --preserve-env env "PATH=$PATH" "${BASH_SOURCE[0]}" "$@"
    missing=()
    for package in slurm-wlm munge iproute2; do
        status=$(dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null || true)
        [ "$status" = "install ok installed" ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] || "$(dirname "${BASH_SOURCE[0]}")/../apt-install.sh" with-slurm "${missing[@]}" >/dev/null
    SLURM_CONF_FOLDER=$(mktemp -d)
    export SLURM_CONF_FOLDER
    # In the background, so that a signal to this script is heeded at once; with unshare its whole namespace ends. All mounts but
    # /proc stay as they are, because the root of a chroot is none.
    unshare --pid --fork --kill-child --mount-proc --propagation unchanged --net "${BASH_SOURCE[0]}" "$@" <&0 &
    trap 'kill -KILL $! 2>/dev/null || true; rm -rf "$SLURM_CONF_FOLDER"' EXIT
    wait $!
    exit
fi

folder=$SLURM_CONF_FOLDER
unset SLURM_CONF_FOLDER
export SLURM_CONF=$folder/slurm.conf
# With loopback addresses alone, the resolver knows no address to listen on.
ip address add 192.0.2.1 dev lo
ip link set lo up
# Two processors even where there is one, so that tasks run side by side.
cat >"$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmUser=root
AuthInfo=socket=$folder/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
NodeName=$(hostname) NodeAddr=127.0.0.1 CPUs=2 RealMemory=$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
PartitionName=all Nodes=ALL Default=YES State=UP
CONF

mkdir "$folder/state" "$folder/spool"
(umask 077 && head -c 128 /dev/urandom >"$folder/munge.key")
# Forced, because a socket in a folder of root alone looks to munged like a mistake.
munged --force --socket "$folder/munge" --key-file "$folder/munge.key" --pid-file "$folder/munge.pid" \
    --seed-file "$folder/munge.seed" --log-file "$folder/munge.log" 2>/dev/null
slurmctld
slurmd
is_idle() { timeout 5 sinfo --noheader --format %t 2>/dev/null | grep -q idle; }
deadline=$((SECONDS + 60))
until is_idle; do
    [ $SECONDS -lt $deadline ] || { tail -n 20 "$folder"/*.log >&2; exit 1; }
    sleep 0.2
done
"$@"
