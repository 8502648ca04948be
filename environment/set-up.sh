#!/usr/bin/env bash
# Sets up a bare Debian or Ubuntu machine: what the tests, the figures and the notebooks need, the build, and the notebook kernel.
# It can be run again at any time. It ends with what 'reproduce doctor' says.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# Says in one sentence what is missing, and ends.
give_up() {
    echo "set-up: $1" >&2
    exit 1
}

step() {
    echo "== $1"
}

step ".NET SDK"
command -v dotnet >/dev/null ||
    give_up "there is no .NET SDK; install version 10 ('sudo apt-get install dotnet-sdk-10.0' on Ubuntu 24.04 and later, elsewhere as https://learn.microsoft.com/dotnet/core/install/linux says) and run this again."
# In this folder 'dotnet --version' gives the SDK that global.json accepts, or fails.
dotnet --version 2>/dev/null ||
    give_up "none of the .NET SDKs here ($(cd / && dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')) is version 10; install it ('sudo apt-get install dotnet-sdk-10.0' on Ubuntu 24.04 and later, elsewhere as https://learn.microsoft.com/dotnet/core/install/linux says) and run this again."

step "Jupyter clients"
environment/install-test-tools.sh || give_up "the Jupyter clients cannot be installed; the line above says why."

step "figure tools"
environment/install-figure-tools.sh || give_up "plotly.js or Chromium cannot be installed; the lines above say why."

step "digits"
environment/install-digits.sh || echo "set-up: the images of the task 'digits' cannot be installed; the lines above say why. Everything else works without them." >&2

step "build"
dotnet build -c Release --nologo -v quiet -clp:NoSummary || give_up "the solution does not build${TIMESCALES_PACKAGES:+ with TIMESCALES_PACKAGES=$TIMESCALES_PACKAGES}; the lines above say why."

step "notebook kernel"
./reproduce kernel install || give_up "the notebook kernel cannot be installed; the line above says why."

step "this machine"
./reproduce doctor || give_up "the build does not run; the lines above say why."

echo
echo "Ready. Open notebooks/00-start-here.ipynb in VS Code or JupyterLab with the kernel '.NET (C#)', or run: ./reproduce run effective-rates"
