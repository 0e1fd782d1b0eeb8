"""What a reader meets in a rendered passage: its words, and its links, images, code, notes and emphasis."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape

from enregard.markup.tokenizer import Token, tokens

EMPHASIS = frozenset({"em", "strong", "b", "i", "del", "ins", "s", "u", "mark"})
"""Elements that `Marks.emphasis` counts."""

_SHOWN_RAW = frozenset({"textarea", "xmp", "plaintext"})


@dataclass(frozen=True, slots=True)
class Marks:
    """What a rendered passage holds besides its words, each in reading order and as often as it occurs."""

    links: tuple[str, ...] = ()
    """Targets of links; footnote references and their back-links are not links here."""
    images: tuple[str, ...] = ()
    """Addresses of images."""
    code: tuple[str, ...] = ()
    """Texts of code spans."""
    footnotes: tuple[str, ...] = ()
    """Targets of footnote references, without ``#``."""
    emphasis: tuple[str, ...] = ()
    """Names of the elements of `EMPHASIS`."""
    breaks: int = 0
    """Forced line breaks."""
    abbreviations: tuple[str, ...] = ()
    """Texts of marked abbreviations."""
    others: tuple[str, ...] = ()
    """Names of all other elements."""


def text(html: str) -> str:
    """The visible text, entities resolved; a forced line break is a newline, an image has no text."""
    return "".join(_visible(token) for token in tokens(html)) if "<" in html else unescape(html)


def marks(html: str) -> Marks:
    """What a rendered passage holds besides its words."""
    tally = _Tally()
    for token in tokens(html):
        if tally.inside:
            tally.continue_inside(token)
        if token.kind == "start":
            tally.add(token)
    tally.leave()
    return Marks(
        links=tuple(tally.links),
        images=tuple(tally.images),
        code=tuple(tally.code),
        footnotes=tuple(tally.footnotes),
        emphasis=tuple(tally.emphasis),
        breaks=tally.breaks,
        abbreviations=tuple(tally.abbreviations),
        others=tuple(tally.others),
    )


@dataclass(slots=True)
class _Tally:
    """The marks met so far; a class because the text of code and of abbreviations is gathered over many tokens."""

    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    emphasis: list[str] = field(default_factory=list)
    breaks: int = 0
    abbreviations: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    inside: str = ""
    """Name of the ``code`` or ``abbr`` element that is open; of nested ones, the outermost."""
    gathered: list[str] = field(default_factory=list)

    def add(self, token: Token) -> None:
        name = token.name
        if name == "a":
            self._add_link(token)
        elif name == "img":
            self.images.append(token.attribute("src") or "")
        elif name in {"code", "abbr"}:
            self.inside = self.inside or name
        elif name in EMPHASIS:
            self.emphasis.append(name)
        elif name == "br":
            self.breaks += 1
        elif not (name == "sup" and (token.attribute("id") or "").startswith("fnref")):
            self.others.append(name)

    def _add_link(self, token: Token) -> None:
        target = token.attribute("href")
        classes = (token.attribute("class") or "").split()
        if target is None:
            self.others.append("a")
        elif "footnote-ref" in classes:
            self.footnotes.append(target.removeprefix("#"))
        elif "footnote-backref" not in classes:
            self.links.append(target)

    def continue_inside(self, token: Token) -> None:
        if token.kind == "end" and token.name == self.inside:
            self.leave()
        else:
            self.gathered.append(_visible(token))

    def leave(self) -> None:
        if self.inside:
            (self.code if self.inside == "code" else self.abbreviations).append("".join(self.gathered))
        self.inside = ""
        self.gathered.clear()


def _visible(token: Token) -> str:
    if token.kind == "text":
        return unescape(token.raw)
    if token.kind == "start" and token.name == "br":
        return "\n"
    if token.kind == "other" and token.name in _SHOWN_RAW:
        return unescape(token.raw) if token.name == "textarea" else token.raw
    return ""
