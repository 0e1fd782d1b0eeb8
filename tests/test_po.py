"""What a PO file says is read exactly, or refused with file and line: nothing is skipped, guessed or misread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import process_time

import polib
import pytest
from catalog_scenes import HEADER, po
from hypothesis import given
from hypothesis import strategies as st

from enregard import catalogs
from enregard.catalogs.writer import Style, fresh
from enregard.errors import CatalogError
from enregard.model import Entry, Limits, State

PATH = "locales/en/LC_MESSAGES/texte.po"
ENTRY = 'msgid "Bonjour."\nmsgstr "Hello."\n'


def refused(data: bytes | str, **options: str) -> CatalogError:
    """The error with which a file is refused."""
    raw = data if isinstance(data, bytes) else data.encode()
    with pytest.raises(CatalogError) as caught:
        catalogs.read(raw, path=PATH, **options)
    assert caught.value.path == PATH
    assert caught.value.advice
    return caught.value


def lines(head: str, *body: str) -> str:
    """Text of a file from the lines of its entries, after a header of four lines and a blank one."""
    return "\n".join((HEADER + "\n" + head, *body)) + "\n"


def test_every_field_is_read() -> None:
    """Comments, references, flags, previous msgid, context and strings all arrive where they belong."""
    catalog = po(
        "# Une remarque\n#. type: Plain text\n#. id: ab12\n#: source_fr/a.md:3 source_fr/b.md\n#, fuzzy, no-wrap\n"
        '#| msgctxt "menu"\n#| msgid "Un"\n#| " deux"\nmsgctxt "menu"\nmsgid "Un "\n"trois"\nmsgstr "One\\tthree\\n"\n'
    )
    assert catalog.entries == (
        Entry(
            "Un trois",
            "One\tthree\n",
            "menu",
            previous_msgid="Un deux",
            previous_context="menu",
            flags=("fuzzy", "no-wrap"),
            comments=("Une remarque",),
            extracted=("type: Plain text", "id: ab12"),
            references=("source_fr/a.md:3", "source_fr/b.md"),
        ),
    )
    assert catalog.entries[0].line == 14
    assert catalog.language == "en"


def test_obsolete_entries_with_previous_msgid_are_kept_apart() -> None:
    """``#~`` and ``#~|`` lines are read, and an obsolete twin of a live entry is no duplicate (case 8)."""
    catalog = po(ENTRY + '\n#, fuzzy\n#~| msgid "Salut."\n#~ msgid "Bonjour."\n#~ msgstr "Good day."\n')
    assert [e.msgstr for e in catalog.entries] == ["Hello."]
    assert [(e.msgstr, e.previous_msgid, e.flags) for e in catalog.obsolete] == [("Good day.", "Salut.", ("fuzzy",))]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("#comment without blank\n" + ENTRY, Entry("Bonjour.", "Hello.", comments=("comment without blank",))),
        ('  msgid "Bonjour."\n\tmsgstr   "Hello."  \n', Entry("Bonjour.", "Hello.")),
        ('msgid\n"Bon" "jour."\nmsgstr"Hello."', Entry("Bonjour.", "Hello.")),
        ('msgid "Bonjour."\n\nmsgstr "Hello."\n', Entry("Bonjour.", "Hello.")),
        ("#,fuzzy,md-text\n#, c-format\n" + ENTRY, Entry("Bonjour.", "Hello.", flags=("fuzzy", "md-text", "c-format"))),
        ("#= fuzzy\n" + ENTRY, Entry("Bonjour.", "Hello.", flags=("fuzzy",))),
        (ENTRY + "#:\n", Entry("Bonjour.", "Hello.")),
        (ENTRY + "#,", Entry("Bonjour.", "Hello.")),
        (ENTRY + "#.", Entry("Bonjour.", "Hello.")),
        ('msgid "a\\x41\\101\\a\\"\\\\n"\nmsgstr "b"', Entry('aAA\a"\\n', "b")),
        ("#| \n" + ENTRY, Entry("Bonjour.", "Hello.")),
        (
            "#: \u2068un nom\u2069:3 b.md\n" + ENTRY,
            Entry("Bonjour.", "Hello.", references=("\u2068un nom\u2069:3", "b.md")),
        ),
        ('msgid "a\u2028b\u0085c\x0bd\x0ce"\nmsgstr "x"\n', Entry("a\u2028b\u0085c\x0bd\x0ce", "x")),
    ],
    ids=lambda value: value[:20].strip() if isinstance(value, str) else "",
)
def test_what_other_tools_write_is_read(written: str, expected: Entry) -> None:
    """Legal but unusual spellings are read, never misread (cases 6, 7, 22)."""
    assert po(written).entries == (expected,)


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        (lines("<<<<<<< HEAD", ENTRY), 6, "merge conflict marker"),
        (lines(ENTRY, "=======", ENTRY), 9, "merge conflict marker"),
        (lines(ENTRY, ">>>>>>> branche", ENTRY), 9, "merge conflict marker"),
        (lines(ENTRY, 'msgid "Une phrase cou'), 9, "not closed"),
        (lines(ENTRY, 'msgid "Une phrase"'), 9, "without msgstr"),
        (lines('msgid "a "mot" b"'), 6, "unexpected text"),
        (lines('msgid "a\\"', 'msgstr "b"'), 6, "not closed"),
        (lines('msgid "a\\e"', 'msgstr "b"'), 6, "bad escape"),
        (lines('msgid "a\\303\\251"', 'msgstr "b"'), 6, "bad escape"),
        (lines("# x", 'msgstr "orphan"'), 7, "without a msgid"),
        (lines(ENTRY, 'msgstr "another"'), 9, "msgstr after msgstr"),
        (lines("junk"), 6, "unknown keyword"),
        (lines('mgsid "a"', 'msgstr "b"'), 6, "unknown keyword"),
        (lines('domain "essai"'), 6, "unknown keyword"),
        (lines('msgid "a" msgstr "b"'), 6, "unexpected text"),
        (lines('msgid "a"', "# au milieu", 'msgstr "b"'), 7, "inside an entry"),
        (lines("# x", '"orphan"'), 7, "belongs to no keyword"),
        (lines('#~ msgid "a"', '"b"', '#~ msgstr "c"'), 7, "inconsistent"),
        (lines('#~ msgid "a"', 'msgstr "b"'), 7, "half obsolete"),
        (lines("#| junk", ENTRY), 6, "neither"),
        (lines("#~ junk", ENTRY), 6, "unknown keyword"),
        (lines(ENTRY, ENTRY), 9, "same msgid as line 6"),
        (lines(ENTRY, ENTRY.replace("Hello", "Hi")), 9, "same msgid as line 6"),
        (lines('msgctxt "a\\004b"', 'msgid "c"', 'msgstr "d"'), 6, "U+0004"),
        (lines('msgid "a\x04b"', 'msgstr "d"'), 6, "U+0004"),
        (lines('msgid "a\\0b"', 'msgstr "d"'), 6, "bad escape"),
        (HEADER + "\n" + HEADER, 6, "second header"),
        (HEADER + '"Content-Type: text/plain; charset=UTF-8\\n"\n', 1, "two Content-Type"),
        (HEADER.replace("Language: en", "Language: ../../etc"), 1, "no language"),
    ],
    ids=lambda value: None if isinstance(value, int) else value[len(HEADER) :][:24] if "msgid" in value else value,
)
def test_what_is_broken_is_refused(written: str, line: int, words: str) -> None:
    """Conflict markers, cut files, bad strings, duplicates: an error with its line (cases 1, 3, 5, 9, 11, 13)."""
    error = refused(written)
    assert words in str(error)
    assert error.line == line


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "empty catalog"),
        (b"\xef\xbb\xbf\r\n  \n", 1, "empty catalog"),
        (b"# only a comment\n", 1, "empty catalog"),
        (f'{HEADER}\nmsgid "caf'.encode() + b"\xc3", 6, "cut inside a character"),
        (f'{HEADER}\nmsgid "caf'.encode() + b'\xe9"\n', 6, "0xE9 is not UTF-8"),
        (f'{HEADER}\nmsgid "'.encode() + b'\xc0\xbc"\n', 6, "not UTF-8"),
        (f'{HEADER}\nmsgid "'.encode() + b'\xed\xa0\x80"\n', 6, "not UTF-8"),
        (f'{HEADER}\nmsgid "a'.encode() + b'\0"\n', 6, "NUL"),
        (lines(ENTRY).encode("utf-16"), 1, "UTF-16"),
        (lines(ENTRY).replace("\n", "\r").encode(), None, "CR only"),
        (lines('msgid "a\rb"', 'msgstr ""').encode(), 6, "carriage return"),
        (lines(ENTRY).replace("UTF-8", "ISO-8859-1").encode(), 1, "only UTF-8"),
        *(
            (lines(ENTRY).replace("UTF-8", name).encode(), 1, "only UTF-8")
            for name in ("x-unknown", "UTF-7", "unicode_escape", "punycode", "UTF-16")
        ),
    ],
)
def test_bytes_that_are_not_utf8_are_refused(data: bytes, line: int | None, words: str) -> None:
    """Empty files and other encodings are errors, never mojibake on a page (cases 3, 4, 17 to 20)."""
    error = refused(data)
    assert words in str(error)
    assert error.line == line


