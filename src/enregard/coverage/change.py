"""What a change of the source costs its translations: pages it touches, sentences and words it makes stale or new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enregard import words

if TYPE_CHECKING:  # who only counts starts without the catalogs
    from enregard.catalogs import Changes


@dataclass(frozen=True, slots=True)
class Cost:
    """What has to be looked at again."""

    pages: int = 0
    stale: int = 0
    """Sentences that were reworded, split or joined ..."""
    stale_words: int = 0
    """... and their words, as they are now."""
    new: int = 0
    new_words: int = 0
    gone: int = 0
    """Sentences that are no more."""
    by_document: Mapping[str, int] | None = None
    """Words, stale or new, by document."""

    @property
    def words(self) -> int:
        """Words to translate or to look at again."""
        return self.stale_words + self.new_words

    def __str__(self) -> str:
        """Say it as a reviewer is told it: ``3 pages, 214 words``."""
        pages, many = f"{self.pages} page{'s' * (self.pages != 1)}", f"{self.words} word{'s' * (self.words != 1)}"
        return f"{pages}, {many}"


def cost(changes: Changes) -> Cost:
    """What the changes cost, each distinct sentence of a document once."""
    from enregard.catalogs import How

    free = {How.KEPT, How.COSMETIC, How.LINK, How.MOVED, How.RENAMED, How.RECUT}
    sentences: Counter[bool] = Counter()
    written: Counter[bool] = Counter()
    by_document: Counter[str] = Counter()
    for name, document in changes.documents.items():
        for (_, text), change in document.items():
            if change.how not in free:
                is_new, size = change.how is How.NEW, words.count(text)
                sentences[is_new] += 1
                written[is_new] += size
                by_document[name] += size
    return Cost(
        pages=len(by_document),
        stale=sentences[False],
        stale_words=written[False],
        new=sentences[True],
        new_words=written[True],
        gone=sum(map(len, changes.gone.values())),
        by_document=dict(by_document),
    )
