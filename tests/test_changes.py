"""The French compared with itself: each sentence knows what it was, and a passage keeps its id through rewording."""

from __future__ import annotations

import pytest
from catalog_scenes import french, pot
from hypothesis import given
from hypothesis import strategies as st

from enregard.catalogs import Changes, How, compare, passage_ids
from enregard.catalogs.alignment import align, steady
from enregard.catalogs.likeness import Index, likeness
from enregard.catalogs.sameness import addresses, canonical, readdressed, without_addresses
from enregard.model import Kind, Segment


def changed(before: str, after: str) -> Changes:
    """One document compared with itself."""
    return compare({"texte": pot(french(before))}, {"texte": french(after)})


def classes(changes: Changes, document: str = "texte") -> list[str]:
    """The classes of a document's sentences in reading order."""
    return [change.how.value for change in changes.documents[document].values()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quoi ?", "Quoi\u00a0?"),
        ("Quoi ?", "Quoi\u202f?"),
        ("Quoi ?", "Quoi?"),
        ("« Oui »", '"Oui"'),
        ("«\u00a0Oui\u00a0»", "“Oui”"),
        ("l'eau", "l’eau"),
        ("Non...", "Non…"),
        ("un cœur", "un coeur"),
        ("Œuvre", "OEuvre"),
        ("\u00e9t\u00e9", "e\u0301te\u0301"),
        ("*très* grand", "_très_ grand"),
        ("**très** grand", "__très__ grand"),
        ("1990-2000", "1990–2000"),
        ("mot -- mot", "mot — mot"),
        ("mot&nbsp;: mot", "mot : mot"),
        ("co\u00adopération", "coopération"),
        ("Quoi ? Voir [ici](a?b=c ).", "Quoi\u00a0? Voir [ici](a?b=c )."),
        ('<a href="x">l\'eau</a>', '<a href="x">l’eau</a>'),
    ],
)
def test_typography_is_cosmetic(one: str, other: str) -> None:
    """What only looks different has one canonical form, in both directions of the change."""
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Il vient.", "Il ne vient pas."),
        ("12 articles", "13 articles"),
        ("1 000", "1000"),
        ("un mot", "Un mot"),
        ("a  \nb", "a b"),
        ("`l'eau`", "`l’eau`"),
        ("`a - b`", "`a – b`"),
        ("[x](a-b)", "[x](a–b)"),
        ("snake_case", "snake*case"),
        ("\\_x\\_", "\\*x\\*"),
        ("*très* grand", "**très** grand"),
        ("*très* grand", "très grand"),
        ('<b title="l\'eau">x</b>', '<b title="l’eau">x</b>'),
        ("Oui.", "Oui !"),
    ],
)
def test_words_and_code_are_not_cosmetic(one: str, other: str) -> None:
    """A word, a number, a negation, a mark, code or an address is never taken for typography."""
    assert canonical(one) != canonical(other)


@given(st.text(st.sampled_from("ab `*_«» ’'\"…œ-–—()[]<>&;\n\u00a0\u202f\\."), max_size=40))
def test_the_canonical_form_is_final(text: str) -> None:
    """What is folded once is not folded further, outside code and addresses."""
    assert canonical(canonical(text)) == canonical(text) or "`" in text or "](" in text or "<" in text or "&" in text


@pytest.mark.parametrize(
    "piece", ["`", "``` ` ", "[x](", "<a ", "](a(b", '<a href="', "_a", "«", "http://a", "&nbsp;", "<b>"]
)
def test_hostile_msgids_are_folded_in_time(piece: str) -> None:
    """64 kB of one construct is folded within a second or so."""
    text = piece * (65_536 // len(piece))
    assert canonical(text) is not None
    assert without_addresses(text) is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b.md) ![c](d.png 'titre')", ["b.md", "d.png"]),
        ("[a](<b c.md>) et <https://d.example/>", ["b c.md", "https://d.example/"]),
        ("[a](b_(c).md), voir https://d.example/e.", ["b_(c).md", "https://d.example/e"]),
        ("<a href=\"x\">y</a> <img src='z'>", ["x", "z"]),
        ("`[a](b)` [c](d)", ["d"]),
        ("[https://a.example](https://a.example)", ["https://a.example", "https://a.example"]),
    ],
)
def test_addresses_are_found(text: str, found: list[str]) -> None:
    """Links, images, autolinks, bare addresses and attributes; not what stands in code."""
    assert [text[a:b] for a, b in addresses(text)] == found


