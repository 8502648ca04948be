#!/usr/bin/python3
"""Renders the notebooks, the page of figures and every text that README.md leads to into one folder: site.py FOLDER.

Pages lie where their sources lie in the repository, so links only change their endings; a file that is linked and is no page is copied.
Needs nbconvert and Beautiful Soup (Debian's python3-nbconvert) and the npm package katex; no network.
"""
import json
import pathlib
import re
import shutil
import sys

import nbconvert
import nbformat
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from pygments.formatters import HtmlFormatter

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KATEX = HERE / "node_modules" / "katex" / "dist"
PLOTLY = "application/vnd.plotly.v1+json"
FRONT = pathlib.PurePosixPath("README.md")
FIGURES = pathlib.PurePosixPath("figures/index.html")


def notebook_body(path):
    """A notebook's cells; its charts stand as JSON beside an empty place, and what is hidden in Jupyter is folded away."""
    notebook = nbformat.read(ROOT / path, as_version=4)
    charts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if PLOTLY in output.get("data", {}):
                charts.append(json.dumps(output.data[PLOTLY], ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/"))
                height = output.data[PLOTLY].get("layout", {}).get("height", 400)
                output.data = nbformat.from_dict({"text/html": f'<div class="chart" style="min-height:{height}px"></div><i data-chart="{len(charts) - 1}"></i>'})
    html, _ = nbconvert.HTMLExporter(template_name="basic").from_notebook_node(notebook)
    soup = BeautifulSoup(html, "html.parser")
    # By their order: older templates tell a cell's kind by a class, newer ones by another.
    for cell, element in zip(notebook.cells, soup.select("div.cell")):
        element["class"] = ["text" if cell.cell_type == "markdown" else "code"]
        code = element.select_one("div.input")
        if code and cell.metadata.get("jupyter", {}).get("source_hidden"):
            folded = soup.new_tag("details")
            folded.append(soup.new_tag("summary"))
            folded.summary.string = "code"
            code.wrap(folded)
    for place in soup.select("i[data-chart]"):
        script = soup.new_tag("script", type="application/json")
        script.string = charts[int(place["data-chart"])]
        place.replace_with(script)
    return soup


def markdown_body(path):
    """A text; between the lines of a <details> element Markdown goes on, as it does on GitHub."""
    parts = re.split(r"(?m)^(</?details.*)$", (ROOT / path).read_text())
    html = "".join(part if part.startswith(("<details", "</details")) else markdown2html_mistune(part) for part in parts)
    return BeautifulSoup(html, "html.parser")


def slug(heading):
    """The name that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.get_text().strip().lower()).replace(" ", "-")


def place_of(path):
    """Where a source's page lies in the site."""
    return pathlib.PurePosixPath("index.html") if path == FRONT else path.with_suffix(".html") if path.suffix in (".md", ".ipynb") else path


def relative(target, page):
    """A link from a page to a place of the site."""
    return "../" * (len(page.parts) - 1) + str(target)


def target_of(href, path):
    """The file of the repository that a link of a source leads to, and its fragment; None where it leads elsewhere or nowhere."""
    address, _, fragment = href.partition("#")
    if re.match(r"[a-z]+:", address) or not address:
        return None, fragment
    target = ((ROOT / path).parent / address).resolve()
    if target.is_dir():
        target = target / "README.md"
    return (pathlib.PurePosixPath(target.relative_to(ROOT)) if target.is_file() and target.is_relative_to(ROOT) else None), fragment


class Site:
    def __init__(self, folder):
        self.folder = folder
        self.pages = {}
        self.copied = set()
        waiting = [FRONT, FIGURES]
        while waiting:
            path = waiting.pop(0)
            if path in self.pages or path in self.copied:
                continue
            if path.suffix not in (".md", ".ipynb") and path != FIGURES:
                self.copied.add(path)
                continue
            read = {".md": markdown_body, ".ipynb": notebook_body}.get(path.suffix, lambda p: BeautifulSoup((ROOT / p).read_text(), "html.parser"))
            self.pages[path] = read(path)
            for element, name in self.links(path):
                target, _ = target_of(element[name], path)
                if target:
                    waiting.append(target)

    def links(self, path):
        return [(element, name) for name in ("href", "src") for element in self.pages[path].find_all(attrs={name: True})]

    def title(self, path):
        heading = self.pages[path].find("h1")
        return heading.get_text().replace("¶", "").strip() if heading else str(path)

    def contents(self, page):
        """Front page and figures, the notebooks in their order, and the texts."""
        notebooks = sorted(path for path in self.pages if path.suffix == ".ipynb")
        texts = sorted(path for path in self.pages if path.suffix == ".md" and path != FRONT)
        lists = (("", [FRONT, FIGURES]), ("Notebooks", notebooks), ("Texts", texts))
        names = {FRONT: "Front page", FIGURES: "All figures"}
        entry = lambda path: f'<li><a href="{relative(place_of(path), page)}">{names.get(path, self.title(path))}</a></li>'
        return "".join(f"{heading}<ol>{''.join(map(entry, paths))}</ol>" for heading, paths in lists)

    def write(self):
        for path in self.pages:
            page, soup = place_of(path), self.pages[path]
            for element, name in self.links(path):
                target, fragment = target_of(element[name], path)
                if target:
                    element[name] = relative(place_of(target), page) + (f"#{fragment}" if fragment else "")
                elif not re.match(r"[a-z]+:|#", element[name]):
                    # A folder without a text of its own.
                    element.unwrap()
            if path != FIGURES:
                # nbconvert links every heading to itself, under a name that is not GitHub's.
                for link in soup.select("a.anchor-link"):
                    link.decompose()
                for heading in soup.find_all(re.compile("^h[1-6]$")):
                    heading["id"] = slug(heading)
                for table in soup.find_all("table"):
                    table.wrap(soup.new_tag("div", attrs={"class": "table"}))
            else:
                soup.body.insert(0, BeautifulSoup(f"<nav><details><summary>Contents</summary>{self.contents(page)}</details></nav>", "html.parser"))
            self.save(page, str(soup) if path == FIGURES else self.framed(path, page, str(soup)))
        for path in self.copied:
            self.copy(ROOT / path, path)
        for file in (ROOT / "figures").glob("*.*"):
            if file.name != "index.html":
                self.copy(file, f"figures/{file.name}")
        for file in [KATEX / "katex.min.css", KATEX / "katex.min.js", KATEX / "contrib" / "auto-render.min.js"]:
            self.copy(file, f"katex/{file.name}")
        for file in (KATEX / "fonts").glob("*.woff2"):
            self.copy(file, f"katex/fonts/{file.name}")

    def framed(self, path, page, body):
        words = {
            "title": self.title(path), "contents": self.contents(page), "top": relative("", page), "body": body,
            "highlighting": HtmlFormatter().get_style_defs(".highlight"),
            "charts": (HERE / "charts.html").read_text() if 'class="chart"' in body else "",
        }
        html = (HERE / "page.html").read_text()
        # The charts' own text has a place for the way up.
        for name in ("charts", "title", "contents", "highlighting", "top"):
            html = html.replace("{{ " + name + " }}", words[name])
        return html.replace("{{ body }}", words["body"])

    def save(self, page, text):
        target = self.folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def copy(self, source, target):
        (self.folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, self.folder / target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("site.py: name the folder to write the site into, for example: environment/site.sh site")
    site = Site(pathlib.Path(sys.argv[1]))
    site.write()
    print(f"{len(site.pages)} pages in {sys.argv[1]}; open {pathlib.Path(sys.argv[1]) / 'index.html'}")
