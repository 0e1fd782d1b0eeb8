"""The door of Python-Markdown: one configured parser per process, and what it knows of one document."""

from __future__ import annotations

import functools
import importlib.util
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER, FootnoteExtension
from markdown.extensions.toc import TocTreeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER

from enregard.errors import EnregardError, SettingsError, SourceError
from enregard.sources.markdown.guards import guard, may_change, preprocessed
from enregard.sources.markdown.math import MathExtension

if TYPE_CHECKING:
    from markdown.extensions import Extension
    from markdown.treeprocessors import Treeprocessor

    from enregard.model import Reading

_STANDARD = frozenset(
    "backtick escape reference link image_link image_reference short_reference short_image_ref autolink automail "  # noqa: SIM905 - a line of names
    "linebreak html entity em_strong footnote math".split()
)
"""Inline patterns that find nothing in a text without the signs of ``scanning.MARKUP``."""
_KNOWN = frozenset(
    "footnote inline footnote-duplicate prettify attr_list abbr toc unescape raw_html amp_substitute".split()  # noqa: SIM905 - a line of names
)
"""Tree processors and postprocessors of which ``inner_html`` and ``inline_html`` know what they do to a passage."""
_INSIDE = ("inline", "prettify", "attr_list", "unescape")
"""Those that change anything inside one, in their order, where there are no abbreviations."""
_PUT_AWAY = re.compile(
    "|".join((HTML_PLACEHOLDER.partition("%")[0], AMP_SUBSTITUTE, FN_BACKLINK_TEXT, NBSP_PLACEHOLDER))
)
"""What the postprocessors look for."""


@dataclass(slots=True)
class Knowledge:
    """What the block parser has learnt of one document, and inline rendering needs again each time."""

    references: dict[str, Any] = field(default_factory=dict)
    """Link definitions: identifier -> (address, title)."""
    stash: list[Any] = field(default_factory=list)
    """Raw HTML and fenced code, by the number in their placeholders."""
    footnotes: dict[str, str] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    """Abbreviation -> what it stands for, in the author's order."""


class Engine:
    """A Markdown parser with the extensions of a Reading, run step by step.

    A class because Python-Markdown keeps the state of the document at hand in the parser; ``install`` is the only
    place that puts it there, so that many manuscripts can share one parser and be rendered in any order.
    """

    def __init__(self, extensions: tuple[str, ...], *, math: bool) -> None:
        configured: list[Any] = list(extensions)
        if math:
            configured.append(MathExtension())
        table = {"use_align_attribute": True}
        configs: dict[str, dict[str, Any]] = {
            "extra": {"tables": table},
            "markdown.extensions.extra": {"tables": table},
            "tables": table,
            "markdown.extensions.tables": table,
        }
        try:
            self.md = _Parser(extensions=configured, extension_configs=configs)
        except Exception as error:
            raise SettingsError(
                f"the Markdown extensions {', '.join(extensions)} cannot be loaded: {error}",
                path="enregard.toml",
                advice="Correct [markdown] extensions, or install the package that provides the extension.",
            ) from error
        guard(self.md)
        self.footnotes = next((e for e in self.md.registeredExtensions if isinstance(e, FootnoteExtension)), None)
        abbr = next((p for p in self.md.treeprocessors if isinstance(p, AbbrTreeprocessor)), None)
        self._abbr = abbr
        self._toc = next((p for p in self.md.treeprocessors if isinstance(p, TocTreeprocessor)), None)
        self._marker = "" if self._toc is None else self._toc.marker
        self._inside = [self.md.treeprocessors[name] for name in _INSIDE if name in self.md.treeprocessors]
        self.keeps_newlines = "nl" in self.md.inlinePatterns
        """True with ``nl2br``, where every newline is a line break."""
        patterns = self.md.inlinePatterns
        self.is_standard = len(patterns) == sum(name in patterns and _is_ours(patterns[name]) for name in _STANDARD)
        """True where no extension gives a meaning to signs that Markdown itself does not know, or another one."""
        later = (self.md.treeprocessors, self.md.postprocessors)
        self.is_known = self.is_standard and all(len(them) == sum(name in them for name in _KNOWN) for them in later)
        """True where no processor is at work behind ``inline`` but those of the extensions we offer."""

    def parse(self, text: str, *, path: str) -> tuple[ET.Element, Knowledge]:
        """Parse blocks: the tree before ``inline``, and what the document defines.

        Raises SourceError when the document is nested too deeply for the parser.
        """
        self.md.reset()
        self.set_abbreviations({})
        with _faults_told(path):
            document = self.md.parser.parseDocument([preprocessed(self.md, text)])
            root = _replaced(ET.Element("div"), document.getroot())
            for processor in self._tree_processors(before_inline=True):
                root = _replaced(root, processor.run(root))
        return root, self._knowledge()

    def finish(self, root: ET.Element, *, path: str, has_contents: bool) -> ET.Element:
        """Run ``inline`` and all later tree processors. Raises SourceError where the parser fails.

        ``has_contents``: whether a table of contents may have to be put into the text.
        """
        if self._toc is not None:
            self._toc.marker = self._marker if has_contents else ""
        with _faults_told(path):
            said = "".join(root.itertext())
            for processor in self._tree_processors(before_inline=False):
                if may_change(processor, said):
                    root = _replaced(root, processor.run(root))
        return root

    def inline(self, element: ET.Element) -> None:
        """Run ``inline`` alone over the children of an element."""
        self.md.treeprocessors["inline"].run(element)

    def inline_html(self, texts: Iterable[str], *, knotty: re.Pattern[str]) -> list[str]:
        """HTML of runs of inline Markdown, each as if it stood in a paragraph of its own; only where ``is_known``.

        The tree processors behind ``inline`` are run for those alone in which ``knotty`` is found.
        """
        root, rest = ET.Element("div"), ET.Element("div")
        spans = []
        for text in texts:
            span = ET.SubElement(root if knotty.search(text) is None else rest, "span")
            span.text = text
            spans.append(span)
        if len(root):
            self.inline(root)
        if len(rest):
            for processor in self._inside:
                processor.run(rest)
        return [self.inner_html(span) for span in spans]

    def inner_html(self, span: ET.Element) -> str:
        """HTML inside a span without attributes and without a tail, stashed HTML and entities in their places."""
        return self.post_process(self.serialise(span)[len("<span>") : -len("</span>")])

    def serialise(self, element: ET.Element) -> str:
        """HTML of an element and of the text that follows it, placeholders and all."""
        return str(self.md.serializer(element))

    def post_process(self, html: str) -> str:
        """Put stashed HTML and entities back."""
        if self.is_known and _PUT_AWAY.search(html) is None:
            return html
        for processor in self.md.postprocessors:
            html = processor.run(html)
        return html

    def install(self, knowledge: Knowledge) -> None:
        """Make the parser know a document again, as it did after parsing and before any rendering."""
        self.md.references = dict(knowledge.references)
        self.md.htmlStash.rawHtmlBlocks = list(knowledge.stash)
        self.md.htmlStash.html_counter = len(knowledge.stash)
        self.set_abbreviations(knowledge.abbreviations)
        if self.footnotes is not None:
            self.footnotes.footnotes = dict(knowledge.footnotes)  # type: ignore[assignment]
            self.footnotes.footnote_order = []
            self.footnotes.found_refs = {}
            self.footnotes.used_refs = set()

    def _tree_processors(self, *, before_inline: bool) -> list[Treeprocessor]:
        registry = self.md.treeprocessors
        inline = registry.get_index_for_name("inline")
        processors = list(registry)
        return processors[:inline] if before_inline else processors[inline:]

    def set_abbreviations(self, abbreviations: dict[str, str]) -> None:
        """Let these abbreviations, and no others, be marked in the next rendering."""
        if self._abbr is not None:
            self._abbr.abbrs.clear()
            self._abbr.abbrs.update(abbreviations)

    def _knowledge(self) -> Knowledge:
        stash = [item if isinstance(item, str) else self.serialise(item) for item in self.md.htmlStash.rawHtmlBlocks]
        return Knowledge(
            references={key: (address, title) for key, (address, title) in self.md.references.items()},
            stash=stash,
            footnotes={} if self.footnotes is None else dict(self.footnotes.footnotes),
            abbreviations={} if self._abbr is None else dict(self._abbr.abbrs),
        )


