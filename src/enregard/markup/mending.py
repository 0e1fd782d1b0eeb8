"""HTML that ends where it ends: nothing left open, nothing closed that was not open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from enregard.markup.tokenizer import FOREIGN, VOID, Token, shown_tokens

BLOCKS = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3"  # noqa: SIM905 - lines of names
    " h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul".split()
)
_ROWS = frozenset({"tr", "tbody", "thead", "tfoot"})
ENDED_BY: Mapping[str, frozenset[str]] = {
    "p": BLOCKS | {"li", "dt", "dd"},
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": _ROWS | {"td", "th"},
    "th": _ROWS | {"td", "th"},
    "tr": _ROWS,
    "option": frozenset({"option", "optgroup"}),
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
}
"""For an open element, the start tags that end it without an end tag (HTML, "optional tags")."""


_PASSES = 4
"""Closing a drawing changes how what follows it is read: so many passes at most, until nothing changes."""


def balanced(html: str) -> str:
    """The same HTML with what is left open closed, and end tags that close nothing dropped.

    Whatever would swallow the text that follows it on a page (a comment, tag or raw-text element without an end)
    becomes visible text. HTML that is balanced comes back unchanged.
    """
    for _ in range(_PASSES):
        before, html = html, _once(html)
        if before == html:
            break
    return html


def _once(html: str) -> str:
    mended = _Mended()
    for token in shown_tokens(html):
        if token.kind == "start":
            mended.open(token)
        elif token.kind == "end":
            mended.close(token)
        else:
            hides = token.never_ends or token.kind == "endless"
            mended.out.append(escape(token.raw, quote=False) if hides else token.raw)
    mended.close_all()
    return "".join(mended.out)


@dataclass(slots=True)
class _Mended:
    """The HTML written so far and the elements that are open in it; a class because each tag changes both."""

    out: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def in_foreign(self) -> bool:
        return any(self.counts[name] for name in FOREIGN)

    def open(self, token: Token) -> None:
        while self.names and token.name in ENDED_BY.get(self.names[-1], ()):
            self._close_last()
        self.out.append(token.raw)
        whole = token.void_or_self_closing and (self.in_foreign or token.name in FOREIGN)
        if token.name not in VOID and not whole:
            self.names.append(token.name)
            self.counts[token.name] += 1

    def close(self, token: Token) -> None:
        if not self.counts[token.name]:
            self.defuse()
            return
        while self.names[-1] != token.name:
            self._close_last()
        self.counts[self.names.pop()] -= 1
        self.out.append(token.raw)

    def defuse(self) -> None:
        """Keep a ``<`` or ``</`` that ends the text so far from making a tag of what follows."""
        if self.out and self.out[-1].endswith(("<", "</")):
            before, _, after = self.out[-1].rpartition("<")
            self.out[-1] = f"{before}&lt;{after}"

    def close_all(self) -> None:
        self.defuse()
        while self.names:
            self._close_last()

    def _close_last(self) -> None:
        name = self.names.pop()
        self.counts[name] -= 1
        self.out.append(f"</{name}>")
