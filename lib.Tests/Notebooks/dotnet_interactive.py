#!/usr/bin/env python3
"""Runs notebooks on .NET Interactive's own kernel and compares what they say with their committed outputs, another kernel's.

Usage: dotnet_interactive.py NOTEBOOK... (the tool comes from .config/dotnet-tools.json: dotnet tool restore)
"""
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

# The rows of the table of this machine differ from machine to machine.
VARIES = "processor "

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")

# Processors round differently: what a check prints of its rounding is as good as zero.
ROUNDING = 1e-6
RELATIVE = 1e-3


def said(cell):
    """What a cell's outputs say, whatever the kernel: printed text, and every representation but pictures and markup."""
    text = "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stdout")
    values = [o.data for o in cell.outputs if o.output_type in ("display_data", "execute_result")]
    told = [{kind: shown(kind, data[kind]) for kind in sorted(data) if tells(kind)} for data in values]
    return text.strip(), [value for value in told if value]


def tells(kind):
    """Whether a representation is of words or numbers."""
    return not kind.startswith("image/") and kind != "text/html"


def shown(kind, value):
    """A representation in one form: kernels differ in whether JSON arrives as text."""
    return json.loads(value) if kind.endswith("json") and isinstance(value, str) else value


def same(one, other):
    """Whether two outputs say the same, whatever processor computed them."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        numbers = [[float(number) for number in NUMBER.findall(text)] for text in (one, other)]
        return NUMBER.sub("#", one) == NUMBER.sub("#", other) and all(map(same, *numbers))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return max(abs(one), abs(other)) < ROUNDING or math.isclose(one, other, rel_tol=RELATIVE)
    return one == other


def differences(expected, actual):
    """The cells that say something else."""
    for number, (e, a) in enumerate(zip(expected, actual), start=1):
        (text, values), (others, other_values) = said(e), said(a)
        if VARIES in str(values):
            continue
        if not same(text, others):
            yield f"code cell {number} prints\n{others}\ninstead of\n{text}"
        elif not same(values, other_values):
            one = next(((v, o) for v, o in zip(values, other_values) if not same(v, o)), (values, other_values))
            yield f"code cell {number} shows\n{str(one[1])[:600]}\ninstead of\n{str(one[0])[:600]}"


def run(path):
    """Executes a copy; the kernel sometimes dies at its start, because another process took the port it had chosen."""
    notebook = nbformat.read(path, 4)
    for attempt in range(3):
        copy = nbformat.from_dict(notebook)
        for cell in copy.cells:
            if cell.cell_type == "code":
                cell.outputs = []
        try:
            where = {"metadata": {"path": str(path.parent)}}
            NotebookClient(copy, timeout=600, startup_timeout=120, kernel_name=".net-csharp", resources=where).execute()
            break
        except (DeadKernelError, RuntimeError) as error:
            if attempt == 2 or isinstance(error, CellExecutionError):
                raise
    code = [[c for c in n.cells if c.cell_type == "code"] for n in (notebook, copy)]
    return list(differences(*code))


def main(paths):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        kernels = pathlib.Path(folder, "share", "jupyter", "kernels")
        kernels.mkdir(parents=True)
        subprocess.run(["dotnet", "tool", "restore"], check=True, stdout=subprocess.DEVNULL)
        install = ["dotnet", "dotnet-interactive", "jupyter", "install", "--path", str(kernels)]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        os.environ.update(JUPYTER_PATH=str(kernels.parent), JUPYTER_DATA_DIR=folder, JUPYTER_RUNTIME_DIR=folder,
                          REPRODUCTION_OUTPUTS="static",
                          DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT="1", Logging__LogLevel__Default="None")
        for path in map(pathlib.Path, paths):
            try:
                problems = run(path)
            except CellExecutionError as error:
                problems = [str(error)]
            print(f"{'FAILED' if problems else 'ok    '}  {path} on .NET Interactive", flush=True)
            for problem in problems:
                print(f"  {problem}")
            failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
