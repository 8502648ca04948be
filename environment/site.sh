#!/usr/bin/env bash
# Renders the notebooks, the page of figures and the texts into one folder that opens from the file system: site.sh [FOLDER]
set -euo pipefail
case ${1:-site} in -*) echo "Usage: environment/site.sh [FOLDER]" >&2; exit 2 ;; esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/install-site-tools.sh" >&2
exec /usr/bin/python3 -W ignore "$here/site/site.py" "${1:-site}"