def test_latin1_is_read_where_it_is_asked_for() -> None:
    """ISO-8859-1 needs an explicit option, and bytes that agree with it (case 17)."""
    text = lines('msgid "été"', 'msgstr "summer"').replace("UTF-8", "ISO-8859-1")
    catalog = catalogs.read(text.encode("latin-1"), path=PATH, charset="ISO-8859-1")
    assert [e.msgid for e in catalog.entries] == ["été"]
    assert catalogs.write(catalog) == text.encode("latin-1")
    assert "are UTF-8" in str(refused(text.encode(), charset="ISO-8859-1"))
    assert "unknown charset" in str(refused(text, charset="KOI8-R"))


def test_contexts_keep_equal_texts_apart() -> None:
    """No context, an empty one and two others are four entries (case 10)."""
    catalog = po(ENTRY + "".join(f'\nmsgctxt "{c}"\n{ENTRY}' for c in ("", "a", "b")))
    assert [e.context for e in catalog.entries] == [None, "", "a", "b"]


def test_an_entry_with_context_and_no_text_is_no_header() -> None:
    """An empty msgid with a msgctxt is an entry like any other, in a file without a header (case 12)."""
    catalog = catalogs.read(b'msgctxt "a"\nmsgid ""\nmsgstr "b"\n', path=PATH)
    assert catalog.entries == (Entry("", "b", "a"),)
    assert catalog.header == {}


