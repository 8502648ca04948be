"""The committed notebooks are valid, small, free of errors, and show every figure as a picture that needs no script.

Usage: /usr/bin/python3 notebook_files.py FOLDER
"""
import pathlib
import re
import sys
import unittest

import nbconvert
import nbformat

NOTEBOOKS = sorted(pathlib.Path(sys.argv[1]).glob("*.ipynb"))
PLOTLY = "application/vnd.plotly.v1+json"


def data_of(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield output.get("data", {})


class NotebookFileTests(unittest.TestCase):
    def test_there_are_notebooks(self):
        self.assertGreaterEqual(len(NOTEBOOKS), 7)

    def test_they_follow_the_format(self):
        for path in NOTEBOOKS:
            with self.subTest(path.name):
                notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
                self.assertEqual((notebook.nbformat, notebook.nbformat_minor), (4, 5))
                self.assertEqual(notebook.metadata.kernelspec.name, ".net-csharp")
                nbformat.validate(notebook)

    def test_they_are_executed_without_errors_and_small(self):
        for path in NOTEBOOKS:
            with self.subTest(path.name):
                notebook = nbformat.read(path, as_version=4)
                code = [cell for cell in notebook.cells if cell.cell_type == "code"]
                self.assertEqual([cell.execution_count for cell in code], list(range(1, len(code) + 1)))
                self.assertFalse([output for cell in code for output in cell.outputs if output.output_type == "error"])
                self.assertLess(path.stat().st_size, 3_000_000)

    def test_figures_are_pictures_and_live_charts_but_no_html(self):
        for path in NOTEBOOKS:
            with self.subTest(path.name):
                notebook = nbformat.read(path, as_version=4)
                for data in data_of(notebook):
                    if "image/png" in data or PLOTLY in data:
                        self.assertEqual(set(data), {PLOTLY, "image/png", "text/plain"})
                    else:
                        self.assertNotIn("<script", data.get("text/html", ""))

    def test_a_page_made_of_them_shows_every_figure(self):
        for path in NOTEBOOKS:
            with self.subTest(path.name):
                figures = sum("image/png" in data for data in data_of(nbformat.read(path, as_version=4)))
                page, _ = nbconvert.HTMLExporter().from_filename(str(path))
                self.assertEqual(len(re.findall(r'src="data:image/png;base64,', page)), figures)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
