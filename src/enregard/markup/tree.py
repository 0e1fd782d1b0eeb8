"""HTML as the tree that a browser makes of it, where authors write tags in the middle of each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from enregard.markup.attributes import start_tag
from enregard.markup.mending import BLOCKS, ENDED_BY
from enregard.markup.tokenizer import FOREIGN, VOID, Token, shown_tokens
from enregard.markup.vocabulary import HEADINGS, ROW_PARENTS, TABLE_PARTS, UNSHOWN

DEEPEST = 100
"""Elements inside each other; tags beyond that do nothing, their text stays."""
_FENCES = frozenset("table td th caption template object button svg math".split())  # noqa: SIM905 - a line of names
"""Elements through which no tag inside them ends what is open around them."""
_LISTS = frozenset({"ul", "ol", "menu", "dl", "dir", "blockquote", "section", "article", "figure", "details"}) | _FENCES
_STYLED = frozenset("b big code em font i s small strike strong tt u sub sup span mark".split())  # noqa: SIM905 - the same
_ALONE = frozenset({"a", "button", "form", "nobr"})
"""Elements that cannot stand in one of their own kind: the first one ends there."""
_LEAVE_A_DRAWING = BLOCKS | frozenset(
    "b big br code dd dt em embed i img li meta nobr pre ruby s small span strong strike sub sup tt u var".split()  # noqa: SIM905 - the same
)
"""Elements that end a drawing (HTML, "any other start tag" in foreign content)."""
_HTML_INSIDE = frozenset({"foreignobject", "desc", "title", "annotation-xml"})
_ROOT_OF: dict[str, frozenset[str]] = {
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "tr": frozenset({"thead", "tbody", "tfoot", "table"}),
}
_WHITE = re.compile(r"[ \t\n\f\r]*")


@dataclass(slots=True, eq=False)
class Node:
    """An element, or the raw HTML of a text or a comment, in which case it has no name."""

    name: str = ""
    token: Token | None = None
    """The start tag it was made from."""
    raw: str = ""
    """The text, as it is written on the page."""
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    ended: bool = False
    """True where an end tag of its own ends it."""

    @property
    def is_blank(self) -> bool:
        """True for white space and comments."""
        return not self.name and (_WHITE.fullmatch(self.raw) is not None or self.raw.startswith("<!--"))

    @property
    def is_self_closed(self) -> bool:
        """True for ``<x/>`` of an element that is not void."""
        return self.token is not None and self.token.void_or_self_closing and self.name not in VOID

    def adopt(self, children: Iterable[Node]) -> None:
        """Take other children instead of those it has."""
        self.children = list(children)
        for child in self.children:
            child.parent = self


def tree(html: str) -> Node:
    """The HTML as a tree, in a node without name; no text is lost, and nothing inside can end what is around it."""
    grown = _Growing()
    for token in shown_tokens(html):
        if token.kind == "start":
            grown.start(token)
        elif token.kind == "end":
            grown.end(token)
        elif token.kind == "endless" or token.never_ends:
            grown.text(escape(token.raw, quote=False))
        elif token.kind == "comment" and not token.raw.startswith("<!--"):
            grown.text(f"<!--{token.raw[1:-1].replace('--', '- -')}-->")
        elif token.kind == "text":
            grown.text(token.raw.replace("<", "&lt;"))
        elif token.kind == "comment" or token.name:
            grown.text(token.raw)
    return grown.root


@dataclass(slots=True)
class _Growing:
    """The tree so far and the elements that are open in it; a class because each tag changes both."""

    root: Node = field(default_factory=Node)
    stack: list[Node] = field(default_factory=list)

    @property
    def top(self) -> Node:
        return self.stack[-1] if self.stack else self.root

    @property
    def in_foreign(self) -> bool:
        return not FOREIGN.isdisjoint([node.name for node in self.stack])

    def text(self, raw: str) -> None:
        node = Node(raw=raw)
        self._add(node, misplaced=self.top.name in ROW_PARENTS and not node.is_blank)

    def start(self, token: Token) -> None:
        name = token.name
        drawing = self.in_foreign
        if drawing and name in _LEAVE_A_DRAWING and not any(one.name in _HTML_INSIDE for one in self.stack):
            while self.in_foreign:
                self.stack.pop()
            drawing = False
        if drawing and name in ENDED_BY:
            return  # parts of tables and the like draw nothing
        if drawing:
            self._add(node := Node(name, token))
            if not token.void_or_self_closing:
                self.stack.append(node)
            return
        if name in UNSHOWN or len(self.stack) >= DEEPEST or (name in TABLE_PARTS and not self._open("table")):
            return
        self._end_before(name)
        misplaced = self.top.name in ROW_PARENTS and name not in TABLE_PARTS | {"script", "template"}
        self._add(node := Node(name, token), misplaced=misplaced)
        if name not in VOID and not (name in FOREIGN and token.void_or_self_closing):
            self.stack.append(node)

    def end(self, token: Token) -> None:
        name = token.name
        place = self._open(name)
        if not place:
            if name == "br":
                self.start(Token("start", "<br>", "br"))
            return
        ended = self.stack[place - 1 :]
        ended[0].ended = True
        del self.stack[place - 1 :]
        if name in _STYLED and all(node.name in _STYLED for node in ended):
            for node in ended[1:]:  # <b>x<i>y</b>z</i>: z is italic
                if "data-segment" not in dict(node.token.attributes if node.token else ()):
                    self._add(again := Node(node.name, _anew(node)))
                    self.stack.append(again)

    def _end_before(self, name: str) -> None:
        """End what the start tag of an element ends."""
        if name in BLOCKS or name in {"li", "dt", "dd"}:
            self._close("p", _FENCES)
        if name in {"li", "dt", "dd"}:
            for one in {"li"} if name == "li" else {"dt", "dd"}:
                self._close(one, _LISTS)
        elif name in HEADINGS and self.top.name in HEADINGS:
            self.stack.pop()
        elif name in _ALONE:
            self._close(name, _FENCES - {"button"})
        elif name in TABLE_PARTS:
            self._to_row_of(name)
        while self.stack and name in ENDED_BY.get(self.top.name, ()):
            self.stack.pop()

    def _to_row_of(self, name: str) -> None:
        wanted = _ROOT_OF.get(name, frozenset({"colgroup", "table"} if name == "col" else {"table"}))
        while self.top.name not in wanted and self.top.name != "table":
            self.stack.pop()
        if name in {"td", "th"} and self.top.name != "tr":
            self.start(Token("start", "<tr>", "tr"))
        elif name == "col" and self.top.name != "colgroup":
            self.start(Token("start", "<colgroup>", "colgroup"))

    def _close(self, name: str, fences: frozenset[str]) -> None:
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place].name == name:
                del self.stack[place:]
                return
            if self.stack[place].name in fences:
                return

    def _open(self, name: str) -> int:
        """One more than the place of the innermost open element of a name; 0 where there is none that can be ended."""
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place].name == name:
                return place + 1
            if self.stack[place].name in {"td", "th", "caption"} and name not in TABLE_PARTS | {"table"}:
                return 0
        return 0

    def _add(self, node: Node, *, misplaced: bool = False) -> None:
        parent, place = self.top, len(self.top.children)
        if misplaced:
            table = next(one for one in reversed(self.stack) if one.name == "table")
            parent = table.parent or self.root
            place = parent.children.index(table)
        node.parent = parent
        parent.children.insert(place, node)


def _anew(node: Node) -> Token:
    """The start tag of the same element where it goes on, without what may stand once only."""
    kept = tuple((name, value) for name, value in (node.token.attributes if node.token else ()) if name != "id")
    return Token("start", start_tag(node.name, kept), node.name, kept)