def test_a_late_header_is_read_with_a_warning() -> None:
    """A header behind an entry counts, and is named (case 13)."""
    catalog = catalogs.read((ENTRY + "\n" + HEADER).encode(), path=PATH)
    assert catalog.language == "en"
    assert [(f.rule, f.po and f.po.line) for f in catalog.warnings] == [("catalog-header", 4)]


def test_fuzzy_entries_keep_their_state() -> None:
    """Fuzzy with a previous msgid is stale, without one a draft; neither is translated (case 14)."""
    catalog = po(f'#, fuzzy\n{ENTRY}\n#, fuzzy\n#| msgid "Un"\nmsgid "Deux"\nmsgstr "One"\n\nmsgid "x"\nmsgstr " "\n')
    assert [e.state for e in catalog.entries] == [State.FUZZY, State.STALE, State.UNTRANSLATED]


def test_eleven_plural_forms_are_told_apart() -> None:
    """Form 1 and form 10 are both kept (case 15)."""
    forms = "".join(f'msgstr[{n}] "form {n}"\n' for n in range(11))
    head = HEADER + '"Plural-Forms: nplurals=11; plural=n%11;\\n"\n'
    catalog = catalogs.read(f'{head}\nmsgid "un"\nmsgid_plural "des"\n{forms}'.encode(), path=PATH)
    assert catalog.entries[0].msgstr_plural == tuple(f"form {n}" for n in range(11))


