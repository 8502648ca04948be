#!/usr/bin/env bash
# Installs what 'reproduce figures' draws with: plotly.js at its pinned version, and Chromium for PNG files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing=()
command -v npm >/dev/null || missing+=(npm)
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
if [ ${#missing[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "install-figure-tools: missing ${missing[*]}, and there is no apt-get to install it; install it by hand and run this again." >&2
        exit 1
    fi
    as_root apt-get update -qq
    # Text in a picture needs a font.
    as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-liberation
fi

npm ci --no-audit --no-fund --ignore-scripts
