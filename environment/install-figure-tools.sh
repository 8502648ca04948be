#!/usr/bin/env bash
# Installs what 'reproduce figures' draws with: plotly.js at its pinned version, and Chromium for PNG files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    # Ubuntu's packages of that name are a snap, which not every machine can run.
    if grep -qs '^ID=ubuntu' /etc/os-release; then
        echo "install-figure-tools: no Chromium, so charts are live but there are no PNG files; Ubuntu has it as a snap: sudo snap install chromium" >&2
    else
        # Text in a picture needs a font.
        ./apt-install.sh install-figure-tools chromium fonts-liberation
    fi
fi
./npm-install.sh install-figure-tools . plotly.js-dist-min