@pytest.mark.parametrize(
    "value",
    [
        *(
            "junk",
            "nplurals=2",
            "nplurals=2; plural=__import__('os')",
            "nplurals=2; plural=n%0",
            "nplurals=0; plural=0",
        ),
        *("nplurals=2; plural=" + "(" * 5000 + "n" + ")" * 5000, "nplurals=2; plural=n", "nplurals=2; plural=n n"),
        *(
            "nplurals=2; plural=n ? 1",
            "nplurals=2; plural=" + "!" * 300 + "n",
            "nplurals=2; plural=-1",
            "nplurals=2; plural=",
        ),
        *("nplurals=2; plural=" + "n+" * 380 + "n", "nplurals=99999; plural=0", "nplurals=2; plural=n ? 1 : 0)"),
    ],
    ids=lambda value: value[:40],
)
def test_plural_rules_are_parsed_never_run(value: str) -> None:
    """Junk, code, deep nesting and division by zero are refused at once (case 16)."""
    begun = process_time()
    assert "Plural-Forms" in str(refused(lines(ENTRY).replace("Language: en", f"Plural-Forms: {value}")))
    assert process_time() - begun < 1


@pytest.mark.parametrize(
    "value",
    [
        "nplurals=2; plural=(n != 1);",
        "nplurals=1; plural=0",
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
        "nplurals=INTEGER; plural=EXPRESSION;",
    ],
)
def test_plural_rules_of_real_languages_are_accepted(value: str) -> None:
    """The rules that gettext knows pass."""
    assert catalogs.read(lines(ENTRY).replace("Language: en", f"Plural-Forms: {value}").encode(), path=PATH).entries


@pytest.mark.parametrize(
    ("forms", "words"),
    [((0, 2), "msgstr[1] is expected"), ((0,), "the header says 2"), ((1, 0), "msgstr[0] is expected")],
)
def test_plural_forms_must_be_complete(forms: tuple[int, ...], words: str) -> None:
    """A gap, a wrong order or a wrong number of forms is an error (case 16)."""
    text = HEADER + '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\nmsgid "un"\nmsgid_plural "des"\n'
    assert words in str(refused(text + "".join(f'msgstr[{n}] "x"\n' for n in forms)))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_bom_crlf_and_a_missing_end_are_kept(newline: str, mark: str, end: str) -> None:
    """A byte order mark, CRLF or no final newline change nothing that is read, no byte that is written (case 19)."""
    data = (mark + lines(ENTRY).rstrip("\n") + end).replace("\n", newline).encode()
    catalog = catalogs.read(data, path=PATH)
    assert catalog.entries == (Entry("Bonjour.", "Hello."),)
    assert catalogs.write(catalog) == data


def test_mixed_line_ends_are_kept() -> None:
    """LF and CRLF in one file are read alike and written as they stood (case 19)."""
    data = lines(ENTRY).encode().replace(b"\n", b"\r\n", 3)
    assert catalogs.write(catalogs.read(data, path=PATH)) == data


def test_twins_in_two_unicode_forms_are_named() -> None:
    """The same letters composed and decomposed are two entries, with a warning that names both lines (case 25)."""
    catalog = po('msgid "\u00e9t\u00e9"\nmsgstr "summer"\n\nmsgid "e\u0301te\u0301"\nmsgstr "summer"\n')
    assert len(catalog.entries) == 2
    assert [(f.rule, f.po and f.po.line) for f in catalog.warnings] == [("catalog-twins", 9)]
    assert "line 6" in catalog.warnings[0].message