def test_an_address_is_replaced_only_where_that_is_certain() -> None:
    """A translation without the old address, or with two candidates for it, is not touched."""
    assert readdressed("see [it](a)", old="voir [ça](a)", new="voir [ça](b)") == "see [it](b)"
    assert readdressed("see [it](c)", old="voir [ça](a)", new="voir [ça](b)") is None
    assert readdressed("[y](a) [x](a)", old="[x](a) [y](a)", new="[x](b) [y](c)") is None


def test_all_classes_at_once() -> None:
    """Every kind of change in one document, each found for what it is."""
    before = "Un.\nDeux mots : voilà.\nVoir [ici](a.md) le texte.\nLe texte est court."
    before += "\nPartie une, et partie deux.\nDernier mot."
    after = "Un.\nDeux mots\u00a0: voilà.\nVoir [ici](b.md) le texte.\nLe texte est long."
    after += "\nPartie une.\nPartie deux.\nTout autre chose ici."
    changes = changed(before, after)
    assert classes(changes) == ["kept", "cosmetic", "link only", "reworded", "split", "split", "new"]
    assert changes.gone == {"texte": ((None, "Dernier mot."),)}


def test_a_moved_paragraph_is_moved_not_the_others() -> None:
    """Of many sentences the one that changed its place is moved."""
    lines = [f"La phrase numéro {n} du texte." for n in range(6)]
    changes = changed("\n".join(lines), "\n".join([*lines[1:], lines[0]]))
    assert classes(changes) == ["kept"] * 5 + ["moved"]


def test_movement_between_documents() -> None:
    """A sentence that left one document and stands in another is moved; a copy of one that stayed is new."""
    old = {"a": pot(french("Un texte.\nDeux textes.")), "b": pot(french("Trois."))}
    changes = compare(old, {"a": french("Un texte."), "b": french("Trois.\nDeux textes.\nUn texte.")})
    assert classes(changes, "b") == ["kept", "moved", "new"]
    assert changes.documents["b"][None, "Deux textes."].origins == (("a", (None, "Deux textes.")),)
    assert not changes.gone


def test_a_renamed_document_is_recognised_though_edited() -> None:
    """A new name, and half of the sentences as before: renamed, and the others are compared in their places."""
    old = {"a": pot(french("Un.\nDeux.\nTrois.\nLe texte est court.")), "c": pot(french("Autre."))}
    changes = compare(old, {"b": french("Un.\nDeux.\nTrois.\nLe texte est long."), "c": french("Autre.")})
    assert changes.renamed == {"b": "a"}
    assert classes(changes, "b") == ["renamed"] * 3 + ["reworded"]


def test_a_context_given_later_needs_a_second_look() -> None:
    """The same text under a context that the author has added is not taken for the same entry."""
    plain = french("Mission.")
    segment = Segment("Mission.", Kind.PARAGRAPH, "x", context="espace")
    assert classes(compare({"texte": pot(plain)}, {"texte": [segment]})) == ["reworded"]


