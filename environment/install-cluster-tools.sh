#!/usr/bin/env bash
# Installs what the files of environment/cluster are checked with: the schemas of Kubernetes at their pinned version
# (cluster/package.json), what reads them, and YAML. Slurm is installed by cluster/with-slurm.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

missing=()
command -v node >/dev/null || missing+=(nodejs)
/usr/bin/python3 -c "import yaml" 2>/dev/null || missing+=(python3-yaml)
[ ${#missing[@]} -eq 0 ] || ./apt-install.sh install-cluster-tools "${missing[@]}"
./npm-install.sh install-cluster-tools cluster kubernetes-models
