"""Rules that look at a whole project: usual lengths, habits, the same text twice, the French itself; and silence."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from passages import passage

from enregard.checks import (
    Lesson,
    Pair,
    Policy,
    Subject,
    Term,
    check,
    consistency,
    endings,
    manuscript,
    marks,
    sameness,
    silence,
    terms,
)
from enregard.checks.stems import stems
from enregard.checks.vocabulary import VOCABULARY
from enregard.errors import SettingsError
from enregard.model import Entry, Finding, Kind, Place, Segment, Severity

NARROW, WIDE = "\u202f", "\u00a0"


def pair(french: str, english: str = "", *, po: str = "a.po", line: int = 1, comments: tuple[str, ...] = ()) -> Pair:
    """A finished, rendered translation."""
    source = passage(french, "fr")
    entry = Entry(french, english, comments=comments, line=line)
    place = Place(po.replace(".po", ".md"), line)
    return Pair(source.segment, entry, source, passage(english, "en"), None, Place(po, line), place)


def source(french: str, *, path: str = "a.md") -> Pair:
    """A segment whose French alone is looked at."""
    return Pair(Segment(french, Kind.PARAGRAPH, id="p"), None, passage(french, "fr"), place=Place(path, 1))


def told(pairs: Sequence[Pair], rules: Sequence[object], policy: Policy | None = None) -> list[str]:
    """What the rules say."""
    return [finding.message for finding in check(pairs, rules, policy=policy or Policy())]  # type: ignore[arg-type]


def test_usual_lengths_are_learnt() -> None:
    """In a project whose translations are three quarters as long, one that is twice as long as those is not usual."""
    french = "de la phrase est suivi de beaucoup d’autres mots encore, et puis d’une seconde proposition."
    usual = [
        pair(f"Le mot {n} {french}", f"Word {n} of the sentence is followed by many more, and by a second clause.")
        for n in range(80)
    ]
    twice = "The last word of the sentence is followed by many more, and by a second clause"
    long = pair(f"Le mot dernier {french}", f"{twice}, and {twice.lower()}.")
    rules = [rule for rule in endings.RULES if rule.id == "length"]
    assert told([*usual, long], rules)[0].startswith("it is long")
    assert len(told([*usual, long], rules)) == 1
    assert told([long], rules) == []


def test_what_is_cut_everywhere_is_not_usual() -> None:
    """A project whose translations have all lost their second half teaches nothing about lengths."""
    cut = [
        pair(
            f"Le mot {n} de la phrase est suivi de beaucoup d’autres mots encore, et puis d’une seconde proposition.",
            f"Word {n} of the sentence is followed.",
        )
        for n in range(80)
    ]
    rules = [rule for rule in endings.RULES if rule.id == "length"]
    assert len(told(cut, rules)) == len(cut)


def test_emphasis_that_is_often_lost_is_a_habit() -> None:
    """Technical French sets English words in italics; where translators mostly do not, a loss is information."""
    rules = [rule for rule in marks.RULES if rule.id == "emphasis"]
    lost = [pair(f"Le *thread* {n} attend.", f"Thread {n} waits.") for n in range(30)]
    kept = [pair(f"L’argument *key* {n}.", f"The argument *key* {n}.") for n in range(20)]
    technical = Policy(profile="technical")
    assert {finding.severity for finding in check([*lost, *kept], rules, policy=technical)} == {Severity.INFO}
    assert {finding.severity for finding in check([*lost, *kept], rules)} == {Severity.ERROR}


def test_emphasis_that_is_always_lost_is_no_habit() -> None:
    """Where no text has kept any, a tool has stripped it."""
    rules = [rule for rule in marks.RULES if rule.id == "emphasis"]
    lost = [pair(f"Le *thread* {n} attend.", f"Thread {n} waits.") for n in range(30)]
    assert {f.severity for f in check(lost, rules, policy=Policy(profile="technical"))} == {Severity.ERROR}


HARMLESS = [
    ("Un *n*-uplet est rendu.", "A tuple is returned."),
    ("Des files d’attente (*queues*) suivent.", "Queues follow."),
    ("Elle y accède *via* la portée.", "She accesses it through the scope."),
    ("L’attribut *value* y est.", "The `value` attribute is there."),
    ("Le mode *lent* y est.", "The “lent” mode is there."),
]


@pytest.mark.parametrize(("french", "english"), HARMLESS)
def test_emphasis_that_may_be_lost(french: str, english: str) -> None:
    """A part of a word, a gloss in brackets, Latin, and what has another mark instead are losses without harm."""
    rules = [rule for rule in marks.RULES if rule.id == "emphasis"]
    findings = check([pair(french, english)], rules, policy=Policy(profile="technical"))
    assert {finding.severity for finding in findings} <= {Severity.INFO}


def test_a_slip_of_the_source_is_told_from_one_of_the_translation() -> None:
    """What the project writes elsewhere is right, on whichever side it stands; else the translation is asked."""
    rules = [rule for rule in marks.RULES if rule.id == "code"]
    others = [pair(f"Appelez `subtract` {n}.", f"Call `subtract` {n}.") for n in range(3)]
    source = pair("Appelez `substract`.", "Call `subtract`.")
    translation = pair("Appelez encore `subtract`.", "Call `substract` again.")
    found = check([source, translation], rules, among=[*others, source, translation])
    assert [finding.severity for finding in found] == [Severity.INFO, Severity.ERROR]


def test_a_title_that_was_copied() -> None:
    """A title of one common word and a name is French where the project uses the word in its French only."""
    rules = sameness.RULES
    others = [pair("Les fondamentaux du langage.", "The basics of the language.")]
    title = pair("Fondamentaux de Rust", "Fondamentaux de Rust")
    name = pair("Conseil de Paris", "Conseil de Paris")
    assert told([title, name], rules) == []
    assert len(told([*others, title, name], rules)) == 1


def test_emphasis_of_a_word_that_always_has_it_is_a_slip() -> None:
    """What is always emphasised was forgotten once."""
    rules = [rule for rule in marks.RULES if rule.id == "emphasis"]
    kept = [pair(f"L’argument *key* {n}.", f"The argument *key* {n}.") for n in range(30)]
    lost = [pair(f"Le *thread* {n} attend.", f"Thread {n} waits.") for n in range(30)]
    slip = pair("L’argument *key* encore.", "The argument key again.")
    findings = check([slip], rules, policy=Policy(profile="technical"), among=[*kept, *lost, slip])
    assert [finding.severity for finding in findings] == [Severity.ERROR]


@pytest.mark.parametrize("lesson", [VOCABULARY, sameness.COMMON, marks.CODE], ids=lambda lesson: lesson.name)
def test_lessons_may_be_merged_in_parts(lesson: Lesson) -> None:
    """However documents are put together, and whether they come from the disk, they teach the same."""
    documents = [
        [pair("Appelez `get` ici.", "Call `get` here."), pair("Le quai est vide.", "The quay is empty.")],
        [pair("Appelez `get` ici.", "Call `get` here."), pair("Le quai est là.", "")],
        [],
        [pair("Le *train* part.", "The *train* leaves; the train leaves.")],
    ]
    studies = [json.loads(json.dumps(lesson.study(pairs))) for pairs in documents]
    whole = lesson.merged(studies)
    parts = [lesson.merged(studies[:1]), json.loads(json.dumps(lesson.merged(studies[1:])))]
    assert lesson.merged(parts) == whole
    assert whole != lesson.merged(studies[2:3])


def test_one_text_in_two_ways() -> None:
    """The rarer translation is found, wherever it stands, and told the usual one; capitals make no difference."""
    pairs = [pair("Mairie", "Town hall", po=f"{n}.po") for n in range(3)] + [pair("Mairie", "town hall.", po="4.po")]
    assert told(pairs, consistency.RULES) == []
    assert told([*pairs, pair("Mairie", "City hall", po="5.po")], consistency.RULES) == [
        "elsewhere the same text is “Town hall” (0.po)"
    ]


def test_a_context_tells_texts_apart() -> None:
    """What an author has given a context may have a translation of its own."""
    other = pair("Mairie", "City hall", po="2.po")
    other = replace(other, segment=replace(other.segment, context="building"))
    assert told([pair("Mairie", "Town hall"), other], consistency.RULES) == []


@pytest.mark.parametrize(
    ("french", "language", "same"),
    [("l’usager", "fr", "usagers"), ("élections municipales", "fr", "élection municipale"), ("laws", "en", "law")],
)
def test_inflections_are_recognised(french: str, language: str, same: str) -> None:
    """Plural and singular have one stem, with or without an elision."""
    assert stems(french, language) == stems(same, language)


def test_a_term_of_several_words() -> None:
    """A term is found in the plural, and so is its translation."""
    policy = Policy(terms=(Term("conseil municipal", ("town council",)),))
    rules = [rule for rule in terms.RULES if rule.id == "glossary"]
    assert told([pair("Les conseils municipaux votent.", "Town councils vote.")], rules, policy) == []
    assert len(told([pair("Le conseil municipal vote.", "The municipal council votes.")], rules, policy)) == 1


SPACES = [
    ("fr-FR", f"Quoi{NARROW}? Deux choses{WIDE}: «{WIDE}a{WIDE}».", 0),
    ("fr-FR", "Quoi ?", 1),
    ("fr-FR", "Quoi?", 1),
    ("fr-CA", f"Quoi? Deux choses{WIDE}: «{WIDE}a{WIDE}».", 0),
    ("fr-CA", f"Quoi{WIDE}?", 1),
    ("fr-CH", "Quoi? Deux choses: «a».", 0),
    ("EU", "Quoi? Deux choses: «a».", 0),
    ("EU", f"Quoi{NARROW}?", 1),
    ("fr-FR", "À 15:05, voir https://a.fr/b?c et `a ?`.", 0),
    ("auto", "Quoi ?", 0),
]


@pytest.mark.parametrize(("typography", "french", "findings"), SPACES)
def test_spaces_by_region(typography: str, french: str, findings: int) -> None:
    """Each region has its own spaces; addresses, hours and code have none."""
    rules = [rule for rule in manuscript.RULES if rule.id == "source-space"]
    assert len(told([source(french)], rules, Policy(typography=typography))) == findings


def test_the_habit_of_a_document() -> None:
    """Without a region, a document is held to what most of it does, each one to its own."""
    rules = [rule for rule in manuscript.RULES if rule.id == "source-space"]
    narrow = [source(f"Quoi {n}{NARROW}?") for n in range(3)]
    none = [source(f"Quoi {n}?", path="b.md") for n in range(3)]
    slips = [source("Comment ?"), source(f"Comment{NARROW}?", path="b.md")]
    assert len(told([*narrow, *none, *slips], rules)) == 2
    assert told([*narrow, *none], rules) == []


FRENCH = [
    ("source-ellipsis", "Il attend...", "Il attend…"),
    ("source-ellipsis", "Les villes, etc…", "Les villes, etc."),
    ("source-quotes", 'Il dit "oui".', 'Un écran de 12".'),
    ("source-plural", "Le(s) document(s).", "Le document (signé)."),
    ("source-double-space", "Il  part.", "Il part."),
    ("source-doubled-word", "Il part part.", "Nous nous levons."),
]


@pytest.mark.parametrize(("rule", "bad", "good"), FRENCH)
def test_the_french_itself(rule: str, bad: str, good: str) -> None:
    """Each rule about the French finds what it is there for, and nothing in French that is right."""
    rules = [known for known in manuscript.RULES if known.id == rule]
    assert len(told([source(bad)], rules)) == 1
    assert told([source(good)], rules) == []


def test_a_straight_apostrophe_among_curly_ones() -> None:
    """Apostrophes are one kind or the other in a document."""
    rules = [rule for rule in manuscript.RULES if rule.id == "source-apostrophe"]
    curly = [source("L’élu et l’élue.")]
    assert len(told([*curly, source("L'une.")], rules)) == 1
    assert told([source("L'une."), source("L'autre.")], rules) == []


def finding(rule: str, checked: Pair) -> Finding:
    """A finding about a pair."""
    return Finding(rule, Severity.WARNING, "x", checked.po, checked.place, checked.msgid, checked.msgstr)


def silencers(*pairs: Pair) -> list[tuple[Subject, set[str]]]:
    """What comments in these pairs silence."""
    return [(pair.subject, silence.silenced(pair.segment, pair.entry)) for pair in pairs]


def test_a_comment_silences_one_rule_of_one_entry() -> None:
    """A translator's comment silences what it names, where it stands, and nothing else."""
    quiet = pair("Un.", "One", comments=("fine as it is", "enregard-ignore: end-punctuation, length"))
    loud = pair("Deux.", "Two", line=9)
    found = [finding("end-punctuation", quiet), finding("number", quiet), finding("end-punctuation", loud)]
    left = silence.silence(found, silencers(quiet, loud), rules={"end-punctuation", "number", "length"})
    assert [(f.rule, f.msgid) for f in left.findings] == [
        ("number", "Un."),
        ("end-punctuation", "Deux."),
        ("unused-silencer", "Un."),
    ]
    assert left.silenced == 1
    assert "length" in left.findings[-1].message


