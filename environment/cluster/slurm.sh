#!/usr/bin/env bash
# An experiment as a Slurm job array, one shard a task, from the clone's folder:
#   ./reproduce list                                               builds, so that the tasks need not
#   sbatch environment/cluster/slurm.sh effective-rates --preset paper
#   ./reproduce merge results/shard-* --out results
#SBATCH --job-name=timescales
#SBATCH --array=0-3
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=02:00:00
#SBATCH --signal=B:TERM@60
#SBATCH --requeue
#SBATCH --open-mode=append

./reproduce run "$@" --out "results/shard-$SLURM_ARRAY_TASK_ID" &
trap 'kill -TERM $! 2>/dev/null' TERM
wait $!
code=$?
# A signal ends the first wait and not the program.
[ $code -le 128 ] || { wait $!; code=$?; }
# Stopped before its end, but not by scancel, which ends the job: what is left is computed when the task runs again.
if [ $code -eq 75 ] && scontrol show job "$SLURM_JOB_ID" | grep -q JobState=RUNNING; then
    scontrol requeue "$SLURM_JOB_ID"
fi
exit $code
