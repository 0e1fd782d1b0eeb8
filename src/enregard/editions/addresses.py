"""Addresses taken out of HTML, so that a page can be set before the rest of the site is known."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from urllib.parse import SplitResult, unquote, urlsplit

from enregard.editions.contract import Address
from enregard.markup.attributes import TAG_NAME, attribute_matches, lower, value, written_in

_TAG = re.compile(
    r"""<(?:a|area|img|source|video|audio|track|embed|object)\s(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE
)
_PLAIN_LINK = re.compile(r"""(<a href=")([^"&<>]*)("(?: (?:title|class|rel)="[^"<>]*")*>)""")
_ADDRESSES = ("href", "src", "poster", "data")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_REMOTE = re.compile(r"//|https?:", re.IGNORECASE)
_SIZES = re.compile(r"(\s*,\s*)")
_MARK = re.compile("\x00([0-9]+)(?::([0-9]+))?\x00")
"""Stands where an address was: the hole it left, and in which of a page's languages; no HTML of others holds it."""


@dataclass(frozen=True, slots=True)
class Hole:
    """The value of an attribute that waits for the rest of the site."""

    raw: str
    """As it is written between double quotation marks, its signs escaped as its author has them."""
    value: str
    parts: tuple[str | int, ...]
    """What it is made of: text that stays, and places in ``Document.addresses``."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is wrong with an address, or may be."""

    rule: str
    written: str
    message: str
    """Empty where only the rest of the site can tell."""
    address: int | None = None
    """Place in ``Document.addresses`` of one that waits for the rest of the site."""


@dataclass(slots=True)
class Addresses:
    """The addresses of one document while they are taken out of it; a class because all its languages share them."""

    path: str
    """The document's own path below the source folder."""
    anchors: frozenset[str]
    image_hosts: Sequence[str] = ()
    known: dict[Address, int] = field(default_factory=dict)
    holes: dict[Hole, int] = field(default_factory=dict)
    tags: dict[str, tuple[str, tuple[Doubt, ...]]] = field(default_factory=dict)
    """What each tag that was met becomes, and what may be wrong with it."""

    def cut(self, html: str, doubts: list[Doubt] | None = None) -> str:
        """The HTML with a mark where an address waits for the rest of the site; ``doubts`` are added to."""
        if "href=" not in html and "src" not in html and "poster=" not in html and "data=" not in html:
            return html

        def change(match: re.Match[str]) -> str:
            raw = match[0]
            known = self.tags.get(raw)
            if known is None:
                found: list[Doubt] = []
                known = self.tags[raw] = (self._tag(raw, found), tuple(found))
            if doubts is not None:
                doubts.extend(known[1])
            return known[0]

        return _TAG.sub(change, html)

    def _tag(self, raw: str, doubts: list[Doubt]) -> str:
        if link := _PLAIN_LINK.fullmatch(raw):
            address = link[2]
            part = self._part(address, doubts, image=False)
            if part == address:
                return raw
            return link[1] + self._value(Hole(address, address, (part,))) + link[3]
        opening = TAG_NAME.match(raw)
        if opening is None:
            return raw
        name, written = lower(opening[1]), list(attribute_matches(raw, opening.end()))
        attributes: dict[str, str | None] = {}
        for match in written:
            attributes.setdefault(lower(match["name"]), value(match))
        image, found = name not in {"a", "area"}, list[Doubt]()
        values: dict[str, tuple[str | int, ...]] = {
            one: (self._part(old, found, image=image),)
            for one, old in attributes.items()
            if old is not None and one in _ADDRESSES
        }
        if sizes := attributes.get("srcset"):
            values["srcset"] = tuple(part for size in _SIZES.split(sizes) for part in self._candidate(size, found))
        if name == "img" and (remote := self._remote_image(attributes, doubts)) is not None:
            return remote
        doubts += found
        return self._rewritten(raw, written, values)

    def _rewritten(
        self, raw: str, written: Sequence[re.Match[str]], values: Mapping[str, tuple[str | int, ...]]
    ) -> str:
        """The tag with other values for some of its attributes, all else byte for byte."""
        out, done = [], 0
        for match in written:
            group, parts = written_in(match), values.get(lower(match["name"]))
            if group is None or parts is None:
                continue
            old = value(match) or ""
            start, end = match.span(group)
            new = self._value(Hole(match[group] if group == "double" else escape(old), old, parts))
            out += [raw[done:start], f'"{new}"' if group == "bare" else new]
            done = end
        return "".join((*out, raw[done:]))

    def _value(self, hole: Hole) -> str:
        """What stands in place of an address: a mark, or the address where the rest of the site matters nothing."""
        if all(isinstance(part, str) for part in hole.parts):
            return _written_out(hole, str)
        return f"\x00{self.holes.setdefault(hole, len(self.holes))}\x00"

    def _candidate(self, size: str, doubts: list[Doubt]) -> tuple[str | int, ...]:
        """One image of a set, with the width or density it is meant for."""
        words = size.split(maxsplit=1)
        if not words or size.strip() == ",":
            return (size,)
        return (self._part(words[0], doubts, image=True), *(f" {word}" for word in words[1:]))

    def _part(self, written: str, doubts: list[Doubt], *, image: bool) -> str | int:
        """The address as the page has it, or the place of one that waits for the rest of the site."""
        address = written.strip()
        if _HAS_SCHEME.match(address) or address.startswith(("//", "\\")):
            return written
        if address.startswith("#") or not address:
            self._check_anchor(written, address[1:], doubts)
            return written
        parts = split(address)
        if parts is None:
            doubts.append(Doubt("dead-link", written, f"{written} is no address"))
            return written
        if not image and parts.fragment and not parts.query and self._is_own(parts.path):
            self._check_anchor(written, parts.fragment, doubts)
            return f"#{parts.fragment}"
        place = self.known.setdefault(Address(written, image), len(self.known))
        doubts.append(Doubt("dead-link", written, "", place))
        return place

    def _is_own(self, path: str) -> bool:
        """Does a path lead to the document that it stands in?"""  # noqa: D400 - a question
        target = target_of(path, self.path)
        return target == self.path or target in {posixpath.splitext(self.path)[0] + suffix for suffix in ("", ".html")}

    def _check_anchor(self, written: str, fragment: str, doubts: list[Doubt]) -> None:
        if not is_anchor(fragment, self.anchors):
            doubts.append(Doubt("dead-link", written, no_anchor(written, self.path)))

    def _remote_image(self, attributes: Mapping[str, str | None], doubts: list[Doubt]) -> str | None:
        """A link in place of another host's image, which the content security policy keeps from loading."""
        address = (attributes.get("src") or "").strip()
        if not _REMOTE.match(address):
            return None
        parts = split(address)
        host = (parts and parts.hostname) or ""
        if host in self.image_hosts:
            return None
        doubts.append(Doubt("remote-image", address, f"{address} is an image of another host; readers get a link"))
        words = attributes.get("alt") or posixpath.basename(parts.path if parts else "") or host or address
        return f'<a class="remote-image" href="{escape(address)}">{escape(words)}</a>'


