"""Links, images, code, notes, emphasis: what a reader of the source meets, a reader of the translation meets too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from enregard.checks import habits, spans
from enregard.checks.contract import Among, Inquiry, Lesson, Pair, Policy, Remark, Rule, Study, Verdict, mark_of
from enregard.checks.prose import KEPT
from enregard.checks.vocabulary import VOCABULARY, vocabulary
from enregard.markup import Marks, is_twin, marks
from enregard.markup import text as html_text
from enregard.model import Severity

_SPELT = {"b": "strong", "i": "em"}
_NAMES = {"em": "emphasis (*…*)", "strong": "strong emphasis (**…**)", "del": "struck out text", "s": "struck out text"}


def links(pair: Pair) -> Iterator[Remark]:
    """A translation leads to fewer places than its source, or to one of them more often.

    Links may change their order and their words. An address may be the same one in the other language
    (``fr.wikipedia.org`` and ``en.wikipedia.org``, ``/fr/`` and ``/en/``).
    """
    lost, added = _differences(pair, lambda found: found.links)
    yield from (Remark(f"the link to {target} is missing{_times(n)}") for target, n in lost)
    yield from (Remark(f"it links to {target} more often than its source{_times(n)}") for target, n in added)


def images(pair: Pair) -> Iterator[Remark]:
    """A translation shows other images than its source, or not as often.

    The same image in the other language (``frise.svg`` and ``frise.en.svg``) is no finding.
    """
    lost, added = _differences(pair, lambda found: found.images)
    yield from (Remark(f"the image {address} is missing{_times(n)}") for address, n in lost)
    yield from (Remark(f"it shows the image {address} more often than its source{_times(n)}") for address, n in added)


def footnotes(pair: Pair) -> Iterator[Remark]:
    """A translation refers to other footnotes than its source, or not as often.

    Put ``[^...]`` where the note belongs in the translated sentence; its order among other notes is free.
    """
    lost, added = _differences(pair, lambda found: tuple(note.removeprefix("fn:") for note in found.footnotes))
    yield from (Remark(f"the reference to footnote [^{note}] is missing{_times(n)}") for note, n in lost)
    yield from (Remark(f"it refers to footnote [^{note}] more often than its source{_times(n)}") for note, n in added)


def code_lost(pairs: Sequence[Pair], _policy: Policy) -> Study:
    """How many pairs of a document have code, how many have more or less of it than their source; and what differs.

    Of each pair that differs: its number, the code that is lost and added, all code of its source, and what of both
    stands on the other side in plain words.
    """
    of = unlike = 0
    found = []
    for number, pair in enumerate(pairs):
        compared = _compared(pair)
        if compared is None or not (compared[0].code or compared[1].code):
            continue
        of, unlike = of + 1, unlike + (len(compared[0].code) != len(compared[1].code))
        lost, added = (list(Counter(dict(items)).elements()) for items in _differences(pair, _code))
        if (lost or added) and pair.source is not None and pair.translation is not None:
            source, translation = (html_text(shown.html).casefold() for shown in (pair.source, pair.translation))
            kept = [what for what in lost if spans.stands(what, translation)]
            more = [what for what in added if spans.stands(what, source)]
            found.append((number, lost, added, _marks(pair.source.html).code, kept, more))
    return [of, unlike, found]


def code(among: Among, policy: Policy) -> Verdict:
    """A translation has other code than its source.

    A span that is missing, added, or changed by a letter or two, a digit or a sign is an error: what readers copy would
    not work. A wholly different one is information, because translators rightly translate the names of examples, and so
    is one that the project's other texts write as the translation does, where the source itself has the slip. In the
    profile ``technical`` it is information too where the same code stands elsewhere in the passage, or in plain words.
    """
    lenient = policy.profile == "technical"
    of, times = (sum(study[place] for study in among.studies.values()) for place in (0, 1))
    unlike = Severity.INFO if lenient and habits.is_habit(times, of) else None

    @cache
    def known() -> spans.Habits:
        return spans.counted(among.lesson(CODE).values(), vocabulary(among))

    def verdict(study: Study) -> Iterator[tuple[int, Remark]]:
        for number, lost, added, *rest in study[2]:
            for remark in _on_code(list(lost), list(added), *rest):
                yield number, remark

    def _on_code(
        lost: list[str], added: list[str], source: Sequence[str], kept: Sequence[str], more: Sequence[str]
    ) -> Iterator[Remark]:
        every = tuple(lost), tuple(added)
        for old, new in _matched(lost, added, spans.is_spaced_otherwise):
            yield Remark(f"the code `{old}` became `{new}`", Severity.INFO)
        for old, new in _matched(lost, added, spans.is_near_miss):
            mild = known().is_translated(old, new) or known().is_mended(old, new)
            mild = mild or spans.is_repeated(old, new, *every)
            yield Remark(f"the code `{old}` became `{new}`", Severity.INFO if mild else None)
        kept = [what for what in lost if lenient and what in kept]
        more = [what for what in added if lenient and what in more]
        lost, added = ([w for w in all_ if w not in mild] for all_, mild in ((lost, kept), (added, more)))
        for what in [w for w in added if known().is_slip(w, source)]:
            added.remove(what)
            yield Remark(f"it has the code `{what}`, which its source does not have there")
        for old, new in _matched(lost, added, lambda _old, _new: True):
            yield Remark(f"the code `{old}` became `{new}`", Severity.INFO)
        yield from (Remark(f"the code `{what}` is missing", unlike) for what in lost)
        yield from (Remark(f"the code `{what}` is not marked as code here", Severity.INFO) for what in kept)
        yield from (Remark(f"it has the code `{what}`, which its source does not have there", unlike) for what in added)
        yield from (Remark(f"`{what}` is not marked as code in the source", Severity.INFO) for what in more)

    return verdict


def _code(found: Marks) -> Iterable[str]:
    return found.code


def _all_code(pairs: Sequence[Pair]) -> Study:
    """The texts that have any code, by a mark of their words: the names in it on both sides."""
    found = {}
    for pair in pairs:
        compared = _compared(pair)
        if compared is not None and (compared[0].code or compared[1].code):
            found[mark_of(f"{pair.msgid}\0{pair.msgstr}")] = [spans.names(side.code) for side in compared]
    return found


def _all_texts(studies: Iterable[Study]) -> Study:
    return {mark: names for study in studies for mark, names in study.items()}


CODE = Lesson("code", _all_code, _all_texts)


def emphasis_lost(pairs: Sequence[Pair], policy: Policy) -> Study:
    """What pairs of a document lose and add, and what of it may be a habit; where habits count, those it shows."""
    technical = policy.profile == "technical"
    found = []
    for number, pair in enumerate(pairs):
        lost, added = _differences(pair, _emphasis)
        if lost or added:
            found.append((number, _kinds(lost), _kinds(added), habits.losses(pair) if technical else []))
    return [habits.shown(pairs) if technical else [[], []], found]


def emphasis(among: Among, policy: Policy) -> Verdict:
    """A translation has less emphasis than its source, or another kind of it.

    Emphasis that was added is a warning only: translators set foreign words and titles in italics. In the profile
    ``technical`` a loss is information where the translators of the project are used to it: French sets English words
    in italics, and English does not.
    """
    technical = policy.profile == "technical"
    used = habits.learnt(shown for shown, _ in among.studies.values()) if technical else None

    def verdict(study: Study) -> Iterator[tuple[int, Remark]]:
        for number, lost, added, losses in study[1]:
            mild = Severity.INFO if used is not None and used.tolerate(losses) else None
            if lost and added:
                yield number, Remark(f"{lost} became {added}", mild)
            elif lost:
                yield number, Remark(f"{lost} is missing", mild)
            else:
                severity = Severity.INFO if technical else Severity.WARNING
                yield number, Remark(f"it adds {added}, which its source does not have", severity)

    return verdict


def _emphasis(found: Marks) -> Iterable[str]:
    return (_SPELT.get(name, name) for name in found.emphasis)


def breaks(pair: Pair) -> Iterator[Remark]:
    """A translation has more or fewer forced line breaks than its source.

    A break is two spaces at the end of a line, or ``<br>``; verses and addresses need theirs.
    """
    passages = _compared(pair)
    if passages and passages[0].breaks != passages[1].breaks:
        yield Remark(f"it has {passages[1].breaks} forced line breaks; its source has {passages[0].breaks}")


def _compared(pair: Pair) -> tuple[Marks, Marks] | None:
    """The marks of source and translation, where there is something to compare."""
    if not pair.done or pair.source is None or pair.translation is None or pair.quarantine is not None:
        return None
    if "<" not in pair.source.html and "<" not in pair.translation.html:
        return None
    return _marks(pair.source.html), _marks(pair.translation.html)


_marks = lru_cache(maxsize=KEPT)(marks)
"""All rules of this family ask for the same two passages, one after the other."""


Items = list[tuple[str, int]]


def _differences(pair: Pair, kind: Callable[[Marks], Iterable[str]]) -> tuple[Items, Items]:
    """What the translation lacks and what it has more often, with their numbers; twins in two languages are equal."""
    compared = _compared(pair)
    if compared is None or pair.source is None or pair.translation is None:
        return [], []
    both = [tuple(kind(found)) for found in compared]
    if both[0] == both[1]:
        return [], []
    old, new = map(Counter, both)
    lost, added = old - new, new - old
    languages = (pair.source.language, pair.translation.language)
    for theirs in list(lost.elements()):
        twin = next((mine for mine in added if is_twin(theirs, mine, languages, pair.addresses)), None)
        if twin is not None:
            lost -= Counter([theirs])
            added -= Counter([twin])
    return list(lost.items()), list(added.items())


def _matched(lost: list[str], added: list[str], fits: Callable[[str, str], bool]) -> Iterator[tuple[str, str]]:
    """Pairs of a span that went and one that came in its place, the likest first; both lists lose them."""
    likest = sorted(((spans.edits(old, new), old, new) for old in lost for new in added), key=lambda both: both[0])
    for _, old, new in likest:
        if old in lost and new in added and fits(old, new):
            lost.remove(old)
            added.remove(new)
            yield old, new


def _kinds(items: Items) -> str:
    return " and ".join(_NAMES.get(name, f"<{name}>") + _times(number) for name, number in items)


def _times(number: int) -> str:
    return "" if number == 1 else f" ({number} times)"


RULES = (
    Rule("links", Severity.ERROR, links),
    Rule("images", Severity.ERROR, images),
    Rule("footnotes", Severity.ERROR, footnotes),
    Rule("code", Severity.ERROR, inquiry=Inquiry(code_lost, code, (CODE, VOCABULARY))),
    Rule("emphasis", Severity.ERROR, inquiry=Inquiry(emphasis_lost, emphasis)),
    Rule("breaks", Severity.WARNING, breaks),
)
