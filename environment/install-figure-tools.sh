#!/usr/bin/env bash
# Installs what 'reproduce figures' draws with: plotly.js at its pinned version, and Chromium for PNG files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

missing=()
command -v npm >/dev/null || missing+=(npm)
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    # Ubuntu's packages of that name are a snap, which not every machine can run.
    if grep -qs '^ID=ubuntu' /etc/os-release; then
        echo "install-figure-tools: no Chromium, so charts are live but there are no PNG files; Ubuntu has it as a snap: sudo snap install chromium" >&2
    else
        # Text in a picture needs a font.
        missing+=(chromium fonts-liberation)
    fi
fi
if [ ${#missing[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "install-figure-tools: missing ${missing[*]}, and there is no apt-get to install it; install it by hand and run this again." >&2
        exit 1
    fi
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "install-figure-tools: installing ${missing[*]} needs root, and there is no sudo here." >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "${missing[@]}"
fi

# Nothing to fetch where the pinned version is there already.
pinned=$(sed -nE 's/.*"plotly.js-dist-min": "([^"]+)".*/\1/p' package.json)
installed=$(sed -nE 's/^ *"version": "([^"]+)".*/\1/p' node_modules/plotly.js-dist-min/package.json 2>/dev/null | head -n 1 || true)
[ "$pinned" = "$installed" ] || npm ci --no-audit --no-fund --ignore-scripts
