#!/usr/bin/env bash
# A job array in which a task is killed and another stopped, so that it has itself requeued, ends, after the array is submitted
# again, with the bytes of an undisturbed run. Called beside a Slurm: environment/cluster/with-slurm.sh
# lib.Tests/Cluster/slurm_array.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
tree=$(pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
work=(effective-rates --preset quick --task adding,recall --protocol published)
runs=18

fail() {
    echo "slurm_array: $1" >&2
    tail -n 5 "$folder"/*.log >&2 || true
    exit 1
}

# The script as it stands, from a folder that has the program and keeps the results apart.
ln -s "$tree/reproduce" "$tree/lib" "$tree/environment" "$folder"
cd "$folder"
./reproduce run "${work[@]}" --out undisturbed 2>/dev/null >undisturbed.log

submit() {
    sbatch --parsable --cpus-per-task=1 --mem=1G --output="$folder/task-%a.log" environment/cluster/slurm.sh "${work[@]}"
}
until_ended() {
    local deadline=$((SECONDS + 240))
    while [ -n "$(squeue --noheader --job "$1" 2>/dev/null)" ]; do
        [ $SECONDS -lt $deadline ] || { squeue >&2; fail "the array did not end"; }
        # A requeued task would wait for two minutes.
        scontrol update job "$1" StartTime=now 2>/dev/null || true
        sleep 0.5
    done
}
until_computing() {
    local deadline=$((SECONDS + 60))
    until grep -q "to compute" "task-$1.log" 2>/dev/null; do
        [ $SECONDS -lt $deadline ] || fail "task $1 did not begin"
        sleep 0.1
    done
}

job=$(submit)
until_computing 0
until_computing 1
# At once, because each is patient where the other has to act. The TERM is what Slurm sends a minute before a task's time is
# over; that scancel may find the job in transition says nothing, the task's log tells.
scancel --signal=KILL --full "${job}_0" &
scancel --signal=TERM --batch "${job}_1" 2>/dev/null &
wait
until_ended "$job"
grep -q "Stopped by SIGTERM" task-1.log || fail "the requeued task was not stopped by SIGTERM"
[ "$(grep -c "^Computes shard 2/4 (SLURM_ARRAY_TASK_ID=1," task-1.log)" -eq 2 ] || fail "the requeued task did not run twice"

./reproduce merge results/shard-* --out merged
./reproduce status "${work[@]}" --out merged | tee status.log
there=$(find results -name 'seed-*.json' | wc -l)
[ "$there" -lt $runs ] || fail "the kill came too late to test anything"
grep -Eq "^effective-rates +$runs +$there +$((runs - there)) +0 +0$" status.log ||
    fail "$there of $runs results are there, and status says otherwise"

until_ended "$(submit)"
./reproduce merge results/shard-* --out merged
./reproduce status "${work[@]}" --out merged | tee status.log
grep -Eq "^effective-rates +$runs +$runs +0 +0 +0$" status.log || fail "results are missing after the second array"
diff -r undisturbed merged || fail "the merged results differ from an undisturbed run's"
echo "The merged results of the array are the bytes of an undisturbed run."
