"""The line on which each segment begins: a cursor that only moves forward, and says None when it is not certain."""

from __future__ import annotations

import re
from bisect import bisect_right

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?^[ \t]*\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]*)\]:", re.MULTILINE)
_TAG = re.compile(r"<[^<>\n]*>")
_MARKERS = re.compile(
    r"""(?:[\s>|]|[*+\-][ \t]|\d+[.)][ \t]|\#{1,6}|:[ \t]|!!![ ]?[\w \t-]*"?|\[\^[^\]]*\]:|<!--.*?-->)*"""
)


TRIES = 100
"""Places looked at before a run is given up as not certain: keeps the time linear where a word recurs everywhere."""
FAR = 16
"""So many times the length of the text may be searched for runs that are nowhere in it ..."""
NEAR = 1 << 15
"""... and from then on each run is looked for among so many characters only: that too keeps the time linear."""


class Cursor:
    """Finds runs of text in a source, each behind the one before.

    A class because it remembers how far it has come.
    """

    __slots__ = ("_first_line", "_notes", "_patience", "_position", "_starts", "_text")

    def __init__(self, text: str, *, first_line: int = 1) -> None:
        self._text = _FENCE.sub(lambda m: re.sub(r"[^\n]", "\x00", m.group()), text)
        self._position = 0
        self._patience = FAR * len(text)
        self._notes: dict[str, int] | None = None
        self._first_line = first_line
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def restart(self) -> None:
        """Start again at the beginning."""
        self._position = 0

    def enter_note(self, label: str) -> None:
        """Start again where a note is defined, or at the beginning: notes are defined anywhere and set at the end."""
        if self._notes is None:
            self._notes = {}
            for found in _NOTE.finditer(self._text):
                self._notes.setdefault(found[1], found.start())
        self._position = self._notes.get(label, 0)

    def find(self, run: str) -> int | None:
        """The line on which this run of source text begins; the cursor moves behind it. None: not certain."""
        head = run.split("\n", 1)[0].strip()
        if not head:
            return None
        start = self._position
        end = len(self._text) if self._patience > 0 else start + NEAR
        for _ in range(TRIES):
            at = self._text.find(head, start, end)
            if at < 0:
                self._patience -= end - start
                return None
            if self._stands_alone(at, at + len(head)):
                self._position = at + len(head)
                return self._line(at)
            start = at + 1
        return None

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether the run fills its line, or its table cell, but for block markers and an attribute list."""
        line_start = self._text.rfind("\n", 0, start) + 1
        line_end = self._text.find("\n", end)
        line_end = len(self._text) if line_end < 0 else line_end
        if start == line_start and end == line_end:
            return True
        before, after = self._text[line_start:start], self._text[end:line_end]
        if "<" in before:
            before = _TAG.sub("", before)
        after = (_TAG.sub("", after) if "<" in after else after).strip()
        if "|" in before or after.startswith("|"):
            before = before.rsplit("|", 1)[-1]
            after = after.split("|", 1)[0].strip()
        ends = not after or re.fullmatch(r"""["#]*(?:\s*\{[^{}]*\})?|<!--.*""", after) is not None
        return ends and _MARKERS.fullmatch(before) is not None

    def _line(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1 + self._first_line
