"""What a rule is given, what it says, and what it must be: the seam of all checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getdoc

from enregard.model import Entry, Passage, Place, Segment, Severity, State


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment and its translation, as the files hold them and as readers see them: all that a rule may look at."""

    segment: Segment
    entry: Entry | None
    """What the catalog holds for the segment; None where it holds nothing."""
    source: Passage | None = None
    """The passage in the source's language; None where the document was not rendered."""
    translation: Passage | None = None
    """The rendered translation; None where there is none, or none that may be rendered."""
    quarantine: str | None = None
    """Why the translation is not published (`containment`), None where nothing forbids it."""
    po: Place | None = None
    """The entry's place in its catalog."""
    place: Place | None = None
    """The segment's place in its source."""

    @property
    def msgid(self) -> str:
        """The source text."""
        return self.segment.text

    @property
    def msgstr(self) -> str:
        """The translation as its catalog holds it, "" where it holds none."""
        return "" if self.entry is None else self.entry.msgstr

    @property
    def state(self) -> State:
        """How far the translation has come, by its catalog."""
        return State.UNTRANSLATED if self.entry is None else self.entry.state

    @property
    def done(self) -> bool:
        """True for a translation that its translator calls finished: drafts are not judged."""
        return self.state is State.TRANSLATED


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a rule has to say about a pair."""

    message: str
    severity: Severity | None = None
    """None: that of the rule."""
    suggestion: str | None = None
    """A whole msgstr that would mend it, where the repair is mechanical."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named thing to look for; the docstring of ``look`` is its page in the manual."""

    id: str
    severity: Severity
    look: Callable[[Pair], Iterator[Remark]]

    @property
    def manual(self) -> str:
        """What it finds, why that matters, and what to do about it; the first line is a summary."""
        return getdoc(self.look) or ""
