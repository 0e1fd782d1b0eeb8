"""The words of the house as values: segments, passages, blocks, pages, entries, findings, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})
"""An empty, read-only mapping: the default of mapping fields."""


class Kind(StrEnum):
    """What a segment is a part of; shown by ``segment`` and used by checks that treat kinds differently."""

    METADATA = "front matter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    LIST_ITEM = "list item"
    TABLE_CELL = "table cell"
    TERM = "term"
    DEFINITION = "definition"
    FOOTNOTE = "footnote"
    ADMONITION_TITLE = "admonition title"
    HTML_TEXT = "html text"
    HTML_ATTRIBUTE = "html attribute"
    LINK_TITLE = "link title"
    ABBREVIATION = "abbreviation"
    CODE_COMMENT = "code comment"


class State(StrEnum):
    """How far the translation of a segment has come; the values are those of ``data-state`` and of the JSON reports."""

    TRANSLATED = "translated"
    STALE = "stale"
    """Fuzzy with a previous msgid: the French has changed since it was translated."""
    FUZZY = "fuzzy"
    """Fuzzy without a previous msgid: a draft that nobody has confirmed."""
    UNTRANSLATED = "untranslated"
    QUARANTINED = "quarantined"
    """Translated, but the translation cannot be published safely: the French stands in its place."""


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of source text that gets one translation, and where it stands."""

    text: str
    """The msgid: inline Markdown as the author wrote it, soft wraps folded, hard breaks kept as ``"  \\n"``."""
    kind: Kind
    id: str
    """The passage id: unique in its document, equal in all editions (``data-segment``)."""
    context: str | None = None
    """The msgctxt that an author's directive asked for."""
    type: str = "Plain text"
    """The po4a vocabulary of ``#. type:`` lines: ``Title ##``, ``Plain text``, ``Bullet: '-'``, ``Table cell`` ..."""
    section: tuple[str, ...] = ()
    """Headings above it, outermost first, as plain text."""
    part: int = 1
    """Which sentence of its paragraph it is, counted from 1 ..."""
    parts: int = 1
    """... and of how many."""
    note: str | None = None
    """The author's note to translators."""
    literal: bool = False
    """True where the text is plain text, never Markdown (front matter, ``.txt`` files, attributes)."""
    line: int | None = field(default=None, compare=False)
    """Line of the source it begins on, counted from 1; None when that is not certain."""

    @property
    def key(self) -> tuple[str | None, str]:
        """``(msgctxt, msgid)``: what identifies an entry of a catalog."""
        return (self.context, self.text)


Fill = Callable[[Segment], str | None]
"""What shall stand in place of this segment? ``None``: leave the French."""


def leave(segment: Segment) -> str | None:  # noqa: ARG001 - the signature is that of every Fill
    """The Fill that leaves everything as the author wrote it."""
    return None


