"""Each workaround for a fault of another tool asserts that the fault is still there: when one fails, it may go."""

from __future__ import annotations

import polib
import pytest

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = 'msgid "a"\nmsgstr "b"\n'


@pytest.mark.parametrize("tail", ["#:", "#,", "#."])
def test_polib_loses_the_last_entry_before_a_bare_comment(tail: str) -> None:
    """Therefore we read with a lexer of our own (``lexer``)."""
    try:
        count = len(polib.pofile(HEAD + ENTRY + '\nmsgid "c"\nmsgstr "d"\n' + tail))
    except (OSError, IndexError):
        count = 0
    assert count < 2


def test_polib_drops_an_entry_without_msgstr() -> None:
    """Therefore a cut file is refused by our own lexer."""
    assert len(polib.pofile(f'{HEAD}msgid "x"\n\n# une remarque\n{ENTRY}')) == 1


def test_polib_confuses_form_ten_with_form_one() -> None:
    """Therefore plural forms are read by our own lexer."""
    forms = "".join(f'msgstr[{n}] "form {n}"\n' for n in range(11))
    (entry,) = polib.pofile(f'{HEAD}msgid "a"\nmsgid_plural "b"\n{forms}')
    assert entry.msgstr_plural[1] == "form 10"


def test_polib_raises_on_sticky_flags() -> None:
    """Therefore ``#=`` lines are read by our own lexer."""
    with pytest.raises(OSError, match="Syntax error"):
        polib.pofile(f"{HEAD}#= fuzzy\n{ENTRY}")


def test_polib_takes_a_string_that_is_not_closed() -> None:
    """Therefore a file cut inside a string is refused by our own lexer."""
    assert len(polib.pofile(f'{HEAD}{ENTRY}\nmsgid "c"\nmsgstr "cu')) == 2


def test_polib_changes_carriage_returns_and_the_byte_order_mark() -> None:
    """Therefore unchanged entries are copied, not serialised (``writer``)."""
    text = str(polib.pofile(f"{HEAD}{ENTRY}".replace("\n", "\r\n")))
    assert "\r\n" not in text


def test_polib_wraps_comments() -> None:
    """Therefore the comments of a new entry are taken from an unwrapped serialisation (``po``)."""
    entry = polib.POEntry(msgid="a", comment="un titre " * 20)
    assert entry.__unicode__(wrapwidth=40).count("#. ") > 1


def test_polib_writes_no_empty_comment() -> None:
    """Therefore a single empty comment line is added to what polib writes (``po``)."""
    assert "#" not in polib.POEntry(msgid="a", tcomment="").__unicode__()
