"""The YAML between two ``---`` lines at the head of a manuscript, read as text and checked key by key.

YAML can do far more than front matter needs, and most of it is a trap: aliases multiply, ``no`` becomes false, a
doubled key wins in silence. So the parser's events are read one by one: every scalar stays the text the author wrote,
and what no author of front matter needs is refused with its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from enregard.errors import SourceError
from enregard.model import FrontMatter, Limits

if TYPE_CHECKING:
    import yaml

MAX_DEPTH = 10
"""Levels of lists and mappings inside one another."""

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))})
"""Names that Windows gives to devices, whatever follows the first full stop."""

QUOTE = "Put values with : # & * ! [ { or a quotation mark at their start between quotation marks."
"""What to do about nearly everything that YAML takes amiss."""

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_SLUG = re.compile(r"[a-z0-9à-öø-ÿ][a-z0-9à-öø-ÿ._-]{0,79}")
_TIME = r"[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?"
_DATE = re.compile(rf"(\d{{4}}(?:-\d{{2}}-\d{{2}}|/\d{{2}}/\d{{2}}))(?:{_TIME})?")
_ORDER = re.compile(r"[+-]?\d{1,9}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_YAML_TRUTHS = frozenset({"no", "yes", "on", "off"})
_ONE_TEXT = frozenset({"title", "subtitle", "description", "summary", "date", "slug", "draft", "order", "lang"})

Value = str | tuple[str, ...]


def split(text: str, *, path: str, limits: Limits) -> tuple[FrontMatter, str, int]:
    """The front matter of a manuscript, the text below it, and the line of the file on which that text begins.

    A manuscript whose first line is no ``---``, or which has no second one, has no front matter: its first line is 1.
    Raises SourceError where the front matter is no mapping, is not plain YAML, or a known key has an impossible value.
    """
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end() + 1) if opening and opening.end() < len(text) else None
    if opening is None or closing is None:
        return FrontMatter(values={}, lines={}), text, 1
    block = _Block(text[opening.end() + 1 : closing.start()], path)
    try:
        matter = _read(block, limits)
    except SourceError:
        # A rule, an empty line, and another rule below is Markdown; nobody leaves a line empty to begin front matter.
        if block.text.partition("\n")[0].strip() == "":
            return FrontMatter(values={}, lines={}), text, 1
        raise
    body = text[closing.end() + 1 :]
    return matter, body, text.count("\n", 0, closing.end()) + 2


def slug_problem(slug: str) -> str | None:
    """What is wrong with a slug (one part of an address, in NFC), or None.

    The grammar is that of file names which every system and every address bar takes as they are.
    """
    if "/" in slug or "\\" in slug:
        return "a slug names the last part of an address only, so it has no / and no \\"
    if not _SLUG.fullmatch(slug):
        return "a slug has small letters, digits, full stops, hyphens and underlines, begins with a letter or digit"
    if slug.endswith("."):
        return "a slug does not end in a full stop"
    if slug.partition(".")[0] in RESERVED:
        return "this name belongs to a device on Windows"
    return None


@dataclass(frozen=True, slots=True)
class _Block:
    """The text between the fences, and what is needed to say where in the file something stands."""

    text: str
    path: str

    def line(self, index: int) -> int:
        """Line of the file for an offset in the block: YAML counts U+0085 and U+2028 as line ends, editors do not."""
        return self.text.count("\n", 0, index) + 2

    def refuse(self, problem: str, index: int, advice: str = "") -> NoReturn:
        raise SourceError(problem, path=self.path, line=self.line(index), advice=advice)


@dataclass(frozen=True, slots=True)
class _Field:
    """One key and its value, where it stands, and whether the value is more than a text or a list of texts."""

    key: str
    value: Value
    nested: bool
    index: int
    line: int


def _read(block: _Block, limits: Limits) -> FrontMatter:
    if len(block.text.encode("utf-8", "surrogatepass")) > limits.front_matter:
        block.refuse(
            f"the front matter is longer than {limits.front_matter} bytes",
            0,
            "Shorten it, or raise front_matter under [limits] in enregard.toml.",
        )
    fields: dict[str, _Field] = {}
    for field in _fields(block, _events(block)):
        if field.key in fields:
            block.refuse(
                f"the key {field.key!r} stands twice in the front matter, first on line {fields[field.key].line}",
                field.index,
                "Keep one of the two.",
            )
        fields[field.key] = field
    return _checked(fields, block.path)


def _events(block: _Block) -> Iterator[yaml.Event]:
    """The parser's events, its many kinds of complaint turned into one, and all of them refused that are no data."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        for event in yaml.parse(block.text, Loader=loader):
            index = _start(event)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
                block.refuse("the front matter has an anchor or an alias (& or *)", index, QUOTE)
            if getattr(event, "tag", None) is not None:
                block.refuse("the front matter has a tag (!)", index, QUOTE)
            yield event
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        what = fault.problem or "it breaks off"
        if what.startswith("mapping values are not allowed"):
            what = "a value that has a colon and a space in it stands between quotation marks"
        block.refuse(f"the front matter is not YAML: {what}", getattr(mark, "index", 0), QUOTE)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as fault:
        position = getattr(fault, "position", None)
        block.refuse(
            "the front matter is not YAML: it has a character that YAML does not allow",
            position if isinstance(position, int) else 0,
            "Remove control characters and unpaired \\u escapes.",
        )


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _fields(block: _Block, events: Iterator[yaml.Event]) -> Iterator[_Field]:
    """Each key of the mapping with its value; raises SourceError where there is no mapping."""
    import yaml

    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                block.refuse("the front matter has two YAML documents", _start(event), "Keep one block of keys.")
        elif isinstance(event, yaml.MappingStartEvent):
            while not isinstance(key := next(events), yaml.MappingEndEvent):
                name, index = _key(block, key), _start(key)
                value, nested = _value(block, next(events), events)
                yield _Field(name, value, nested, index, block.line(index))
        elif isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent):
            if isinstance(event, yaml.ScalarEvent) and not event.value and event.implicit[0]:
                continue  # nothing but comments
            block.refuse(
                "the front matter is not a mapping of keys to values",
                _start(event),
                "Write one `key: value` a line, or, where the first line is a rule, put an empty line above it.",
            )


