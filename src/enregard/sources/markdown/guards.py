"""Questions that are cheaper than Python-Markdown's own, and never say no where it would say yes.

For each block Python-Markdown asks some twenty processors, and for each text as many patterns; nearly all of them need
a sign that is not there. A text without the sign is not shown to them. What is not known here is always asked.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from markdown import blockprocessors, inlinepatterns, preprocessors
from markdown.extensions import abbr, admonition, def_list, fenced_code, footnotes, md_in_html, sane_lists, tables
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, STX, AtomicString

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterable

    from markdown import Markdown
    from markdown.blockprocessors import BlockProcessor
    from markdown.treeprocessors import Treeprocessor

INLINE = 20
"""Priority of the tree processor ``inline``, as Python-Markdown has it."""


class _Tables(tables.TableProcessor):
    """Tables told by their second line, with rows cut at once unless code or a backslash may hide a pipe."""

    def test(self, parent: ET.Element, block: str) -> bool:
        return not block.split("\n", 2)[1].strip("|:- ") and super().test(parent, block)

    def _split_row(self, row: str) -> list[str]:
        if "`" in row or "\\" in row:
            return list(super()._split_row(row))  # type: ignore[misc]  # not in the stubs
        return (row.removeprefix("|").removesuffix("|") if self.border else row).split("|")


_BLOCKS: dict[type, tuple[str, str]] = {
    md_in_html.MarkdownInHtmlProcessor: (STX, ""),
    admonition.AdmonitionProcessor: ("! ", "!"),
    blockprocessors.ListIndentProcessor: (" ", ""),
    def_list.DefListIndentProcessor: (" ", ""),
    blockprocessors.CodeBlockProcessor: (" ", ""),
    _Tables: ("", "|:- "),
    blockprocessors.HashHeaderProcessor: ("#", "#"),
    blockprocessors.SetextHeaderProcessor: ("", "=-"),
    blockprocessors.HRProcessor: ("-*_ ", "-*_ "),
    blockprocessors.OListProcessor: ("0 ", ""),
    sane_lists.SaneOListProcessor: ("0 ", ""),
    blockprocessors.UListProcessor: ("-*+ ", ""),
    sane_lists.SaneUListProcessor: ("-*+ ", ""),
    def_list.DefListProcessor: (": ", ": "),
    blockprocessors.BlockQuoteProcessor: ("> ", "> "),
    footnotes.FootnoteBlockProcessor: ("[ ", "[ "),
    abbr.AbbrBlockprocessor: ("*", "*"),
    blockprocessors.ReferenceProcessor: ("[ ", "[ "),
}
"""How a block (``0``: with any digit), or else a later line of it, begins where a processor does anything with it."""
_LATER = re.compile(r"\n([!|:=#*_>\[ -])")

_PATTERNS: dict[str, tuple[str, ...]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    r"\[\^([^\]]*)\]": ("[^",),
    inlinepatterns.REFERENCE_RE: ("[",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.IMAGE_REFERENCE_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("://",),
    inlinepatterns.AUTOMAIL_RE: ("@",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),
}
"""Signs, two at most, of which a text must hold one for an inline pattern to match anywhere in it."""
_ANY = re.compile(r"[\\`\[!<&*_@]|://|  \n")
"""A text in which this finds nothing holds none of these signs."""
_REFERENCES = frozenset(
    {
        inlinepatterns.ReferenceInlineProcessor,
        inlinepatterns.ImageReferenceInlineProcessor,
        inlinepatterns.ShortReferenceInlineProcessor,
        inlinepatterns.ShortImageReferenceInlineProcessor,
    }
)
"""Patterns that find nothing in a document without link definitions."""


class _WhiteSpace(preprocessors.NormalizeWhitespace):
    """White space made even as Python-Markdown's own does it, which looks behind every character of the text."""

    _BLANK_LINE = re.compile(r"\n +(?=\n)")

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).replace(STX, "").replace(ETX, "")
        text = text.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        return [self._BLANK_LINE.sub("\n", text.expandtabs(self.md.tab_length) if "\t" in text else text)]


