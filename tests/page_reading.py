"""Pages read as a stranger reads them: with a plain HTML parser, knowing the contract and nothing of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905


@dataclass(slots=True)
class Element:
    """An element of a page, or the page."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The value of an attribute."""
        return self.attributes.get(name)

    def walk(self) -> Iterator[Element]:
        """All elements below it, in document order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", wanted: Callable[[Element], bool] = lambda _: True) -> list[Element]:
        """The elements below it with this tag that are wanted."""
        return [element for element in self.walk() if tag in {"", element.tag} and wanted(element)]

    def one(self, tag: str) -> Element:
        """The one element with this tag."""
        (found,) = self.all(tag)
        return found

    def text(self) -> str:
        """Its visible text, white space folded."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in {"script", "style"}:
                yield from child._texts()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Element("")
        self.open = [self.page]
        self.unbalanced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and any(element.tag in {"svg", "math"} for element in self.open):
            self.open.pop()  # elsewhere in HTML the slash means nothing

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.unbalanced.append(tag)
            for depth in range(len(self.open) - 1, 0, -1):
                if self.open[depth].tag == tag:
                    del self.open[depth:]
                    break

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(html: str) -> Element:
    """The page as a tree; tags that a browser would have to guess about fail the test."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.page


def passages(page: Element) -> dict[str, Element]:
    """The elements with ``data-segment``, by its value; an id that is used twice fails the test."""
    found: dict[str, Element] = {}
    for element in page.all(wanted=lambda e: e.get("data-segment") is not None):
        name = str(element.get("data-segment"))
        assert name not in found, f"two passages {name}"
        found[name] = element
    return found


def columns(page: Element, *languages: str) -> dict[str, dict[str, Element]]:
    """The passages of a side-by-side page by language: each stands in an element with its ``lang``, below the body."""
    found: dict[str, dict[str, Element]] = {language: {} for language in languages}

    def visit(element: Element, cell: str | None) -> None:
        for child in element.children:
            if not isinstance(child, Element):
                continue
            inside = child.get("lang") if cell is None and child.get("lang") in found else cell
            name = child.get("data-segment")
            if name is not None:
                assert cell is not None, f"passage {name} stands in no column"
                assert name not in found[cell], f"two passages {name} in the column {cell}"
                found[cell][name] = child
            visit(child, inside)

    visit(page.one("body"), None)
    return found


def links_of(page: Element) -> list[str]:
    """Every address on a page that a browser would follow or fetch."""
    return [str(e.get(name)) for e in page.walk() for name in ("href", "src") if e.get(name) is not None]
