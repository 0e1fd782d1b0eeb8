"""The links of a document's pages, and which of them lead nowhere once all documents are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from enregard import editions
from enregard.editions import Addresses, Document, Link, Plan
from enregard.model import Page


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block of a page that has links, by their numbers."""

    links: tuple[int, ...]
    passages: tuple[tuple[str, tuple[int, ...]], ...]
    """By the id of each passage that has any."""


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one document in all its languages, as far as they may lead nowhere."""

    known: tuple[Link, ...] = ()
    lines: tuple[int | None, ...] = ()
    """The line of the manuscript on which each stands that stands in no words; None: not certain."""
    pages: Mapping[str, tuple[Stretch, ...]] = field(default_factory=dict)
    """By language."""


def links(document: Document, pages: Mapping[str, Page], *, text: str, image_hosts: Sequence[str]) -> Links:
    """The links of a document's pages; ``text`` is its manuscript."""
    addresses = Addresses(document.path, document.anchors, image_hosts)
    known: dict[Link, int] = {}

    def numbers(html: str) -> tuple[int, ...]:
        return tuple([known.setdefault(link, len(known)) for link in editions.links_in(addresses, html)])

    def stretches(page: Page) -> Iterator[Stretch]:
        for block in page.blocks:
            if found := numbers(block.html):
                inside = ((passage.segment.id, numbers(passage.html)) for passage in block.passages)
                yield Stretch(found, tuple([(name, own) for name, own in inside if own]))

    found = {language: tuple(stretches(page)) for language, page in pages.items()}
    loose = {
        number
        for page in found.values()
        for stretch in page
        for number in set(stretch.links).difference(*(own for _, own in stretch.passages))
    }
    lines = tuple([_line(text, link.address.written) if place in loose else None for link, place in known.items()])
    return Links(tuple(known), lines, found)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with the links of a page."""

    dead: Mapping[str, Sequence[str]]
    """By the id of the passage that they stand in."""
    loose: Mapping[str, int | None]
    """With links that stand in no words, and the line of each."""


NO_FAULTS = Faults({}, {})


def faults(order: Plan, document: Document, found: Links, language: str) -> Faults:
    """What leads nowhere on the page of a document in a language."""
    known = [editions.fault(order, document, link, language) for link in found.known]
    dead: dict[str, list[str]] = {}
    loose: dict[str, int | None] = {}
    for stretch in found.pages[language] if any(known) else ():
        inside = [(place, said) for place, own in stretch.passages for said in _each(known, own)]
        for place, said in inside:
            dead.setdefault(place, []).append(said)
        words = {said for _, said in inside}
        for number in stretch.links:
            if known[number] and known[number] not in words:
                loose.setdefault(known[number], found.lines[number])
    return Faults(dead, loose)


def _each(known: Sequence[str], numbers: Sequence[int]) -> list[str]:
    return [said for said in dict.fromkeys([known[number] for number in numbers]) if said]


def _line(text: str, written: str) -> int | None:
    """The line of a manuscript with an address (which holds no space); None where there is none, or more than one."""
    address = written.split(" ", 1)[0].removesuffix(":")
    alone = re.compile(rf"(?<![\w./%-]){re.escape(address)}(?![\w./%-])")
    found = [number for number, line in enumerate(text.split("\n"), 1) if address in line and alone.search(line)]
    return found[0] if len(found) == 1 else None
