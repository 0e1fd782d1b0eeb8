"""What a rule is given, what it says, and what it must be: the seam of all checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from inspect import getdoc
from types import MappingProxyType
from typing import Any, Protocol

from enregard.model import NOTHING, Entry, Passage, Place, Segment, Severity, State


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
    addresses: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Beginnings of addresses that the project's translations change, each with the one that stands for it."""

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

    @property
    def subject(self) -> Subject:
        """What a finding says of it."""
        return Subject(self.segment.context, self.msgid, self.msgstr, self.po, self.place)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding says of the pair that it is about."""

    context: str | None
    msgid: str
    msgstr: str
    po: Place | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a rule has to say about a pair."""

    message: str
    severity: Severity | None = None
    """None: that of the rule."""
    suggestion: str | None = None
    """A whole msgstr that would mend it, where the repair is mechanical."""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a glossary: how a term of the source has to be said, and how it must not be."""

    source: str
    """The term of the source; empty where words are forbidden whatever the source says."""
    targets: tuple[str, ...] = ()
    """What stands for it in the translation, any of them."""
    forbidden: tuple[str, ...] = ()
    """What must not stand in the translation."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project has decided about its texts: all that rules may know besides the pairs."""

    source: str = "fr"
    """Language of the manuscripts."""
    target: str = "en"
    """Language of the translations."""
    profile: str = "general"
    """``general``, ``literary``, ``legal`` or ``technical``."""
    variant: str = "en-GB"
    """``en-GB``, ``en-US``, ``en-CA`` or ``en-EU``."""
    typography: str = "auto"
    """``auto``, ``fr-FR``, ``fr-CA``, ``fr-CH`` or ``EU``."""
    titles: str = "any"
    """``sentence`` or ``title`` case of headings; ``any``: not looked at."""
    terms: tuple[Term, ...] = ()
    """The project's glossary."""
    acronyms: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Acronyms of the source and their translations, more than the rules know."""


Look = Callable[[Pair], Iterator[Remark]]
"""What is to be said about a pair."""
Prepare = Callable[[Sequence[Pair], Policy], Look]
"""Knows the policy of a project, and all pairs of a document in one language, before it looks at a single one."""
Study = Any
"""What one document shows and leaves open, as JSON can hold it."""


MARK = 16
"""Signs of the mark of a text: one chance in ten million that two of a million are taken for one."""


def mark_of(text: str) -> str:
    """What stands for a text in studies, where it is only asked which are equal: a digest."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=MARK // 2).hexdigest()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the documents of a project teach together, and is seldom asked for."""

    name: str
    study: Callable[[Sequence[Pair]], Study]
    """What one document has for it."""
    merged: Callable[[Iterable[Study]], Study]
    """What several come to, of the same form: some may be merged before the others."""


class Among(Protocol):
    """The documents of a project in one language, as a rule may ask for them: by their number, in order."""

    @property
    def studies(self) -> Mapping[int, Study]:
        """What the rule has from each."""

    def lesson(self, lesson: Lesson) -> Study:
        """What they teach together."""

    def subject(self, document: int, pair: int) -> Subject:
        """A pair of one of them."""


Verdict = Callable[[Study], Iterator[tuple[int, Remark]]]
"""What is to be said about one document, and about which of its pairs."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A rule that compares documents: it studies each by itself, and concludes when it has seen them all."""

    study: Callable[[Sequence[Pair], Policy], Study]
    conclude: Callable[[Among, Policy], Verdict]
    lessons: tuple[Lesson, ...] = ()
    """All that it may ask for."""


Levels = Mapping[str, Severity | None]
"""Severity of a rule by profile; None: not looked for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named thing to look for; the docstring of the function that tells it is its page in the manual."""

    id: str
    severity: Severity
    look: Look | None = None
    """For a rule that needs nothing but the pair."""
    prepare: Prepare | None = None
    """For one that needs the policy, or all pairs of the document."""
    inquiry: Inquiry | None = None
    """For one that needs the whole project; one of the three is given."""
    languages: tuple[str, str] = ("", "")
    """Source and target that it speaks about; empty: any."""
    levels: Levels = field(default_factory=lambda: MappingProxyType({}))
    """Severities of the profiles in which it has another than its own."""

    @property
    def manual(self) -> str:
        """What it finds, why that matters, and what to do about it; the first line is a summary."""
        return getdoc(self.look or self.prepare or (self.inquiry and self.inquiry.conclude)) or ""
