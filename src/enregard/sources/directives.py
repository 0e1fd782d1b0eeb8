"""What an author can tell the program inside a manuscript: skip, resume, note, context, whole."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from enregard.errors import SourceError
from enregard.sources.naming import one_line

COMMENT = re.compile(r"<!--[ \t\n]*enregard[ \t]*:[ \t\n]*(?P<said>.*?)[ \t\n]*-->", re.DOTALL)
"""One directive: an HTML comment that begins with ``enregard:``."""

VERBS = ("skip", "resume", "note", "context", "whole")


@dataclass(frozen=True, slots=True)
class Directive:
    """One instruction of the author: a verb, and the words that go with ``note`` and ``context``."""

    verb: str
    words: str = ""


def parse(said: str, *, path: str, line: int | None) -> Directive:
    """Read what stands after ``enregard:``. Raises SourceError for an unknown verb, or a note without words."""
    verb, _, words = said.partition(" ")
    words = one_line(words)
    if verb not in VERBS:
        near = difflib.get_close_matches(verb, VERBS, n=1, cutoff=0.4)
        hint = f"did you mean “{near[0]}”? " if near else ""
        raise SourceError(
            f"unknown directive “{verb}”",
            path=path,
            line=line,
            advice=f"{hint}The directives are {', '.join(VERBS)}.",
        )
    if (verb in {"note", "context"}) != bool(words):
        raise SourceError(
            f"the directive “{verb}” {'needs words after it' if verb in {'note', 'context'} else 'takes no words'}",
            path=path,
            line=line,
            advice=f"Write <!-- enregard: {verb}{' TEXT' if verb in {'note', 'context'} else ''} -->.",
        )
    return Directive(verb, words)


class Scope:
    """What the directives read so far say about the text that comes next.

    A class because it is a small state machine: ``skip`` holds until ``resume``; ``note``, ``context`` and ``whole``
    wait for the next text and are used up by it.
    """

    __slots__ = ("_block_whole", "context", "note", "skipping", "whole")

    def __init__(self) -> None:
        self.skipping = False
        self.note: str | None = None
        self.context: str | None = None
        self.whole = False
        self._block_whole = False

    def obey(self, directive: Directive) -> None:
        """Take one directive into account."""
        match directive.verb:
            case "skip":
                self.skipping = True
            case "resume":
                self.skipping = False
            case "note":
                self.note = directive.words if self.note is None else f"{self.note} {directive.words}"
            case "context":
                self.context = directive.words
            case _:
                self.whole = True

    def take(self) -> tuple[str | None, str | None]:
        """The note and the context for the text at hand; the next text has none."""
        taken = self.note, self.context
        self.note = self.context = None
        return taken

    def enter_block(self) -> None:
        """A new top-level block begins: ``whole`` read before it holds for all of it."""
        self._block_whole, self.whole = self.whole, False

    @property
    def is_whole(self) -> bool:
        """True where the text at hand need not be cut into sentences."""
        return self.whole or self._block_whole or self.skipping