@pytest.mark.parametrize(
    "body",
    [
        f'msgid "{"a" * 1_000_000}"\nmsgstr ""\n',
        'msgid ""\n' + '"une ligne de suite "\n' * 60_000 + 'msgstr ""\n',
        "#:" + " a.md:1" * 30_000 + '\nmsgid "a"\nmsgstr ""\n',
        "#," + " c-format," * 20_000 + '\nmsgid "a"\nmsgstr ""\n',
        'msgid "' + "\\\\" * 400_000 + '"\nmsgstr ""\n',
        'msgid "' + "\\n" * 400_000 + '"\nmsgstr ""\n',
        'msgid "a" ' + '"b" ' * 100_000 + '\nmsgstr ""\n',
    ],
    ids=["long line", "continuation lines", "references", "flags", "backslashes", "line feeds", "strings"],
)
def test_large_files_are_read_in_time(body: str) -> None:
    """Megabytes in one field take less than two seconds (case 41)."""
    begun = process_time()
    assert po(body).entries
    assert process_time() - begun < 2


def test_limits_are_named() -> None:
    """A line or a file above its limit is refused, and the advice names the setting."""
    with pytest.raises(CatalogError) as caught:
        catalogs.read(lines(ENTRY, f"# {'x' * 200}").encode(), path=PATH, limits=Limits(line=100))
    assert (caught.value.line, "line in [limits]" in caught.value.advice) == (9, True)
    with pytest.raises(CatalogError) as caught:
        catalogs.read(lines(ENTRY).encode(), path=PATH, limits=Limits(catalog=100))
    assert "catalog in [limits]" in caught.value.advice


def test_thirty_thousand_entries_in_a_second() -> None:
    """The reader keeps its promise of a second for 30,000 entries, with room for a busy machine."""
    entry = (
        '#. type: Plain text\n#. id: {0}\n#: source_fr/a.md\nmsgid "Une phrase, {0}e."\nmsgstr "A sentence, {0}."\n\n'
    )
    data = (HEADER + "\n" + "".join(map(entry.format, range(30_000)))).encode()
    begun = process_time()
    assert len(catalogs.read(data, path=PATH).entries) == 30_000
    assert process_time() - begun < 3


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\x04\r"), max_size=30)
LINE = TEXT.map(lambda text: " ".join(text.split("\n")).strip(" \t\f\v"))
FLAG = st.sampled_from(["fuzzy", "no-wrap", "c-format"])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that a PO file can hold."""
    obsolete = draw(st.booleans())
    comments = [line for line in draw(st.lists(LINE, max_size=2)) if line[:1] not in set(".:,=|~")]
    return Entry(
        draw(TEXT.filter(bool)),
        draw(TEXT),
        draw(st.none() | TEXT),
        previous_msgid=draw(st.none() | TEXT),
        flags=tuple(draw(st.lists(FLAG, unique=True, max_size=2))),
        comments=tuple(comments),
        extracted=() if obsolete else tuple(draw(st.lists(LINE, max_size=2))),
        references=()
        if obsolete
        else tuple(draw(st.lists(st.from_regex(r"[a-z/]{1,9}(:[0-9]{1,3})?", fullmatch=True)))),
        obsolete=obsolete,
    )


@given(st.lists(entries(), unique_by=lambda entry: entry.key, max_size=5), st.sampled_from([0, 40, 79]), st.booleans())
def test_what_is_written_is_read_again(items: list[Entry], wrap: int, crlf: bool) -> None:  # noqa: FBT001
    """Law 5, round trip: entries written and read are the same entries, whatever is in them; so is the catalog."""
    layout = Style("\r\n" if crlf else "\n", wrap)
    text = (layout.newline * 2).join([HEADER.replace("\n", layout.newline), *(fresh(e, layout) for e in items)])
    catalog = catalogs.read(text.encode(), path=PATH)
    assert list(catalog.entries) == [e for e in items if not e.obsolete]
    assert list(catalog.obsolete) == [e for e in items if e.obsolete]
    assert catalogs.read(catalogs.write(catalog), path=PATH) == catalog


@given(entries(), st.none() | TEXT, st.lists(TEXT, max_size=3))
def test_entries_are_written_as_polib_writes_them(entry: Entry, plural: str | None, forms: list[str]) -> None:
    """Our lines are polib's, entry by entry; polib alone writes an empty comment with a blank, and some not at all."""
    if plural:
        entry = replace(entry, msgid_plural=plural, msgstr_plural=tuple(forms))
    theirs = polib.POEntry(
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        msgctxt=entry.context,
        msgid_plural=plural or "",
        msgstr_plural=dict(enumerate(entry.msgstr_plural)),
        obsolete=entry.obsolete,
        tcomment="\n".join(entry.comments),
        comment="\n".join(entry.extracted),
        occurrences=[(reference, "") for reference in entry.references],
        flags=list(entry.flags),
        previous_msgid=entry.previous_msgid,
    )
    lines = fresh(entry, Style()).split("\n")
    expected = theirs.__unicode__(wrapwidth=0).rstrip("\n").split("\n")
    assert [line for line in lines if line not in {"#", "#."}] == [e for e in expected if e not in {"# ", "#. "}]
    assert [lines.count("#"), lines.count("#.")] == [entry.comments.count(""), entry.extracted.count("")]


