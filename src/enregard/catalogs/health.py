"""What editors and tools did to a catalog that its owner does not want, and the catalog with what is safe put right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from enregard.catalogs import arranging, editing, writer
from enregard.catalogs.catalog import Catalog, Key, Piece
from enregard.catalogs.mispairing import mispaired
from enregard.catalogs.reader import is_header
from enregard.model import Entry, Finding, Place, Severity, State

_SEARCH_PATH = re.compile(r"X-Poedit-SearchPath(Excluded)?-\d+$|X-Poedit-KeywordsList$")
"""Fields that make Poedit offer an update from the sources, which would turn the whole catalog obsolete."""
_UTF8 = re.compile(r"charset\s*=\s*utf-?8\b", re.IGNORECASE)
_FEW = 3
"""Confirmed drafts from which it looks as if a program dropped the marks, not a translator."""
_ROOM = re.compile(r"[\s;]+")
_QUOTED = re.compile(r'^\|[ ]msgid[ ]((?:"(?:[^"\\]|\\.)*"[\s|]*)+)', re.MULTILINE | re.DOTALL)
"""A previous msgid that Babel took for a comment, whose text it wraps."""
_JOINT = re.compile(r'"[\s|]*"')
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a catalog from elsewhere."""

    language: str
    """The language of its folder."""
    plural_forms: str
    """The usual Plural-Forms of that language."""
    fields: Mapping[str, str]
    """A full header for it."""
    template: Catalog | None = None
    earlier: Catalog | None = None
    """The last version in git that is not the same."""
    wrap: int = 0


@dataclass(frozen=True, slots=True)
class Mended:
    """A catalog after what is safe was put right."""

    data: bytes
    done: tuple[str, ...] = ()
    """What was done, in words for the user; nothing where the bytes are the old ones."""


def complaints(catalog: Catalog, expected: Expected) -> list[Finding]:
    """All that is wrong with a catalog as a file; what its texts say is judged elsewhere."""
    found = [
        *header(catalog, expected),
        *_entries(catalog, expected),
        *_lost(catalog, expected.earlier),
        *mispaired(catalog, expected.template),
    ]
    for key, reason in catalog.damaged.items():
        entry = catalog.by_key[key]
        place = Place(catalog.path, entry.line)
        found.append(Finding("damaged", Severity.ERROR, reason, po=place, msgid=entry.msgid, msgstr=entry.msgstr))
    return found


def mended(catalog: Catalog, expected: Expected) -> Mended:
    """The catalog with its header completed, twins housed, what git still knows put back, and strings unwrapped.

    No translation changes, and none is confirmed. Raises UnicodeEncodeError.
    """
    done: list[str] = []
    header = _mended_header(catalog, expected, done)
    entries: list[tuple[Piece | None, Entry]] = []
    lost = {mended.key: mended for _, mended in _lost_previous(catalog, expected.earlier)}
    emptied = {entry.key: old for entry, old in _lost_drafts(catalog, expected.earlier)}
    twins = {id(piece) for piece in _twins(catalog)}
    taken: dict[Key, Entry] = {**catalog.by_key}
    for piece in catalog.pieces:
        entry: Entry | None = piece.entry
        if is_header(piece.entry):
            continue
        if not piece.entry.obsolete and (old := lost.get(piece.entry.key)):
            entry = old
        elif not piece.entry.obsolete and (old := emptied.get(piece.entry.key)):
            comments = piece.entry.comments or old.comments
            entry = replace(old, comments=comments, extracted=piece.entry.extracted, references=piece.entry.references)
        elif piece.entry.obsolete:
            entry = arranging.housed(piece.entry, taken) if id(piece) in twins else piece.entry
            taken.setdefault(piece.entry.key, piece.entry)
        if entry is not None:
            entries.append((piece, entry))
    if lost:
        done.append(f"previous msgids put back: {len(lost)}")
    if emptied:
        done.append(f"drafts put back: {len(emptied)}")
    if twins:
        done.append(f"obsolete twins removed or renamed: {len(twins)}")
    wrap = expected.wrap if _is_rewrapped(catalog, expected) else None
    if wrap is not None:
        done.append("strings unwrapped" if not wrap else f"strings wrapped at {wrap} characters")
    if not done:
        return Mended(writer.write(catalog))
    return Mended(editing.laid_out(catalog, [*header, *entries], wrap=wrap), tuple(done))