def test_ids_are_kept_through_changes() -> None:
    """Reworded, cosmetic, moved and renamed sentences keep the id of their passage; new ones get their own."""
    before = "Deux mots : voilà.\nLe texte est court.\nReste."
    after = "Le texte est long.\nReste.\nDeux mots\u00a0: voilà.\nUn ajout tout neuf."
    template = pot(french(before))
    changes = changed(before, after)
    old, new = passage_ids(template), changes.ids["texte"]
    assert new[None, "Le texte est long."] == old[None, "Le texte est court."]
    assert new[None, "Deux mots\u00a0: voilà."] == old[None, "Deux mots : voilà."]
    assert new[None, "Reste."] == old[None, "Reste."]
    assert new[None, "Un ajout tout neuf."] == french("Un ajout tout neuf.")[0].id
    assert passage_ids(pot(french(after), previous=template, changes=changes)) == new


def test_an_id_that_is_taken_is_not_given_twice() -> None:
    """A sentence comes back beside the one that took over its id: both passages have ids of their own."""
    first, second = "Le texte est court.", "Le texte est long."
    template = pot(french(first))
    changes = changed(first, second)
    third = pot(french(second), previous=template, changes=changes)
    again = compare({"texte": third}, {"texte": french(f"{second}\n{first}")})
    ids = list(again.ids["texte"].values())
    assert ids[0] == french(first)[0].id
    assert len(set(ids)) == 2


def test_a_catalog_may_stand_in_for_its_template() -> None:
    """Where the template is missing the catalog's own comments give the ids."""
    assert classes(compare({"texte": pot(french("Un.\nDeux."))}, {"texte": french("Un.\nDeux.")})) == ["kept", "kept"]


def test_everything_is_new_without_a_template() -> None:
    """Without anything to compare with, every sentence is new and nothing is gone."""
    changes = compare({}, {"texte": french("Un.\nDeux.")})
    assert (classes(changes), dict(changes.gone)) == (["new", "new"], {})


def test_a_text_written_anew_does_not_take_long() -> None:
    """Thousands of sentences that all changed are paired by likeness in seconds, each with its own."""
    before = [f"La commune {n} du cercle {n % 7} compte {n * 37 % 1000} habitants et un marché." for n in range(3000)]
    after = [line.replace("habitants", "âmes").replace("commune", "ville") for line in before]
    changes = changed("\n".join(before), "\n".join(after))
    right = sum(
        change.origins[0][1][1] == old for old, change in zip(before, changes.documents["texte"].values(), strict=True)
    )
    assert right >= 2970


@given(st.lists(st.integers(0, 30), unique=True, max_size=12))
def test_what_stayed_is_the_longest_ascending_run(numbers: list[int]) -> None:
    """Nothing longer ascends: compared with trying all runs."""
    kept = sorted(steady(numbers))
    run = [numbers[position] for position in kept]
    best = 0
    lengths: list[int] = []
    for position, number in enumerate(numbers):
        lengths.append(1 + max((lengths[i] for i in range(position) if numbers[i] < number), default=0))
        best = max(best, lengths[-1])
    assert run == sorted(run)
    assert len(run) == best


@given(st.lists(st.text("ab ", max_size=9), max_size=6), st.lists(st.text("ab ", max_size=9), max_size=6))
def test_pairs_use_each_text_once(old: list[str], new: list[str]) -> None:
    """However alike, no old and no new sentence belongs to two changes."""
    beads = align(old, new)
    for side in ([n for bead in beads for n in bead.old], [n for bead in beads for n in bead.new]):
        assert len(side) == len(set(side))


def test_letters_alone_do_not_make_texts_alike() -> None:
    """Two unrelated sentences share letters, but they are no suggestion for each other (nothing absurd)."""
    one = "Le gouvernement a signé un accord de coopération avec son voisin du nord."
    other = "Les pêcheurs du village voisin rentrent au port avec leurs prises du jour."
    assert likeness(one, other) < 0.5
    assert likeness(one, one.replace("nord", "sud")) > 0.9
    assert Index([one, other]).nearest(one.replace("nord", "sud"))[0][1] == 0


def test_the_names_of_the_classes() -> None:
    """The words that reports use."""
    assert [how.value for how in How] == [
        *("kept", "cosmetic", "link only", "reworded", "split", "joined", "recut", "moved", "renamed", "new", "gone")
    ]
