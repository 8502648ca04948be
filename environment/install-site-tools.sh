#!/usr/bin/env bash
# Installs what site.sh renders with: nbconvert from Debian, and KaTeX at its pinned version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

/usr/bin/python3 -c 'import nbconvert, bs4' 2>/dev/null || ./apt-install.sh install-site-tools python3-nbconvert
./npm-install.sh install-site-tools site katex
