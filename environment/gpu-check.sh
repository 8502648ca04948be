#!/usr/bin/env bash
# Checks the torch engine on a machine that has a libtorch, with a GPU or without, but neither .NET nor a network.
#   gpu-check.sh pack FILE           where the SDK is: writes everything but libtorch into one archive, gpu-check.sh with it
#   gpu-check.sh run FOLDER [DEVICE] where the archive was unpacked: FOLDER holds libtorch's libraries (a Python installation's torch/lib);
#                                    DEVICE is cuda or cpu
# Every step says whether it passed; the last line counts. TorchSharp's native part in the archive fits libtorch 2.10; one that was built for the libtorch
# in FOLDER, as libLibTorchSharp.so there, takes its place. PRESET (paper) and SEEDS (20) make it shorter.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

pack() {
    local file=$1 tree=$here/.. out native
    out=$(mktemp -d)
    dotnet publish "$tree/lib/TimeScales.Benchmarks" -c Release -r linux-x64 --self-contained --nologo -v quiet -nodeReuse:false -o "$out/gpu-check/program" || return 1
    native=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')torchsharp
    native=$(find "$native" -path '*linux-x64/native/libLibTorchSharp.so' | sort -V | tail -n 1)
    [ -n "$native" ] || { echo "gpu-check: TorchSharp's native part is not in the package cache" >&2; return 1; }
    # libtorch is the other machine's; what stands beside the program would be loaded first.
    rm -rf "$out/gpu-check/program/runtimes" "$out"/gpu-check/program/{libtorch*,libc10*,libgomp*}
    cp "$native" "$out/gpu-check/program/"
    cp "$here/gpu-check.sh" "$out/gpu-check/"
    tar -C "$out" -czf "$file" gpu-check && ls -l "$file"
    local code=$?
    rm -rf "$out"
    return "$code"
}

passed=0
failed=0
step() {
    local name=$1
    shift
    echo "== $name"
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "== FAILED ($?): $name"
        failed=$((failed + 1))
    fi
}

# Prints the most memory of the GPU that was in use while a command ran.
with_peak() {
    local log code
    log=$(mktemp)
    nvidia-smi --query-gpu=memory.used,utilization.gpu --format=csv,noheader,nounits -lms 200 >"$log" 2>/dev/null &
    local watch=$!
    "$@"
    code=$?
    kill "$watch" 2>/dev/null
    wait "$watch" 2>/dev/null
    awk -F, '{ if ($1 > most) most = $1; busy += $2; n++ } END { if (n) printf "GPU: %d MiB at the peak, %.0f %% busy on average\n", most, busy / n }' "$log"
    rm -f "$log"
    return "$code"
}

run() {
    export TIMESCALES_LIBTORCH=$1 LD_LIBRARY_PATH=$1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
    local device=${2:-cuda} preset=${PRESET:-paper} seeds=${SEEDS:-20} program=$here/program/TimeScales.Benchmarks
    step "the libraries are there" ls "$1/libtorch_cpu.so" "$1/libc10.so"
    [ ! -e "$1/libLibTorchSharp.so" ] || step "a native part of its own" cp "$1/libLibTorchSharp.so" "$here/program/"
    [ "$device" = cpu ] || step "the GPU" nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader
    step "small runs of every cell agree with the embedded engine" "$program" parity "$device"
    step "$preset preset, $seeds seeds, TF32 off" with_peak "$program" engines "$device" "$preset" "$seeds"
    # A processor knows no TF32; there the step shows that the switch does no harm.
    TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1 step "$preset preset, $seeds seeds, TF32 on" with_peak "$program" engines "$device" "$preset" "$seeds"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

case "${1:-} $#" in
    "pack 2") pack "$2" ;;
    "run 2" | "run 3") run "${@:2}" ;;
    *) sed -n '2,7s/^# \?//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
