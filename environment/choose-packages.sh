#!/usr/bin/env bash
# Chooses the optional packages by trying to restore them, says what it chose and why, and keeps the choice for later builds:
#   cuda  TorchSharp for CUDA, Plotly.NET, Deedle, .NET Interactive; tried where the machine has an NVIDIA driver
#   full  the same with TorchSharp for the CPU
#   core  none; everything but the two bridges works
# Takes an edition as its argument to try that one alone. TIMESCALES_PACKAGES in the environment overrides the choice in any build.
# A version of TorchSharp (TorchSharpVersion) and further package sources (RestoreAdditionalProjectSources) that are set in the
# environment are kept with the choice.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
choice=environment/chosen-packages.props

# Restores both bridges with the packages of an edition; prints the first thing that is missing.
missing() {
    local project log
    for project in lib/TimeScales.Torch lib/TimeScales.Interactive; do
        if ! log=$(TIMESCALES_PACKAGES=$1 dotnet restore --nologo "$project" 2>&1); then
            log=$(grep -m1 -oE 'error [A-Z]+[0-9]+: .*' <<<"$log" || tail -n1 <<<"$log")
            log=${log#error *: }
            log=${log#Warning As Error: }
            echo "${log%% \[*}"
            return
        fi
    done
}

choose() {
    echo "Chosen: $1, because $2."
    {
        echo "<Project>"
        echo "  <PropertyGroup Condition=\"'\$(TIMESCALES_PACKAGES)' == ''\">"
        echo "    <TIMESCALES_PACKAGES>$1</TIMESCALES_PACKAGES>"
        echo "    <TIMESCALES_PACKAGES_WHY>$(sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' <<<"$2")</TIMESCALES_PACKAGES_WHY>"
        echo "  </PropertyGroup>"
        echo "  <PropertyGroup>"
        for name in TorchSharpVersion RestoreAdditionalProjectSources; do
            [ -z "${!name:-}" ] || echo "    <$name Condition=\"'\$($name)' == ''\">${!name}</$name>"
        done
        echo "  </PropertyGroup>"
        echo "</Project>"
    } >"$choice"
    exit 0
}

rm -f "$choice"
case "${1:-}" in
    "") nvidia-smi -L >/dev/null 2>&1 && editions="cuda full" || editions="full" ;;
    core) choose core "it was asked for" ;;
    full | cuda) editions=$1 ;;
    *) echo "Unknown edition '$1'; known: core, full, cuda." >&2; exit 2 ;;
esac

reasons=""
for edition in $editions; do
    problem=$(missing "$edition")
    if [ -z "$problem" ]; then
        choose "$edition" "its packages can be restored${reasons:+; $reasons}"
    fi
    reasons="$reasons${reasons:+; }$edition cannot be restored: ${problem%.}"
done
choose core "$reasons"
