"""Small sites for tests: Markdown and translations in, published files out, and a reader that looks at pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from enregard import coverage, editions
from enregard.editions import AssetCopy, OutputFile, Site
from enregard.model import Finding, Page, Reading, Segment, State, leave
from enregard.registry import SOURCES

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalog says of one segment."""

    text: str | None
    state: State = State.TRANSLATED


Translations = Mapping[str, Translation | str]


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that came out of all editions of a site."""

    files: dict[str, str]
    copies: dict[str, str]
    findings: list[Finding]


READING = Reading(front_matter=(*Reading().front_matter, "author"))
"""As a project reads that has its authors' names translated."""


def pages_of(
    name: str, text: str, translations: Translations, targets: Sequence[str]
) -> tuple[dict[str, Page], list[Segment]]:
    """The pages of a Markdown document; a segment that nobody translated stands in French."""
    manuscript = SOURCES[".md"](text, path=f"source_fr/{name}.md", name=name, reading=READING, ids={})

    def known(segment: Segment) -> Translation:
        found = translations.get(segment.text, Translation(None, State.UNTRANSLATED))
        return Translation(found) if isinstance(found, str) else found

    pages = {"fr": manuscript.render(leave, "fr")}
    for language in targets:
        pages[language] = manuscript.render(
            lambda segment: known(segment).text, language, state_of=lambda segment: known(segment).state
        )
    return pages, list(manuscript.segments)


def site_of(
    sources: Mapping[str, str],
    translations: Translations | None = None,
    *,
    targets: tuple[str, ...] = ("en",),
    **settings: object,
) -> tuple[Site, dict[str, dict[str, Page]]]:
    """A site of Markdown documents by name, and its pages."""
    everything, documents = {}, []
    for name, text in sources.items():
        manuscript = SOURCES[".md"](text, path=f"source_fr/{name}.md", name=name, reading=READING, ids={})
        everything[name], _ = pages_of(name, text, translations or {}, targets)
        counts = {language: coverage.count(manuscript.segments, None) for language in targets}
        documents.append(
            editions.describe(
                name=name,
                source_path=f"source_fr/{name}.md",
                pages=editions.galleys(everything[name], path=f"{name}.md", source="fr"),
                counts=counts,
                front_matter=manuscript.front_matter,
            )
        )
    names = ("fr", *targets, *(f"fr-{target}" for target in targets))
    values: dict[str, object] = {"title": "Cahiers", "editions": names} | settings
    return Site(documents=tuple(documents), targets=targets, **values), everything  # type: ignore[arg-type]


def publish(site: Site, pages: Mapping[str, Mapping[str, Page]]) -> Published:
    """All editions of a site, with what they share."""
    out = Published({}, {}, [])
    pieces = [*editions.shared(editions.plan(site))]
    for name in site.editions:
        pieces += editions.publish(site, edition=name, pages=pages.__getitem__)
    for piece in pieces:
        match piece:
            case OutputFile():
                assert piece.path not in out.files, f"{piece.path} is written twice"
                out.files[piece.path] = piece.data.decode("utf-8")
            case AssetCopy():
                out.copies[piece.target] = piece.source
            case _:
                out.findings.append(piece)
    return out


def published(sources: Mapping[str, str], translations: Translations | None = None, **settings: object) -> Published:
    """A site of Markdown documents, published in all its editions."""
    return publish(*site_of(sources, translations, **settings))  # type: ignore[arg-type]


@dataclass(slots=True)
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    above: list[Element] = field(repr=False)
    text: str = ""
    inside: list[Element] = field(default_factory=list, repr=False)

    @property
    def classes(self) -> set[str]:
        """Its classes."""
        return set(self.attributes.get("class", "").split())

    @property
    def language(self) -> str:
        """The language its text is in."""
        return next((e.attributes["lang"] for e in (self, *reversed(self.above)) if "lang" in e.attributes), "")


class Reader(HTMLParser):
    """Reads a page strictly: every tag must be closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self.open, f"left open: {[e.tag for e in self.open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {tag} {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, list(self.open))
        self.elements.append(element)
        if self.open:
            self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Give text to all elements it stands in."""
        for element in self.open:
            element.text += data

    def all(self, tag: str = "", *, cls: str = "", attribute: str = "") -> list[Element]:
        """The elements of a kind, in order."""
        return [
            e
            for e in self.elements
            if (not tag or e.tag == tag)
            and (not cls or cls in e.classes)
            and (not attribute or attribute in e.attributes)
        ]

    def article(self) -> Element:
        """The one article."""
        (article,) = self.all("article")
        return article

    def passages(self) -> list[tuple[str, str, str]]:
        """The passages of the article: id, language of the column, text."""
        found = []
        for element in self.all(attribute="data-segment"):
            if any(e.tag == "article" for e in element.above):
                column = next((e.attributes["lang"] for e in reversed(element.above) if "lang" in e.attributes), "")
                found.append((element.attributes["data-segment"], column, element.text))
        return found