PIECES = st.sampled_from(
    [
        *(
            'msgid "a"\n',
            'msgstr "b"\n',
            'msgctxt "c"\n',
            "#, fuzzy\n",
            "#~ ",
            "#| ",
            "#",
            "\n",
            '"d"\n',
            "\\",
            '"',
            "\r",
        ),
        *(
            'msgid_plural "p"\n',
            'msgstr[0] "x"\n',
            'msgstr[1] "y"\n',
            "é",
            "\0",
            "\x1b",
            "\u202e",
            "<<<<<<< a\n",
            "\\x",
        ),
        HEADER,
        ENTRY,
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_no_input_raises_anything_else(text: str) -> None:
    """Whatever the bytes, a catalog comes out that writes the same bytes, or the one error for people."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        catalog = catalogs.read(data, path=PATH)
    except CatalogError as error:
        assert error.path == PATH  # noqa: PT017
    else:
        assert catalogs.write(catalog) == data


@pytest.mark.parametrize("data", [b"\xff", b'msgid "\xe2\x80', b"\x80\n\n", "é".encode("utf-16-le")])
def test_broken_bytes_raise_the_one_error(data: bytes) -> None:
    """Bytes that are no text at all are refused like everything else."""
    refused(data)


def test_public_catalogs_are_read_as_polib_reads_them(shared: Path) -> None:
    """Every entry of the corpus has the fields that polib finds, and is written back byte for byte."""
    files = sorted((shared / "corpus/po").glob("*.po"))
    assert len(files) == 8
    for path in files:
        data = path.read_bytes()
        catalog = catalogs.read(data, path=path.name)
        theirs = polib.pofile(str(path), wrapwidth=0)
        ours = [(e.obsolete, e.context, e.msgid, e.msgstr, list(e.flags), e.previous_msgid) for e in catalog.entries]
        ours += [(e.obsolete, e.context, e.msgid, e.msgstr, list(e.flags), e.previous_msgid) for e in catalog.obsolete]
        expected = [(bool(e.obsolete), e.msgctxt, e.msgid, e.msgstr, e.flags, e.previous_msgid) for e in theirs]
        assert sorted(ours, key=repr) == sorted(expected, key=repr)
        assert [e.comments for e in catalog.entries] == [
            tuple(e.tcomment.split("\n")) if e.tcomment else () for e in theirs if not e.obsolete
        ]
        assert catalogs.write(catalog) == data