def header(catalog: Catalog, expected: Expected) -> Iterator[Finding]:
    """What the header of a catalog says wrong, or does not say, with the header's line."""
    piece = _header_piece(catalog)
    place = Place(catalog.path, piece.entry.line if piece else 1)

    def told(rule: str, severity: Severity, message: str) -> Finding:
        return Finding(rule, severity, message, po=place)

    if piece is None:
        yield told("header-missing", Severity.WARNING, "it has no header; other tools will not read it as UTF-8")
        return
    fields = catalog.header
    if (content := fields.get("Content-Type", "")) and not _UTF8.search(content):
        message = f"its header says Content-Type: {content}; its charset is UTF-8 (text/plain; charset=UTF-8)"
        yield told("charset", Severity.WARNING, message)
    said = fields.get("Language", "").replace("_", "-")
    if said and said.split("-")[0].lower() != expected.language.split("-")[0].lower():
        message = f"its header says Language: {said}, but it lies in the folder of {expected.language}"
        yield told("wrong-language", Severity.ERROR, message)
    plural = fields.get("Plural-Forms", "")
    if plural and _plain(plural) != _plain(expected.plural_forms):
        message = (
            f"its header says Plural-Forms: {plural}; for {expected.language} it is usually {expected.plural_forms}"
        )
        yield told("plural-forms", Severity.WARNING, message)
    if missing := [name for name in expected.fields if name not in fields]:
        yield told("header-incomplete", Severity.WARNING, f"its header lacks {', '.join(missing)}")
    if any(_SEARCH_PATH.match(name) for name in fields):
        message = "its header has search paths of Poedit, which then offers an update that makes all entries obsolete"
        yield told("search-path", Severity.WARNING, message)


def _entries(catalog: Catalog, expected: Expected) -> Iterator[Finding]:
    """What concerns many entries at once: one finding each, at the first of them."""
    known = expected.template.by_key if expected.template else None
    if known is not None:
        strange = [entry for entry in catalog.entries if entry.key not in known]
        message = "entries that belong to no sentence of the document (run: enregard extract)"
        yield from _together("unknown-entries", Severity.WARNING, strange, message, catalog)
        missing = sum(key not in catalog.by_key for key in known)
        if missing:
            message = f"sentences of the document that it lacks (run: enregard extract): {missing}"
            yield Finding("missing-entries", Severity.WARNING, message, po=Place(catalog.path, 1))
    message = "obsolete twins of other entries, of which GNU gettext keeps one only"
    yield from _together("obsolete-twin", Severity.WARNING, [p.entry for p in _twins(catalog)], message, catalog)
    if _is_rewrapped(catalog, expected):
        message = "a program wrapped its strings anew, so that every version differs in lines that say the same"
        yield Finding("rewrapped", Severity.INFO, message, po=Place(catalog.path, 1))


def _lost(catalog: Catalog, earlier: Catalog | None) -> Iterator[Finding]:
    """What the last version in git still had."""
    bare = [entry for entry, _ in _lost_previous(catalog, earlier)]
    message = "fuzzy entries that lost their previous msgid, so that nobody sees what changed in the source"
    yield from _together("lost-previous", Severity.WARNING, bare, message, catalog)
    empty = [entry for entry, _ in _lost_drafts(catalog, earlier)]
    message = "drafts that were emptied, as OmegaT empties what nobody confirmed"
    yield from _together("lost-drafts", Severity.WARNING, empty, message, catalog)
    drafts = [e for e in earlier.entries if _is_draft(e)] if earlier else []
    here = [catalog.by_key.get(entry.key) for entry in drafts]
    clean = [e for e, old in zip(here, drafts, strict=True) if e and not _is_draft(e) and e.msgstr == old.msgstr]
    if len(clean) >= _FEW and not any(e and _is_draft(e) for e in here):
        message = "entries that all ceased to be fuzzy with the same words; a program may have dropped the marks"
        yield from _together("lost-flags", Severity.WARNING, clean, message, catalog)


