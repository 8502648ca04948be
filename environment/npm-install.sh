#!/usr/bin/env bash
# Installs the npm package that a folder's package.json pins, for the script that calls it: npm-install.sh <caller> <folder> <package>
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
caller=$1 folder=$2 package=$3

# Nothing to fetch where the pinned version is there already; what else is in its folder is not looked at.
pinned=$(sed -nE "s/.*\"$package\": \"([^\"]+)\".*/\1/p" "$folder/package.json")
installed=$(sed -nE 's/^ *"version": "([^"]+)".*/\1/p' "$folder/node_modules/$package/package.json" 2>/dev/null | head -n 1 || true)
[ "$pinned" != "$installed" ] || exit 0

command -v npm >/dev/null || ./apt-install.sh "$caller" npm
npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts
