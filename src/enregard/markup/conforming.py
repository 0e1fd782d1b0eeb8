"""Whatever HTML an author wrote, as HTML that follows the standard, with all its words and the look it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from enregard.markup.attributes import TAG_NAME, attribute_matches, start_tag
from enregard.markup.tokenizer import FOREIGN, RAW, VOID, Token
from enregard.markup.tree import Node, tree
from enregard.markup.vocabulary import (
    FLOW,
    GLOBAL,
    HEADINGS,
    LINE_ONLY,
    NAMED_ANEW,
    OWN,
    PARTS,
    PHRASING,
    TRANSPARENT,
)

_KNOWN = PHRASING | FLOW | PARTS.keys()
_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_.-]*")
_OTHER_SIGNS = re.compile(r"[^a-z0-9_.-]+")
_NUMBER = re.compile(r"\s*(\d+)(?:\.\d+)?(?:px)?\s*")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)?")
_ALIGNED = frozenset({"left", "right", "center"})
_WAS = "data-was"
"""Attribute that keeps the author's name of an element; before an attribute's name, what no HTML attribute is."""
_CAN_BE_CUT = PHRASING - TRANSPARENT - LINE_ONLY - frozenset(name for parents in PARTS.values() for name in parents)
_ONLY_LINE = frozenset({"p", "dt"}) | LINE_ONLY
_NEEDED_ATTRIBUTES = {"map": "name", "data": "value", "bdo": "dir", "time": "datetime"}
_CHILDREN: Mapping[str, tuple[frozenset[str] | None, frozenset[str]]] = {
    "picture": (frozenset({"img", "source", "script", "template"}), frozenset({"img"})),
    "ruby": (None, frozenset({"rt"})),
    "datalist": (frozenset({"option", "script", "template"}), frozenset()),
    "hgroup": (HEADINGS | {"p", "script", "template"}, HEADINGS),
}
"""For some elements, the elements that they may hold, and those of which they need one."""
_GROUPS = re.compile(r"(?:(?:dt )+(?:dd )+|div )*")
_MOMENT = re.compile(r"\d{4}-\d\d(?:-\d\d)?|\d{4}|\d\d:\d\d(?::\d\d)?")
_CONTROLS = frozenset({"button", "label", "output", "meter", "progress"})
_CHOICES = frozenset({"option", "optgroup", "hr", "script", "template"})
_LINE_PARTS = frozenset({"dt", "legend", "summary", "option", "optgroup", "rt", "rp"})


def conforming(html: str, *, inside: str = "") -> str:
    """The HTML as the standard wants it; ``inside``: name of the element whose content it is.

    All its text is there, in its order as a browser shows it. Elements that HTML does not have become ``span`` or
    ``div`` with their name in ``data-was``, attributes that it does not have ``data-was-*``; ``<x/>`` ends where it
    stands; blocks inside inline elements cut these in two. Sources: HTML, "Content models"; Nu's messages.
    """
    root = tree(html)
    _emptied(root)
    root.adopt(_fitting(root.children, line=inside in _ONLY_LINE, around=inside))
    return "".join(_written(root.children))


def _emptied(node: Node) -> None:
    """Elements that are closed in their start tag hold nothing, unless an end tag shows that they do."""
    out: list[Node] = []
    for child in node.children:
        _emptied(child)
        out.append(child)
        if child.is_self_closed and not child.ended and not _is_foreign(child):
            out += child.children
            child.children = []
    node.adopt(out)


def _is_foreign(node: Node) -> bool:
    return node.name in FOREIGN or (node.parent is not None and _is_foreign(node.parent))


def _fitting(nodes: Sequence[Node], *, line: bool, around: str) -> list[Node]:
    """These nodes as they may stand inside an element called ``around``, in a line or where blocks may stand."""
    out: list[Node] = []
    for node in nodes:
        out += _fit(node, line=line, around=around) if node.name else [node]
    out = _in_lists(out, around)
    if around in {"ul", "ol", "menu"}:
        return _as_items(out)
    return out


def _fit(node: Node, *, line: bool, around: str) -> list[Node]:
    """A node as it may stand there; more than one where it had to be cut around the blocks inside it."""
    name = node.name
    if name in FOREIGN:
        return [node]
    if name in RAW:
        return _fit_raw(node, line=line)
    if name in VOID:
        return [] if _is_lost(node, around) else [_named(node, _shown_as(node, line=line))]
    name = _renamed(node, line=line, around=around)
    must_be_line = name in _ONLY_LINE or name in _LINE_PARTS or (line and name not in PARTS and name not in FLOW)
    children = _fitting(node.children, line=must_be_line, around="dl" if around == "dl" and name == "div" else name)
    if name == "tr" and not any(child.name in {"td", "th"} for child in children):
        return [child for child in children if not child.name]
    node.adopt(children)
    if not _is_complete(node, name):
        name = "span" if line or not any(map(_is_block, children)) else "div"
        node.adopt(_fitting(children, line=must_be_line, around=name))
        children = node.children
    if name == "details":
        _with_summary(node)
    if name == "button" and not (_is_named(node) or any(map(_says, children))):
        name = "span"
    if name in HEADINGS and not any(_says(child) for child in children):
        name = "span" if line else "div"
    if not must_be_line and name in _CAN_BE_CUT and any(map(_is_block, children)):
        return _cut(_named(node, name), children)
    return [_named(node, name)]


def _shown_as(node: Node, *, line: bool) -> str:
    """The name of a void element; ``span`` for one that is written for show: it has no picture, or nobody names it."""
    if node.name == "hr" and line:
        return "br"
    idle = node.name == "img" and not (node.token and node.token.attribute("src"))
    idle = idle or (node.name == "input" and not (_is_named(node) or _inside(node, {"label"})))
    return "span" if idle else node.name


def _is_complete(node: Node, name: str) -> bool:
    """True for an element that has what the standard asks of it: attributes, and children of certain kinds only."""
    token, inside = node.token, [child.name for child in node.children if not child.is_blank]
    needed = _NEEDED_ATTRIBUTES.get(name)
    if needed and (token is None or not token.attribute(needed)):
        return name == "time" and len(inside) == 1 and _MOMENT.fullmatch(node.children[0].raw) is not None
    if name == "dl":
        return _is_in_groups(node)
    allowed, wanted = _CHILDREN.get(name, (None, frozenset()))
    fits = allowed is None or allowed.issuperset(inside)
    return (
        fits
        and (not wanted or not wanted.isdisjoint(inside))
        and (name != "ruby" or not any(map(_is_block, node.children)))
    )


def _is_in_groups(node: Node) -> bool:
    """True for a definition list, or a division of one, in which terms are followed by definitions."""
    inside = [child for child in node.children if not child.is_blank and child.name not in {"script", "template"}]
    if not all(_is_in_groups(child) for child in inside if child.name == "div"):
        return False
    return _GROUPS.fullmatch("".join(f"{child.name or 'text'} " for child in inside)) is not None


def _fit_raw(node: Node, *, line: bool) -> list[Node]:
    """Elements whose content is no markup: shown ones as preformatted text, styles as the first in their parent."""
    name = NAMED_ANEW.get(node.name, node.name)
    if node.name in {"xmp", "plaintext"}:
        for child in node.children:
            child.raw = child.raw.replace("&", "&amp;").replace("<", "&lt;")
        return [_named(node, "span" if line else name)]
    if name == "noscript":  # where no script runs its content is markup, and must not swallow the rest of the page
        for child in node.children:
            child.raw = conforming(child.raw, inside="p" if line else "")
    if name in {"noembed", "noframes", "title"}:
        return []  # no browser shows them
    if name == "style" and not _inside(
        node, {"template"}
    ):  # no page of ours lets it do anything, and none may hold it outside its head
        box = Node("template", Token("start", "<template>", "template"))
        box.adopt([_named(node, name)])
        return [box]
    return [_named(node, name)]


def _renamed(node: Node, *, line: bool, around: str) -> str:
    """The name an element may have where it stands."""
    name = NAMED_ANEW.get(node.name, node.name)
    if name == "main":
        name = "div"
    if name in PARTS and around not in PARTS[name] and (name != "li" or line):
        name = "div"
    if name in {"header", "footer"} and _inside(node, {"header", "footer"}):
        name = "div"
    if name in {"a", "button", "dfn", "label", "form"} and _inside(node, {name, "a"} if name == "button" else {name}):
        name = "span" if name in PHRASING else "div"
    if name == "select" and any(not child.is_blank and child.name not in _CHOICES for child in node.children):
        name = "span"  # written for show in a text, which no browser would show inside it
    unclosed = name in _CONTROLS and any(map(_holds_block, node.children))
    if (name not in _KNOWN and not _is_custom(name)) or unclosed:
        children = [child for child in node.children if not child.is_blank]
        name = "div" if children and all(map(_holds_block, children)) else "span"
    if line and (name in FLOW or name in PARTS) and name not in VOID:
        return name if around in PARTS.get(name, ()) else "span"
    return name


def _is_custom(name: str) -> bool:
    return "-" in name and _PLAIN_NAME.fullmatch(name) is not None


def _inside(node: Node, names: set[str]) -> bool:
    above = node.parent
    while above is not None:
        if above.name in names:
            return True
        above = above.parent
    return False


def _is_lost(node: Node, around: str) -> bool:
    """Void elements that do nothing where they stand."""
    name, token = node.name, node.token
    if name in PARTS:
        return around not in PARTS[name]
    return name in {"link", "meta"} and token is not None and token.attribute("itemprop") is None


def _is_block(node: Node) -> bool:
    """True for what may not stand in a line, or holds such a thing where it may hold what is around it."""
    if node.name in TRANSPARENT or _is_custom(node.name):
        return any(map(_is_block, node.children))
    return bool(node.name) and node.name not in PHRASING


def _holds_block(node: Node) -> bool:
    return node.name in FLOW or (node.name not in PHRASING and any(map(_holds_block, node.children)))


def _is_named(node: Node) -> bool:
    """True for a control that a screen reader can name, or that may have a label elsewhere."""
    token = node.token
    return token is not None and any(map(token.attribute, ("id", "title", "aria-label", "aria-labelledby", "value")))


def _says(node: Node) -> bool:
    return (not node.name and not node.is_blank) or node.name in {"img", "svg"} or any(map(_says, node.children))


def _cut(node: Node, children: Sequence[Node]) -> list[Node]:
    """An inline element in pieces: around each run of text, and inside each block."""
    out: list[Node] = []
    run: list[Node] = []

    def end_run() -> None:
        if any(not one.is_blank for one in run):
            out.append(_piece(node, run, first=not out))
        else:
            out.extend(run)
        run.clear()

    for child in children:
        if not _is_block(child):
            run.append(child)
            continue
        end_run()
        within = [one for one in child.children if not one.is_blank]
        if within and child.name not in RAW:
            if child.name in _ONLY_LINE or not any(map(_is_block, within)):
                child.adopt([_piece(node, child.children, first=not out)])
            else:
                child.adopt(_cut(node, child.children))
        out.append(child)
    end_run()
    return out


def _piece(node: Node, children: Iterable[Node], *, first: bool) -> Node:
    attributes = node.token.attributes if node.token else ()
    kept = tuple((name, value) for name, value in attributes if first or name != "id")
    piece = Node(node.name, Token("start", start_tag(node.name, kept), node.name, kept))
    piece.adopt(children)
    return piece


def _in_lists(nodes: Sequence[Node], around: str) -> list[Node]:
    """Items that stand in no list get one, those that follow each other the same."""
    out: list[Node] = []
    for node in nodes:
        if node.name != "li" or around in PARTS["li"]:
            out.append(node)
            continue
        last = next((one for one in reversed(out) if not one.is_blank), None)
        if last is None or last.name != "ul" or last.token is not None:
            last = Node("ul")
            out.append(last)
        last.adopt((*last.children, node))
    return out


def _as_items(nodes: Sequence[Node]) -> list[Node]:
    """What stands in a list beside its items: with the item before it, as it looks."""
    out: list[Node] = []
    for node in nodes:
        if node.is_blank or node.name in {"li", "script", "template"}:
            out.append(node)
            continue
        last = next((one for one in reversed(out) if one.name == "li"), None)
        if last is None:
            last = Node("li", Token("start", '<li class="bare">', "li", (("class", "bare"),)))
            out.append(last)
        last.adopt((*last.children, node))
    return out


def _with_summary(details: Node) -> None:
    """A disclosure with one summary, its first element, as a browser shows it."""
    found = [child for child in details.children if child.name == "summary"]
    first = found[0] if found else Node("summary")
    if not found:
        first.adopt([Node(raw="…")])
    for other in found[1:]:
        other.name = "div"
    details.adopt((first, *(child for child in details.children if child is not first)))


def _named(node: Node, name: str) -> Node:
    """The node with another name, and with attributes that an element of that name may have."""
    token = node.token
    if token is None:
        node.name = name
        return node
    attributes = tuple(_attributes(token, name))
    if name != token.name or attributes != token.attributes or not _is_tidy(token):
        node.token = Token("start", start_tag(name, attributes), name, attributes)
    node.name = name
    return node


def _is_tidy(token: Token) -> bool:
    """True for a tag that can stay as it is written: no slash that does nothing, no attribute written twice."""
    opening = TAG_NAME.match(token.raw)
    if opening is None or (token.raw.endswith("/>") and token.name not in VOID):
        return False
    return sum(1 for one in attribute_matches(token.raw, opening.end()) if one["name"]) == len(token.attributes)


def _attributes(token: Token, name: str) -> Iterator[tuple[str, str | None]]:
    written = [(key, value) for key, value in token.attributes if key != "align" or value not in _ALIGNED]
    aligned = [f"align-{value}" for key, value in token.attributes if key == "align" and value in _ALIGNED]
    aligned += ["align-center"] if token.name == "center" else []
    if aligned:
        classes = " ".join(filter(None, (token.attribute("class"), *aligned)))
        written = [*((key, value) for key, value in written if key != "class"), ("class", classes)]
    if name != token.name and NAMED_ANEW.get(token.name) != name:
        written.insert(0, (_WAS, token.name))
    if name == "img" and token.attribute("alt") is None:
        written.append(("alt", token.attribute("title") or ""))
    found = (_attribute(key, value, name) for key, value in written)
    return iter({key: (key, value) for key, value in filter(None, found)}.values())


def _attribute(key: str, value: str | None, name: str) -> tuple[str, str | None] | None:
    """An attribute as an element of that name may have it; None where it says nothing."""
    if key == "id" and (not value or re.search(r"\s", value)):
        return None
    if key in {"lang", "srclang", "hreflang"} and _LANGUAGE.fullmatch(value or "") is None:
        return None
    if _is_custom(name) and _PLAIN_NAME.fullmatch(key):
        return key, value
    if key in OWN.get(name, ()) or key in GLOBAL or (key.startswith(("data-", "aria-")) and _PLAIN_NAME.fullmatch(key)):
        if key in {"width", "height"} and name != "svg":
            number = _NUMBER.fullmatch(value or "")
            return (key, number[1]) if number else (f"{_WAS}-{key}", value)
        return key, value
    told = _OTHER_SIGNS.sub("-", key).strip("-.")
    return (f"{_WAS}-{told}", value) if told else None


def _written(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if not node.name:
            yield node.raw
            continue
        yield node.token.raw if node.token else f"<{node.name}>"
        yield from _written(node.children)
        closed = node.name in VOID or (node.token is not None and node.token.void_or_self_closing and _is_foreign(node))
        if not closed:
            yield f"</{node.name}>"