def _lost_previous(catalog: Catalog, earlier: Catalog | None) -> list[tuple[Entry, Entry]]:
    """Fuzzy entries without the previous msgid that a comment or git still knows; each with what it should be."""
    found = []
    for entry in catalog.entries:
        old = earlier.by_key.get(entry.key) if earlier else None
        if entry.state is not State.FUZZY:
            continue
        if quoted := _unquoted(entry):
            found.append((entry, quoted))
        elif old and old.state is State.STALE and old.msgstr == entry.msgstr:
            previous = replace(entry, previous_msgid=old.previous_msgid, previous_context=old.previous_context)
            found.append((entry, previous))
    return found


def _unquoted(entry: Entry) -> Entry | None:
    """The entry with the previous msgid that stands in its comments; None where none does."""
    text = "\n".join(entry.comments)
    match = _QUOTED.search(text)
    if match is None:
        return None
    folded = " ".join(_JOINT.sub("", match[1].strip()).split("\n"))
    said = _ESCAPED.sub(lambda escape: {"n": "\n", "t": "\t"}.get(escape[1], escape[1]), folded.strip("| ")[1:-1])
    rest = (text[: match.start()] + text[match.end() :]).strip("\n")
    return replace(entry, previous_msgid=said, comments=tuple(rest.split("\n")) if rest else ())


def _lost_drafts(catalog: Catalog, earlier: Catalog | None) -> list[tuple[Entry, Entry]]:
    """Empty entries that had a draft; each with what it was."""
    if earlier is None:
        return []
    pairs = [(entry, earlier.by_key.get(entry.key)) for entry in catalog.entries if entry.state is State.UNTRANSLATED]
    return [(entry, old) for entry, old in pairs if old and _is_draft(old)]


def _is_draft(entry: Entry) -> bool:
    return entry.state in {State.FUZZY, State.STALE}


def _twins(catalog: Catalog) -> list[Piece]:
    """Obsolete entries with the key of a live entry, or of an obsolete one before them."""
    taken = set(catalog.by_key)
    found = []
    for piece in catalog.pieces:
        if piece.entry.obsolete:
            if piece.entry.key in taken:
                found.append(piece)
            taken.add(piece.entry.key)
    return found


def _is_rewrapped(catalog: Catalog, expected: Expected) -> bool:
    return expected.wrap == 0 and writer.style(catalog).wrap > 0


def _mended_header(catalog: Catalog, expected: Expected, done: list[str]) -> list[tuple[Piece | None, Entry]]:
    """The header to write, first of all; what was done to it is added to the list."""
    piece = _header_piece(catalog)
    if piece is None:
        done.append("header added")
        return [(None, writer.header((), expected.fields.items()))]
    fields = {name: value for name, value in catalog.header.items() if not _SEARCH_PATH.match(name)}
    said: list[tuple[str, Callable[[], bool]]] = [
        ("search paths of Poedit removed", lambda: len(fields) < len(catalog.header)),
        ("header moved to the top", lambda: catalog.pieces[0] is not piece),
    ]
    changed = [words for words, is_so in said if is_so()]
    if missing := [name for name in expected.fields if name not in fields]:
        fields |= {name: expected.fields[name] for name in missing}
        changed.append(f"header completed: {', '.join(missing)}")
    counted = any(entry.msgid_plural is not None for entry in catalog.entries)
    if not counted and _plain(fields.get("Plural-Forms", "")) != _plain(expected.plural_forms):
        fields["Plural-Forms"] = expected.plural_forms
        changed.append(f"Plural-Forms set to those of {expected.language}")
    done += changed
    if fields == catalog.header:
        return [(piece, piece.entry)]
    return [(piece, replace(piece.entry, msgstr=writer.header((), fields.items()).msgstr))]


def _header_piece(catalog: Catalog) -> Piece | None:
    return next((piece for piece in catalog.pieces if is_header(piece.entry)), None)


def _together(
    rule: str, severity: Severity, entries: Sequence[Entry], message: str, catalog: Catalog
) -> Iterator[Finding]:
    if entries:
        place = Place(catalog.path, entries[0].line)
        yield Finding(rule, severity, f"{message}: {len(entries)}", po=place, msgid=entries[0].msgid)


def _plain(plural: str) -> str:
    return _ROOM.sub("", plural)