class _Fences(fenced_code.FencedBlockPreprocessor):
    """Fenced code found in one go over the text: Python-Markdown's own copies the whole text for every block."""

    _OPENING = re.compile(r"\n(?=```|~~~)")

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(["", *lines])
        out: list[str] = []
        done = index = 0
        while opening := self._OPENING.search(text, index):
            found = self.FENCED_BLOCK_RE.match(text, opening.end())
            if found is None:
                index = opening.end()
            elif found["attrs"] and get_attrs_and_remainder(found["attrs"])[1]:  # refused: fences inside it count
                index = found.end("attrs")
            else:
                out += [text[done : found.start()], "\n".join(super().run([found.group()]))]
                done = index = found.end()
        out.append(text[done:])
        return ["".join(out)[1:]]


_PREPROCESSORS: dict[type, tuple[str, ...]] = {
    _WhiteSpace: ("",),
    _Fences: ("```", "~~~"),
    preprocessors.HtmlBlockPreprocessor: ("<", "&#"),
    md_in_html.HtmlBlockPreprocessor: ("<", "&#"),
}
"""Preprocessors that join the lines they are given before all else, and signs without which they change nothing."""
_QUICKER: dict[type, type] = {
    preprocessors.NormalizeWhitespace: _WhiteSpace,
    fenced_code.FencedBlockPreprocessor: _Fences,
    tables.TableProcessor: _Tables,
}
"""Processors that do in another way what Python-Markdown's own do."""


_TREES: dict[type, str] = {AttrListTreeprocessor: "{", UnescapeTreeprocessor: "\\"}
"""Sign that the texts of a tree must hold before ``inline`` for a tree processor behind it to change anything."""


def may_change(processor: Treeprocessor, said: str) -> bool:
    """Whether a tree processor can change a tree with these texts, taken before ``inline`` is run over it."""
    return _TREES.get(type(processor), "") in said


def preprocessed(md: Markdown, text: str) -> str:
    """A document as the block parser reads it."""
    for preprocessor in md.preprocessors:
        signs = _PREPROCESSORS.get(type(preprocessor))
        if signs is None:
            text = "\n".join(preprocessor.run(text.split("\n")))
        elif any(sign in text for sign in signs):
            text = "\n".join(preprocessor.run([text]))
    return text


def _offer(processors: Iterable[BlockProcessor], parent: ET.Element, blocks: list[str]) -> None:
    """Let the first processor that wants the first block have it, as Python-Markdown does."""
    for processor in processors:
        if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
            return


def guard(md: Markdown) -> None:
    """Put the questions before the processors and patterns of a parser; what it makes of a text stays the same."""
    parser = md.parser
    for processor in (*md.preprocessors, *parser.blockprocessors):
        processor.__class__ = _QUICKER.get(type(processor), type(processor))
    processors = tuple(parser.blockprocessors)

    @functools.lru_cache(maxsize=4096)
    def concerned(first: str, later: frozenset[str]) -> list[int]:
        known = [_BLOCKS.get(type(processor)) for processor in processors]
        sign = "0" if first.isdecimal() else first or "\n"
        return [
            n for n, signs in enumerate(known) if signs is None or sign in signs[0] or not later.isdisjoint(signs[1])
        ]

    def parse_blocks(parent: ET.Element, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            for number in concerned(block[:1], frozenset(_LATER.findall(block) if "\n" in block else ())):
                processor = processors[number]
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break
                if blocks[0] is not block:  # refused, and changed all the same: it is for those that come behind
                    _offer(processors[number + 1 :], parent, blocks)
                    break

    parser.parseBlocks = parse_blocks  # type: ignore[method-assign]
    md.block_level_elements = frozenset(md.block_level_elements)  # type: ignore[assignment]  # asked about each tag
    if type(md.treeprocessors["inline"]) is InlineProcessor:
        md.treeprocessors.register(_GuardedInline(md), "inline", INLINE)


class _GuardedInline(InlineProcessor):
    """The tree processor ``inline``, which tries a pattern only where one of its signs is."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._steps = [
            (pattern, _PATTERNS.get(pattern.pattern, ("",)), type(pattern) in _REFERENCES)
            for pattern in md.inlinePatterns
        ]
        self._knows_all = all(pattern.pattern in _PATTERNS for pattern in md.inlinePatterns)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - Python-Markdown's names
        if isinstance(data, AtomicString) or (self._knows_all and _ANY.search(data) is None):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        has_references = bool(self.md.references)
        for index in range(patternIndex, len(self._steps)):
            pattern, signs, is_reference = self._steps[index]
            if (is_reference and not has_references) or not (signs[0] in data or signs[-1] in data):
                continue
            start, found = 0, True
            while found:
                data, found, start = apply(pattern, data, index, start)
        return data
