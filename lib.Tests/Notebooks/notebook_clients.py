"""A notebook through nbclient, through nbconvert and through the headless runner must give the same outputs.

Usage: /usr/bin/python3 notebook_clients.py REPRODUCE...   (the command line; JUPYTER_PATH names where the kernel is installed)
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import nbclient
import nbformat
from jupyter_client.manager import start_new_kernel

NOTEBOOK = pathlib.Path(__file__).with_name("outputs.ipynb")
REPRODUCE = sys.argv[1:]


def outputs(notebook):
    """The outputs of every code cell, with pieces of one stream joined: how a stream is cut into messages is nobody's promise."""
    cells = []
    for cell in notebook.cells:
        joined = []
        for output in cell.get("outputs", []):
            if joined and output.output_type == "stream" == joined[-1].output_type and output.name == joined[-1].name:
                joined[-1].text += output.text
            else:
                joined.append(output)
        cells.append((cell.get("execution_count"), joined))
    return cells


class NotebookClientTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        subprocess.run([*REPRODUCE, "notebooks", "run", "--out", cls.folder.name, str(NOTEBOOK)], check=True)
        cls.by_runner = nbformat.read(pathlib.Path(cls.folder.name) / NOTEBOOK.name, as_version=4)

    def assert_same(self, other):
        self.maxDiff = None
        self.assertEqual(outputs(self.by_runner), outputs(other))

    def test_the_runner_writes_a_valid_notebook(self):
        nbformat.validate(self.by_runner)
        self.assertGreater(sum(len(cell_outputs) for _, cell_outputs in outputs(self.by_runner)), 10)

    def test_nbclient_gives_the_same_outputs(self):
        notebook = nbformat.read(NOTEBOOK, as_version=4)
        nbclient.NotebookClient(notebook, timeout=60).execute()
        self.assert_same(notebook)

    def test_nbconvert_gives_the_same_outputs(self):
        to = ["--output-dir", self.folder.name, "--output", "converted", str(NOTEBOOK)]
        command = ["/usr/bin/python3", "-m", "nbconvert", "--to", "notebook", "--execute", *to]
        subprocess.run(command, check=True, capture_output=True)
        self.assert_same(nbformat.read(pathlib.Path(self.folder.name) / "converted.ipynb", as_version=4))

    def test_nbclient_stops_at_a_failing_cell(self):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('throw new Exception("meant");')])
        notebook.metadata["kernelspec"] = {"name": ".net-csharp", "display_name": "", "language": "csharp"}
        with self.assertRaises(nbclient.exceptions.CellExecutionError):
            nbclient.NotebookClient(notebook, timeout=60).execute()

    def test_a_manager_interrupts_and_restarts_the_kernel(self):
        manager, client = start_new_kernel(kernel_name=".net-csharp")
        try:
            message = client.execute("while (true) ;")
            while client.get_iopub_msg(timeout=60)["msg_type"] != "execute_input":
                pass
            manager.interrupt_kernel()
            reply = client.get_shell_msg(timeout=60)
            self.assertEqual((reply["parent_header"]["msg_id"], reply["content"]["status"]), (message, "error"))

            manager.restart_kernel()
            client.wait_for_ready(timeout=60)
            reply = client.execute_interactive("1 + 1", timeout=60, output_hook=lambda _: None)
            self.assertEqual(reply["content"]["status"], "ok")
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
