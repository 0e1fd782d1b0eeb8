"""Mutated catalogs: no exception but the one for people, no difference to ``msgfmt -c`` without a rule behind it."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from enregard import catalogs
from enregard.catalogs import lexer
from enregard.errors import CatalogError

SEED = rb"""# Une remarque
msgid ""
msgstr ""
"Project-Id-Version: essai 1\n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

# note
#. type: Plain text
#: a.md:3
#, fuzzy
#| msgid "Ancien"
#| " texte"
msgctxt "menu"
msgid "Un \"mot\""
msgstr "A word\t"

#: a.md
msgid ""
"Deux "
"lignes"
msgstr ""
"Two "
"lines"

msgid "un"
msgid_plural "des"
msgstr[0] "one"
msgstr[1] "many"

# vieux
#~| msgid "x"
#~ msgid "vieux"
#~ msgstr "old"
"""
PIECES = [
    *(
        b'"',
        b"\\",
        b"\n",
        b"#",
        b"#~ ",
        b"#| ",
        b"#, ",
        b"msgid ",
        b"msgstr ",
        b"msgctxt ",
        b"[0]",
        b"[2]",
        b"\r\n",
        b" ",
    ),
    *(
        b"\t",
        b"a",
        b"\xc3\xa9",
        b"\xff",
        b"\\x41",
        b"\\0",
        b"fuzzy",
        b"<<<<<<< a\n",
        b"=======\n",
        b'msgid_plural "x"\n',
    ),
    *(b'"\n"', b"\x0b", b"#= fuzzy\n", b"\xe2\x80\xae", b"\x1b", b"\x04", b"\0", b"#-#-#-#-#", b"domain "),
]

STRICTER = {
    "not UTF-8": "bytes that are not UTF-8 are refused in comments too",
    "NUL": "so are NUL bytes",
    "charset=": "only UTF-8 is read, whatever msgfmt can convert",
    "bad escape": "an escape for a NUL, or a byte beyond ASCII, is refused",
    "no language": "the Language field must be a language",
    "Plural-Forms": "a plural rule is checked though no entry needs it",
    "two ": "so are fields that stand twice",
    "unexpected text": "one statement a line: nothing but white space follows a string",
    "neither": "an index of msgstr stands on the line of its msgstr",
    "previous": "a previous msgid needs its entry, and stands before it",
    "U+0004": "a key that gettext confuses with another one is refused",
    "carriage return": "a carriage return inside a line is refused",
    "inside an entry": "comments stand before their entry",
}
"""Words of our errors where msgfmt finds nothing wrong, and the rule behind each."""
MILDER = {
    "syntax error": "comments may stand in any order, and at the end of the file",
    "inconsistent use": "a previous msgid may be marked obsolete or not",
    "do not both (?:begin|end)": "line feeds at the edges are a check's business, not the reader's",
    "plural form": "plural entries are kept, never published: the header need not explain them",
    "plural expression": "an empty Plural-Forms field is as good as none",
    "header": "a missing header is read",
    "context separator": "a control character in a translation sets that entry aside, not the file",
    "duplicate": "obsolete entries may have any key",
    "control sequence|end-of-line|keyword": "what an obsolete or commented line holds besides is a comment",
    "invalid multibyte|Charset|conversion": "without a charset the file is UTF-8",
}
"""Words of msgfmt's errors where we read the file, and the rule behind each."""


def mutated(chance: random.Random) -> bytes:
    """The seed with one to three accidents."""
    data = bytearray(SEED)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) + 1)
        lines = data.split(b"\n")
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        accident = chance.randrange(6)
        if accident == 0:
            data[at:at] = chance.choice(PIECES)
        elif accident == 1:
            del data[at : at + chance.randint(1, 6)]
        elif accident == 2:
            data = data[:at]
        else:
            if accident == 3:
                del lines[one]
            elif accident == 4:
                lines.insert(one, lines[other])
            else:
                lines[one], lines[other] = lines[other], lines[one]
            data = bytearray(b"\n".join(lines))
    return bytes(data)


def refusal(data: bytes) -> str | None:
    """What we find wrong with a file; None where we read it, and write the same bytes."""
    try:
        catalog = catalogs.read(data, path="texte.po")
    except CatalogError as error:
        assert error.advice  # noqa: PT017
        return error.problem
    assert catalogs.write(catalog) == data
    return None


def test_accidents_raise_nothing_else() -> None:
    """Thousands of broken files: each is read, and written back byte for byte, or refused in one sentence."""
    chance = random.Random(7)
    rounds = int(os.environ.get("ENREGARD_SOAK", "4000"))
    refused = sum(refusal(mutated(chance)) is not None for _ in range(rounds))
    assert 0 < refused < rounds


def entries(text: str, *, longest: int, quick: bool) -> object:
    """What is read: each entry with its place and line; or the error, all that it says."""
    try:
        return [(p, p.entry.line) for p in lexer.pieces(text, path="texte.po", longest=longest, quick=quick)]
    except CatalogError as error:
        return str(error), error.line, error.advice


def test_the_quick_reader_reads_what_the_strict_one_reads() -> None:
    """Entries taken whole are those that are read line by line, in thousands of broken files: places, lines, errors."""
    chance = random.Random(13)
    for _ in range(int(os.environ.get("ENREGARD_SOAK", "4000"))):
        text = mutated(chance).decode("utf-8", "replace")
        longest = chance.choice((1 << 20, 200, 30))
        assert entries(text, longest=longest, quick=True) == entries(text, longest=longest, quick=False), text


def test_the_quick_reader_reads_public_catalogs(shared: Path) -> None:
    """So it is with the catalogs of other projects, whole and cut into entries in another order."""
    chance = random.Random(17)
    for path in sorted((shared / "corpus/po").glob("*.po")):
        whole = path.read_text(encoding="utf-8")
        paragraphs = whole.split("\n\n")
        chance.shuffle(paragraphs)
        for text in (whole, "\n".join(paragraphs)):
            assert entries(text, longest=1 << 20, quick=True) == entries(text, longest=1 << 20, quick=False)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt (gettext) is not on this machine")
def test_differences_to_msgfmt_are_rules() -> None:
    """Where ``msgfmt -c`` judges a broken file otherwise than we do, a rule above says why."""
    chance = random.Random(11)
    for _ in range(int(os.environ.get("ENREGARD_SOAK", "400")) // 2):
        data = mutated(chance)
        ours = refusal(data)
        run = subprocess.run(
            ["msgfmt", "-c", "-o", os.devnull, "-"],
            input=data,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        said = run.stderr.decode("utf-8", "replace")
        if ours is not None and run.returncode == 0:
            assert any(words in ours for words in STRICTER), (ours, data)
        if ours is None and run.returncode:
            assert any(re.search(words, said) for words in MILDER if words != "header|^$") or "header" in said, (
                said,
                data,
            )
