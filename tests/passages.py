"""Passages for tests, rendered by Python-Markdown alone, and the PO files of cases they are made from."""

from pathlib import Path
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor

from enregard import catalogs
from enregard.model import Entry, Kind, Passage, Segment, State

CASES = Path(__file__).parent / "cases" / "checks"
DEFINITIONS = "\n\n[r]: rapport.html\n\n*[ONU]: Organisation\n\n*[UN]: United Nations\n\n[^1]: Un.\n\n[^2]: Deux.\n"
"""What the texts of the cases refer to."""


class Filling(Treeprocessor):
    """Puts a text in place of the first paragraph's, after the blocks are known and before inline markup is read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def run(self, root: Element) -> None:
        """Fill the paragraph."""
        root[0].text = self.text


def entries(name: str) -> list[Entry]:
    """The entries of a PO file of cases."""
    path = CASES / name
    return list(catalogs.read(path.read_bytes(), path=f"tests/cases/checks/{name}").entries)


def title(entry: Entry) -> str:
    """What a case shows: the first comment of its entry."""
    return entry.extracted[0]


def passage(text: str, language: str) -> Passage:
    """A paragraph's text as a page would show it."""
    parser = markdown.Markdown(extensions=["extra", "admonition", "sane_lists", "toc"], output_format="html")
    parser.treeprocessors.register(Filling(text), "filling", 25)
    html = parser.convert("Place." + DEFINITIONS).partition('<div class="footnote">')[0].strip()
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return Passage(Segment(text, Kind.PARAGRAPH, id="p"), language, State.TRANSLATED, inner)