def marked_as(html: str, place: int) -> str:
    """The HTML with its marks those of a page's other language, counted from 0."""
    return _MARK.sub(f"\x00\\1:{place}\x00", html) if "\x00" in html else html


def holes_in(html: str) -> list[int]:
    """The holes whose marks stand in HTML."""
    return [int(hole) for hole, _ in _MARK.findall(html)] if "\x00" in html else []


def filled(html: str, holes: Sequence[Hole], leads: Sequence[Sequence[str]]) -> str:
    """The HTML with its addresses; ``leads``: what is written for each, by language or once for all of them."""
    if "\x00" not in html:
        return html
    pieces = html.split("\x00")
    known = {mark: _address(mark, holes, leads) for mark in set(pieces[1::2])}
    pieces[1::2] = [known[mark] for mark in pieces[1::2]]
    return "".join(pieces)


def _address(mark: str, holes: Sequence[Hole], leads: Sequence[Sequence[str]]) -> str:
    hole, _, language = mark.partition(":")
    place = int(language or 0)
    return _written_out(holes[int(hole)], leads[place if place < len(leads) else 0].__getitem__)


def _written_out(hole: Hole, lead: Callable[..., str]) -> str:
    new = "".join([part if isinstance(part, str) else lead(part) for part in hole.parts])
    return hole.raw if new == hole.value else escape(new)


@lru_cache(maxsize=10_000)
def split(address: str) -> SplitResult | None:
    """The parts of an address; None where no browser could tell them apart."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


@lru_cache(maxsize=10_000)
def target_of(path: str, document: str) -> str | None:
    """The file that a path in a document means, below the source folder; None when it climbs out of it."""
    path = unquote(path)
    folder = "" if path.startswith("/") else posixpath.dirname(document)
    target = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    return None if target == ".." or target.startswith("../") else target


def is_anchor(fragment: str, anchors: frozenset[str]) -> bool:
    """Whether a link may lead to a fragment; of a passage's permalink or a text fragment only a browser can tell."""
    known = not fragment or fragment == "top" or fragment in anchors or unquote(fragment) in anchors
    return known or fragment.startswith(("s-", ":~:"))


def no_anchor(written: str, path: str) -> str:
    """What is wrong with a link to a fragment that its document does not have."""
    return f"{written}: {path} has no heading or element of that id"
