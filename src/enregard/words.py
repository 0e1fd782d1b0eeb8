"""How many words a French text has, as translators are paid for them."""

from __future__ import annotations


def count(text: str) -> int:
    """Words of the text: runs between white space of any kind that hold a letter or a digit.

    An elision counts with its word, as it is written (``l’accord`` is one word), and a sign that French sets apart
    counts for nothing: ``« Bonjour ! »`` is one word with any kind of space. Markup counts as it is written.
    """
    return len([run for run in text.split() if run[0].isalnum() or any(map(str.isalnum, run))])
