"""The Kubernetes job is valid by Kubernetes' own schema, and its container's command runs as it stands, index by index."""
import copy, json, os, pathlib, shutil, signal, subprocess, sys, tempfile
import yaml

TREE = pathlib.Path(__file__).resolve().parents[2]
CLUSTER = TREE / "environment/cluster"
VALIDATE = """
import { Job } from "kubernetes-models/batch/v1/Job";
import fs from "fs";
new Job(JSON.parse(fs.readFileSync(0))).validate();
"""


def is_valid(job):
    """Whether the schema takes it."""
    command = ["node", "--input-type=module", "--eval", VALIDATE]
    checked = subprocess.run(command, cwd=CLUSTER, input=json.dumps(job), text=True, capture_output=True)
    if checked.returncode and "ValidationError" not in checked.stderr:
        sys.exit(checked.stderr)
    return checked.returncode == 0


def environment(job, index):
    own = {entry["name"]: entry["value"] for entry in container(job)["env"]}
    return {**os.environ, **own, "JOB_COMPLETION_INDEX": str(index)}


def container(job):
    return job["spec"]["template"]["spec"]["containers"][0]


def changed(job, change):
    other = copy.deepcopy(job)
    change(other["spec"])
    return other


job = yaml.safe_load((CLUSTER / "kubernetes.yaml").read_text())
assert is_valid(job), "the job is not valid"
# What the check would miss otherwise, it misses.
assert not is_valid(changed(job, lambda spec: spec.update(completions="four")))
assert not is_valid(changed(job, lambda spec: spec["podFailurePolicy"]["rules"][0].pop("action")))
assert not is_valid(changed(job, lambda spec: spec["template"]["spec"]["containers"][0]["env"][0].update(value=4)))
assert job["spec"]["completions"] == int(environment(job, 0)["JOB_COMPLETIONS"])

with tempfile.TemporaryDirectory() as folder:
    for name in ("reproduce", "lib"):
        os.symlink(TREE / name, f"{folder}/{name}")
    # As it stands, until it computes; then what an eviction does.
    run = subprocess.Popen(
        container(job)["command"], cwd=folder, env=environment(job, 2), text=True,
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    first, second = run.stderr.readline(), run.stderr.readline()
    run.send_signal(signal.SIGTERM)
    rest = run.stderr.read()
    assert first.startswith("Computes shard 3/4 (JOB_COMPLETION_INDEX=2, JOB_COMPLETIONS=4)"), first
    assert "60 runs to compute" in second, second
    assert run.wait(30) == 75, (run.returncode, rest)

    shutil.rmtree(f"{folder}/results", ignore_errors=True)

    # Index by index at toy size, all into one folder: the bytes of an undisturbed run.
    command = ["smoke" if word == "paper" else word for word in container(job)["command"]]
    for index in range(job["spec"]["completions"]):
        subprocess.run(command, cwd=folder, env=environment(job, index), check=True, capture_output=True)
    subprocess.run([*command[:-1], "undisturbed"], cwd=folder, check=True, capture_output=True)
    subprocess.run(["diff", "-r", "results", "undisturbed"], cwd=folder, check=True)
print("The Kubernetes job is valid, and its four indices make the bytes of an undisturbed run.")
