"""Segments in the making: the runs of a document collected in reading order, with what its directives ask for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from enregard.errors import SourceError
from enregard.model import Kind, Limits, Omitted, Segment
from enregard.sources.directives import Scope
from enregard.sources.naming import Names, one_line

if TYPE_CHECKING:
    from enregard.sources.contract import Ids

_BLANKS = " \t\r\f"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a run: what it says, what stands behind it, and which segment it is."""

    text: str
    behind: str
    """White space, a hard break, or text that is nobody's to translate."""
    segment: int | None
    """Index of its segment in the manuscript; None: stays as it is in every language."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the segments of one slot have in common."""

    kind: Kind
    type: str
    literal: bool = False
    level: int | None = None
    """Of a heading: 1 to 6."""


class Drafts:
    """The segments and the omitted text of one document, as they are found.

    A class because reading is one pass that knows where it stands: below which headings, under which directives.
    """

    def __init__(self, *, path: str, limits: Limits, ids: Ids) -> None:
        self.path = path
        self._names = Names(ids)
        self.limits = limits
        self.scope = Scope()
        self.segments: list[Segment] = []
        self.omitted: list[Omitted] = []
        self._section: list[tuple[int, str]] = []
        self._titles: tuple[str, ...] = ()

    def meet_heading(self, level: int) -> None:
        """A heading comes next: the sections of its level and below end here."""
        self._section = [above for above in self._section if above[0] < level]
        self._titles = tuple(title for _, title in self._section)

    def enter_heading(self, level: int, title: str) -> None:
        """All that follows stands below this heading."""
        self.meet_heading(level)
        self._section.append((level, title))
        self._titles += (title,)

    def leave_sections(self) -> None:
        """What follows stands below no heading: notes, definitions."""
        self.meet_heading(0)

    def omit(self, text: str, reason: str, line: int | None) -> None:
        """Note text that no translator is offered."""
        text = one_line(text)
        if text:
            self.omitted.append(Omitted(text, reason, line))

    def add(
        self,
        parts: list[tuple[str, str]],
        standing: Standing,
        *,
        line: int | None,
        has_words: Callable[[str], bool],
        breaks: list[int],
        say: Callable[[str], str] | None = None,
    ) -> tuple[Piece, ...]:
        """Make segments of the sentences of one run.

        ``parts``: each sentence and the white space behind it; ``line``: the line on which the run begins; ``breaks``:
        offsets of the line ends in the run, to tell the line of each sentence; ``say`` turns source text into a msgid.
        Returns the pieces that take the place of the run.
        """
        if self.scope.skipping:
            self.omit("".join(a + b for a, b in parts), "skipped by a directive", line)
            return tuple(Piece(text, behind, None) for text, behind in parts)
        merged = parts if len(parts) == 1 else _merged(parts, has_words)
        if not has_words(merged[0][0]):  # sentences without words are joined to others: it is the only one
            self.omit(merged[0][0], "no words outside code, addresses and tags", line)
            return (Piece(*merged[0], None),)
        return self._keep(merged, standing, line=line, breaks=breaks, say=say)

    def add_one(self, text: str, standing: Standing, *, line: int | None) -> int:
        """Make one segment of a text that is never cut: a title, an attribute. Returns its index."""
        self._keep([(text, "")], standing, line=line, breaks=[], say=None)
        return len(self.segments) - 1

    def _keep(
        self,
        parts: list[tuple[str, str]],
        standing: Standing,
        *,
        line: int | None,
        breaks: list[int],
        say: Callable[[str], str] | None,
    ) -> tuple[Piece, ...]:
        note, context = self.scope.take()
        segments, long = self.segments, self.limits.segment // 4  # no character takes more than four bytes
        pieces = []
        offset, begins = 0, line
        for number, (text, behind) in enumerate(parts, start=1):
            if line is not None and breaks:
                begins = line + bisect_right(breaks, offset)
                offset += len(text) + len(behind)
            if len(text) > long:
                self._check_size(text, begins)
            said = text if say is None else say(text)
            pieces.append(Piece(text, behind, len(segments)))
            segment = Segment(
                text=said,
                kind=standing.kind,
                id=self._names.next(context, said),
                context=context,
                type=standing.type,
                section=self._titles,
                part=number,
                parts=len(parts),
                note=note,
                literal=standing.literal,
                line=begins,
            )
            segments.append(segment)
            context = None
        return tuple(pieces)

    def _check_size(self, text: str, line: int | None) -> None:
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > self.limits.segment:
            raise SourceError(
                f"too complex: a segment of {size} bytes ({self.limits.segment} are allowed)",
                path=self.path,
                line=line,
                advice="Cut the paragraph in two, or raise [limits] segment in enregard.toml.",
            )


def _merged(parts: list[tuple[str, str]], has_words: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Join a sentence without letters or digits to the one before it, or to the next where it is the first."""
    out: list[tuple[str, str]] = []
    says_something = False
    for text, behind in parts:
        speaks = has_words(text)
        if out and not (speaks and says_something):
            before, between = out.pop()
            out.append((before + between + text, behind))
            says_something = has_words(out[-1][0])
        else:
            out.append((text, behind))
            says_something = speaks
    return out


def fold(text: str, *, breaks: Literal["hard", "every", "none"]) -> tuple[str, list[int]]:
    r"""Fold soft wraps into spaces, and tell where in the result lines ended.

    ``breaks``: which line ends are kept: those behind two spaces (``hard``, written ``"  \n"``), ``every`` one
    (``nl2br``), or ``none`` (raw HTML).
    """
    if "\n" not in text:
        return text, []
    out: list[str] = []
    offsets: list[int] = []
    length = 0
    *lines, last = text.split("\n")
    for number, written in enumerate(lines):
        line = written.lstrip(_BLANKS) if number else written
        words = line.rstrip(_BLANKS)
        gap = "\n" if breaks == "every" else "  \n" if breaks == "hard" and line.startswith("  ", len(words)) else " "
        out += (words, gap)
        offsets.append(length + len(words))
        length += len(words) + len(gap)
    out.append(last.lstrip(_BLANKS))
    return "".join(out), offsets


def parts_at(text: str, cuts: list[int]) -> list[tuple[str, str]]:
    """Cut a text at the boundaries: each sentence, and the white space behind it."""
    if not cuts:
        words = text.rstrip()
        return [(words, text[len(words) :])]
    edges = [0, *cuts, len(text)]
    raw = [text[a:b] for a, b in pairwise(edges)]
    out: list[tuple[str, str]] = []
    for piece in raw:
        lead = piece[: len(piece) - len(piece.lstrip())]
        if out and lead:
            out[-1] = (out[-1][0], out[-1][1] + lead)
            piece = piece[len(lead) :]  # noqa: PLW2901 - the white space went to the sentence before
        words = piece.rstrip()
        if words or not out:
            out.append((words, piece[len(words) :]))
    return out