def _key(block: _Block, event: yaml.Event) -> str:
    import yaml

    if not isinstance(event, yaml.ScalarEvent):
        block.refuse("a key of the front matter is not a word", _start(event), QUOTE)
    return _text(block, event)


def _text(block: _Block, event: yaml.ScalarEvent) -> str:
    """A scalar without the white space around it (block scalars end in a new line that nobody wrote)."""
    value: str = event.value
    for character in value:
        if character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs"):
            block.refuse(
                f"the front matter has a control character (U+{ord(character):04X})",
                _start(event),
                "Remove it.",
            )
    return value.strip()


def _value(block: _Block, first: yaml.Event, events: Iterator[yaml.Event]) -> tuple[Value, bool]:
    """A text, a tuple of texts, or, for anything deeper (True), its YAML as the author wrote it."""
    import yaml

    if isinstance(first, yaml.ScalarEvent):
        return _text(block, first), False
    last, items, flat = first, list[str](), isinstance(first, yaml.SequenceStartEvent)
    # For each open collection: the keys met in a mapping, or None for a list; and whether a key is due next.
    open_: list[set[str] | None] = [set[str]() if isinstance(first, yaml.MappingStartEvent) else None]
    key_is_due = [True]
    while open_:
        last = next(events)
        if isinstance(last, yaml.CollectionEndEvent):
            open_.pop()
            key_is_due.pop()
            continue
        keys = open_[-1]
        if keys is not None and key_is_due[-1]:
            _new_key(block, last, keys)
            key_is_due[-1] = False
            continue
        key_is_due[-1] = True
        if isinstance(last, yaml.CollectionStartEvent):
            flat = False
            if len(open_) + 2 > MAX_DEPTH:
                block.refuse(f"the front matter is nested deeper than {MAX_DEPTH} levels", _start(last))
            open_.append(set() if isinstance(last, yaml.MappingStartEvent) else None)
            key_is_due.append(True)
        elif isinstance(last, yaml.ScalarEvent):
            items.append(_text(block, last))
    if flat:
        return tuple(items), False
    return block.text[_start(first) : _end(last)].strip(), True


def _new_key(block: _Block, event: yaml.Event, keys: set[str]) -> None:
    key = _key(block, event)
    if key in keys:
        block.refuse(
            f"the key {key!r} stands twice in one place of the front matter",
            _start(event),
            "Keep one of the two.",
        )
    keys.add(key)


def _checked(fields: Mapping[str, _Field], path: str) -> FrontMatter:
    """The front matter with its known keys checked, each fault at the line of its key."""

    def wrong(key: str, problem: str, advice: str) -> NoReturn:
        raise SourceError(f"{key}: {problem}", path=path, line=fields[key].line, advice=advice)

    known = dict.fromkeys(_ONE_TEXT, "")
    for key, field in fields.items():
        if field.nested and key in (*known, "author"):
            wrong(key, "this key takes no keys below it", f"Write `{key}: ` and its text on one line.")
        if key in known and not isinstance(field.value, str):
            wrong(key, "this key takes one text, not a list", f"Write `{key}: ` and its text on one line.")
        if key in known:
            known[key] = str(field.value)
    language = known["lang"]
    if language and (not _LANGUAGE.fullmatch(language) or language.lower() in _YAML_TRUTHS):
        wrong("lang", f"{language!r} is not the code of a language", "Write fr or fr-CA (for Norwegian nb or nn).")
    return FrontMatter(
        values={key: field.value for key, field in fields.items()},
        lines={key: field.line for key, field in fields.items()},
        slug=_slug(known["slug"], wrong),
        draft=_draft(known["draft"], wrong),
        order=_order(known["order"], wrong),
        date=_date(known["date"], wrong),
    )


Wrong = Callable[[str, str, str], NoReturn]


def _slug(written: str, wrong: Wrong) -> str | None:
    slug = unicodedata.normalize("NFC", written)
    if slug and (problem := slug_problem(slug)):
        wrong("slug", f"{written!r} cannot be used: {problem}", "Write for example `slug: mali-russie`.")
    return slug or None


def _draft(written: str, wrong: Wrong) -> bool:
    if written.lower() not in ("", "true", "false"):
        wrong("draft", f"{written!r} is neither true nor false", "Write `draft: true` or `draft: false`.")
    return written.lower() == "true"


def _order(written: str, wrong: Wrong) -> int | None:
    if written and not _ORDER.fullmatch(written):
        wrong("order", f"{written!r} is not a whole number", "Write for example `order: 3`.")
    return int(written) if written else None


def _date(written: str, wrong: Wrong) -> str | None:
    if not written:
        return None
    shape = _DATE.fullmatch(written)
    try:
        return date.fromisoformat(shape[1].replace("/", "-") if shape else "").isoformat()
    except ValueError:
        wrong("date", f"{written!r} is not a date", "Write year, month and day: `date: 2025-05-31`.")