@contextmanager
def _faults_told(path: str) -> Iterator[None]:
    """Turn what the parser raises into an error about the source: it has faults of its own (an empty list in HTML)."""
    try:
        yield
    except EnregardError:
        raise
    except RecursionError as error:
        raise SourceError(
            "too complex: blocks are nested too deeply",
            path=path,
            advice="Lists, quotations and the like may be nested 50 levels deep; simplify the passage.",
        ) from error
    except Exception as error:
        raise SourceError(
            f"the Markdown parser fails on this text ({type(error).__name__}: {error})",
            path=path,
            advice="Look for an unusual mixture of HTML and lists; halving the text finds the place.",
        ) from error


def _is_ours(pattern: object) -> bool:
    """Whether an inline pattern is Markdown's own, or one of the extensions we offer."""
    return type(pattern).__module__.partition(".")[0] in {"markdown", "enregard"}


class _Parser(markdown.Markdown):
    """Markdown that takes its own extensions where they are; it would look through all installed packages for them."""

    def build_extension(self, ext_name: str, configs: Mapping[str, Any]) -> Extension:
        """See ``Markdown.build_extension``."""
        place = f"markdown.extensions.{ext_name}"
        if not ext_name.isidentifier() or importlib.util.find_spec(place) is None:
            return super().build_extension(ext_name, configs)
        made: Extension = importlib.import_module(place).makeExtension(**configs)
        return made


def _replaced(root: ET.Element, new: ET.Element | None) -> ET.Element:
    """A tree processor may give a new root, or change the one it was given (an empty element is false: no ``or``)."""
    return root if new is None else new


@functools.lru_cache(maxsize=4)
def _engine(extensions: tuple[str, ...], math: bool) -> Engine:  # noqa: FBT001 - a cache key
    return Engine(extensions, math=math)


@contextmanager
def kept_sound() -> Iterator[None]:
    """Drop the parsers when the work inside is given up: one that was interrupted remembers half a document."""
    try:
        yield
    except BaseException:
        _engine.cache_clear()
        raise


def engine(reading: Reading) -> Engine:
    """The parser for a Reading; building one costs about a millisecond, so each is built once per process."""
    return _engine(reading.extensions, reading.math)
