"""The line on which each segment begins: a cursor that only moves forward, and says None when it is not certain."""

from __future__ import annotations

import re

_FENCE = re.compile(r"\n[ \t]*(`{3,}|~{3,}).*(?:\n.*)*?\n[ \t]*\1[`~]*[ \t]*(?=\n)")
_NOTE = re.compile(r"\n {0,3}\[\^([^\]\n]*)\]:")
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

    __slots__ = ("_beginning", "_line", "_notes", "_patience", "_position", "_text")

    def __init__(self, text: str, *, first_line: int = 1) -> None:
        self._text = f"\n{text}\n"  # every line stands between two line ends
        if "```" in text or "~~~" in text:
            self._text = _FENCE.sub(lambda fence: "\n" * fence.group().count("\n"), self._text)
        self._beginning = (1, first_line)
        self._position, self._line = self._beginning
        self._patience = FAR * len(text)
        self._notes: dict[str, tuple[int, int]] | None = None

    def restart(self) -> None:
        """Start again at the beginning."""
        self._position, self._line = self._beginning

    def enter_note(self, label: str) -> None:
        """Start again where a note is defined, or at the beginning: notes are defined anywhere and set at the end."""
        if self._notes is None:
            self._notes = {}
            position, line = self._beginning
            for found in _NOTE.finditer(self._text):
                line += self._text.count("\n", position, found.start() + 1)
                position = found.start() + 1
                self._notes.setdefault(found[1], (position, line))
        self._position, self._line = self._notes.get(label, self._beginning)

    def find(self, run: str) -> int | None:
        """The line on which this run of source text begins; the cursor moves behind it. None: not certain."""
        head = run.partition("\n")[0].strip()
        if not head:
            return None
        text, start = self._text, self._position
        end = len(text) if self._patience > 0 else start + NEAR
        for _ in range(TRIES):
            at = text.find(head, start, end)
            if at < 0:
                self._patience -= end - start
                return None
            behind = at + len(head)
            if text[at - 1] == "\n" == text[behind] or self._stands_alone(at, behind):
                self._line += text.count("\n", self._position, at)
                self._position = behind
                return self._line
            start = at + 1
        return None

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether the run fills its line, or its table cell, but for block markers and an attribute list."""
        before = self._text[self._text.rfind("\n", 0, start) + 1 : start]
        after = self._text[end : self._text.find("\n", end)]
        if "<" in before:
            before = _TAG.sub("", before)
        after = (_TAG.sub("", after) if "<" in after else after).strip()
        if "|" in before or after.startswith("|"):
            before = before.rsplit("|", 1)[-1]
            after = after.split("|", 1)[0].strip()
        ends = not after or re.fullmatch(r"""["#]*(?:\s*\{[^{}]*\})?|<!--.*""", after) is not None
        return ends and _MARKERS.fullmatch(before) is not None