@dataclass(frozen=True, slots=True)
class Omitted:
    """Text of a source that is offered to no translator, and why: code, math, a directive, no letter in it."""

    text: str
    reason: str
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands on a page at the place of one segment, in one language."""

    segment: Segment
    language: str
    """The language the passage is shown in: the source's where there is no translation to show."""
    state: State
    html: str
    """Rendered HTML of the passage, without its own ``<span data-segment>``; escaped text for attributes."""
    earlier: tuple[str, str] | None = None
    """For a stale passage: the old translation, and the source text it was made from, both as written."""


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level piece of a page (heading, paragraph, list, table ...): the unit that is set side by side."""

    tag: str
    """Name of its element (``p``, ``h2``, ``ul``, ``table``, ``div`` ...); empty for a raw HTML block."""
    attributes: Mapping[str, str]
    """Attributes of its element, values unescaped (``id``, ``class`` ...)."""
    inner: str
    """HTML inside its element; the whole HTML where ``tag`` is empty. Passages are ``<span data-segment="ID">``."""
    html: str
    """The whole HTML of the block, its element included."""
    passages: tuple[Passage, ...]
    """Its passages in reading order."""
    wordless: bool
    """True where it has no passages (code, an image without text, a rule): set once, across both columns."""
    items: int = 0
    """Rows that can be aligned with the other language's: list items, table rows, notes, inner paragraphs."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of a page's table of contents."""

    level: int
    """1 for h1 ... 6 for h6."""
    id: str
    """Id of the heading's element, equal in all languages."""
    html: str
    """Its words as inline HTML without passage spans, footnote references or ids."""
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One document rendered in one language: a tuple of blocks, and what stands around them."""

    language: str
    blocks: tuple[Block, ...]
    contents: tuple[Heading, ...]
    """Its headings in reading order, h1 included."""
    metadata: Mapping[str, Passage]
    """The translated front matter keys (``title``, ``summary`` ...)."""
    attributes: tuple[Passage, ...] = ()
    """Passages that stand in attributes (alt, title, abbreviations), which no element of their own can carry."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages of the page in the order of the manuscript's segments kinds: metadata, blocks, attributes."""
        return (*self.metadata.values(), *(p for b in self.blocks for p in b.passages), *self.attributes)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The checked front matter of a manuscript; every value is text as written, unknown keys are kept. Pickles."""

    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """All keys in the author's order; a list of scalars is a tuple, a nested value is its YAML text."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """Line of the file on which each key stands, counted from 1."""
    slug: str | None = None
    draft: bool = False
    order: int | None = None
    date: str | None = None
    """ISO date ``YYYY-MM-DD``, checked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of a catalog: key, translation, state, and the comments that belong to it."""

    msgid: str
    msgstr: str = ""
    context: str | None = None
    """msgctxt; ``None`` (no msgctxt) and ``""`` are two different things."""
    msgid_plural: str | None = None
    msgstr_plural: tuple[str, ...] = ()
    """Plural forms in order of their number; empty for an ordinary entry. Kept, never published."""
    previous_msgid: str | None = None
    previous_context: str | None = None
    flags: tuple[str, ...] = ()
    """As written, ``fuzzy`` included, whether the line was ``#,`` or ``#=``."""
    comments: tuple[str, ...] = ()
    """The translator's comments (``# ``), a line each."""
    extracted: tuple[str, ...] = ()
    """The program's comments (``#.``), a line each."""
    references: tuple[str, ...] = ()
    """``path`` or ``path:line``, never opened."""
    obsolete: bool = False
    line: int = field(default=0, compare=False)
    """Line of its first msgctxt or msgid keyword in the file it was read from, counted from 1."""

    @property
    def key(self) -> tuple[str | None, str]:
        """``(msgctxt, msgid)``: what identifies it in its catalog."""
        return (self.context, self.msgid)

    @property
    def state(self) -> State:
        """Its state as the PO file tells it; a translation of white space only counts as none."""
        if not self.msgstr.strip():
            return State.UNTRANSLATED
        if "fuzzy" not in self.flags:
            return State.TRANSLATED
        return State.FUZZY if self.previous_msgid is None else State.STALE


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a path relative to the project, and a line counted from 1 (None: not certain)."""

    path: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check, a build or a doctor has to say."""

    rule: str
    severity: Severity
    message: str
    po: Place | None = None
    source: Place | None = None
    msgid: str = ""
    msgstr: str = ""
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the French, by the state of their translation."""

    total: int = 0
    translated: int = 0
    stale: int = 0
    fuzzy: int = 0
    untranslated: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Coverage of a document, or of many: distinct entries and French words by state."""

    segments: int = 0
    translated: int = 0
    stale: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    obsolete: int = 0
    words: Words = field(default_factory=Words)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large, deep or slow input may be before it is refused by name (``[limits]`` in ``enregard.toml``)."""

    segment: int = 65_536
    """Bytes of one segment."""
    line: int = 1_048_576
    """Bytes of one line of a source or catalog."""
    nesting: int = 50
    """Levels of nested blocks."""
    front_matter: int = 65_536
    """Bytes of front matter."""
    catalog: int = 268_435_456
    """Bytes of a PO file."""
    segment_seconds: float = 2.0
    """Seconds in which one segment renders."""
    page_seconds: float = 10.0
    """Seconds in which one page is parsed or rendered."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How manuscripts are read: the part of the settings that decides what the segments are. Pickles."""

    language: str = "fr"
    unit: str = "sentence"
    """``sentence`` or ``block``."""
    rules: str | None = None
    """Text of the project's own SRX file; None: our rules for the language."""
    rules_path: str | None = None
    """Path of that file, for messages."""
    abbreviations: tuple[str, ...] = ()
    """More abbreviations after which no sentence ends, without or with their full stop."""
    semicolons: bool = False
    """True where list-like legal text is cut at semicolons, too."""
    extensions: tuple[str, ...] = ("extra", "admonition", "sane_lists", "toc")
    front_matter: tuple[str, ...] = ("title", "subtitle", "description", "summary")
    """Front matter keys whose values are translated."""
    math: bool = False
    code_comments: bool = False
    source_html: str = "keep"
    """``keep`` or ``sanitise``."""
    limits: Limits = field(default_factory=Limits)
