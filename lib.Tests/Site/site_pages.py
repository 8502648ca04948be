"""The site as a reader without a network has it: no dead link, nothing from elsewhere, no heavy page.

Usage: /usr/bin/python3 site_pages.py FOLDER   (what environment/site.sh wrote)
"""
import pathlib
import re
import sys
import unittest

from bs4 import BeautifulSoup

ROOT = pathlib.Path(__file__).resolve().parents[2]
SITE = pathlib.Path(sys.argv[1]).resolve()
MOST_BYTES = 3_000_000
SHORTEST = 40


class SiteTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pages = {path: BeautifulSoup(path.read_text(), "html.parser") for path in sorted(SITE.rglob("*.html"))}

    def test_every_notebook_has_a_page_that_the_front_page_leads_to(self):
        names = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
        self.assertGreater(len(names), 10)
        self.assertEqual(sorted(path.stem for path in (SITE / "notebooks").glob("*.html")), names)
        links = {link["href"] for link in self.pages[SITE / "index.html"].select("nav a")}
        self.assertLessEqual({f"notebooks/{name}.html" for name in names} | {"figures/index.html"}, links)

    def test_every_link_leads_to_a_file_and_every_fragment_to_a_place_in_it(self):
        dead = []
        for path, page in self.pages.items():
            for name in ("href", "src"):
                for element in page.find_all(attrs={name: True}):
                    address, _, fragment = element[name].partition("#")
                    if re.match(r"[a-z]+:", address):
                        continue
                    target = (path.parent / address).resolve() if address else path
                    if not target.is_file() or not target.is_relative_to(SITE):
                        dead.append(f"{path.relative_to(SITE)}: {element[name]}")
                    elif fragment and not self.pages[target].find(id=fragment):
                        dead.append(f"{path.relative_to(SITE)}: no place '{fragment}' in {target.relative_to(SITE)}")
        self.assertEqual(dead, [])

    def test_nothing_that_a_page_needs_comes_from_elsewhere(self):
        for path, page in self.pages.items():
            needed = [e.get("src") or e.get("href") for e in page.select("script[src], link[href], img[src], iframe[src]")]
            self.assertEqual([address for address in needed if re.match(r"(https?:)?//", address)], [], path)

    def test_no_page_is_heavy_and_none_is_empty(self):
        for path, page in self.pages.items():
            self.assertLess(path.stat().st_size, MOST_BYTES, path)
            self.assertGreater(len(page.body.get_text()), SHORTEST, path)

    def test_every_chart_of_a_notebook_is_live(self):
        for notebook in (ROOT / "notebooks").glob("*.ipynb"):
            with self.subTest(notebook=notebook.name):
                charts = notebook.read_text().count('"application/vnd.plotly.v1+json"')
                page = self.pages[SITE / "notebooks" / f"{notebook.stem}.html"]
                self.assertEqual(len(page.select(".chart + script[type='application/json']")), charts)
                self.assertEqual(bool(page.select("script[src='../figures/plotly.min.js']")), charts > 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