def test_the_author_can_silence_too() -> None:
    """A note of the author's silences like a comment of the translator's."""
    quiet = pair("Un.", "One")
    quiet = replace(quiet, segment=replace(quiet.segment, note="A title. enregard-ignore: end-punctuation"))
    assert (
        silence.silence([finding("end-punctuation", quiet)], silencers(quiet), rules={"end-punctuation"}).findings == ()
    )


def test_a_silencer_of_no_rule_is_a_finding() -> None:
    """A rule that does not exist is named, with the nearest that does."""
    quiet = pair("Un.", "One.", comments=("enregard-ignore: end-punctation",))
    (left,) = silence.silence([], silencers(quiet), rules={"end-punctuation"}).findings
    assert left.rule == "unused-silencer"
    assert "did you mean 'end-punctuation'" in left.message


def test_a_rule_that_is_off_leaves_its_silencers_alone() -> None:
    """Turning a rule off does not make its silencers wrong."""
    quiet = pair("Un.", "One.", comments=("enregard-ignore: length",))
    assert silence.silence([], silencers(quiet), rules={"length"}, switched_off={"length"}).findings == ()


def test_files_can_be_silenced() -> None:
    """A pattern of paths silences rules, or all of them."""
    found = [
        finding("number", pair("Un.", "One.", po=f"locales/en/LC_MESSAGES/{name}.po")) for name in ("old/a", "new")
    ]
    left = silence.in_files(found, {"locales/*/old/*": ["*"], "*.po": ["length"]})
    assert [f.po.path for f in left.findings if f.po] == ["locales/en/LC_MESSAGES/new.po"]
    assert left.silenced == 1


def test_a_baseline_knows_old_findings() -> None:
    """Known findings are not told again; the same rule on a changed translation is new, wherever the entry moved."""
    old, changed = finding("number", pair("Un.", "One.")), finding("number", pair("Un.", "1."))
    known = silence.read_baseline(silence.baseline([old, old]), path="b.jsonl")
    assert len(known) == 1
    moved = replace(old, po=Place("a.po", 99))
    assert silence.without_known([moved, changed], known).findings == (changed,)


@pytest.mark.parametrize("text", ["{", '["a", "b"]', "[1, 2, 3, 4]", "nonsense", "12"])
def test_a_baseline_that_cannot_be_read(text: str) -> None:
    """A broken line is told with its number and what to do."""
    with pytest.raises(SettingsError) as caught:
        silence.read_baseline(f'["a", "b", "c"]\n{text}\n', path="b.jsonl")
    assert str(caught.value).startswith("b.jsonl:2: ")
    assert "--write-baseline" in caught.value.advice
