"""Links of both editions, headers of catalogs, mixed up entries: what ``check`` tells of them, and where."""

from pathlib import Path

import pytest
from command_line import enregard, translate, write

PO = "locales/en/LC_MESSAGES/gare.po"
GARE = """# La gare {#gare}

Voir [le buffet](buffet.md#vins), [les quais](quais.md) et [la halle](#halle).

Voir [l’horaire](https://exemple.fr/horaire/).

![](plan.svg)
"""
ENGLISH = {
    "La gare": "The station",
    "Voir [le buffet](buffet.md#vins), [les quais](quais.md) et [la halle](#halle).": (
        "See [the buffet](buffet.md#vins), [the platforms](quais.md) and [the hall](#halle)."
    ),
    "Voir [l’horaire](https://exemple.fr/horaire/).": "See [the timetable](https://example.com/timetable/horaire/).",
    "Le buffet": "The buffet",
    "Ouvert le dimanche.": "Open on Sundays.",
}
ADDRESSES = '[checks.addresses]\n"https://exemple.fr/" = "https://example.com/timetable/"\n'


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """Two documents, one of which leads to a file, two anchors and a picture that do not exist."""
    write(tmp_path, {"source_fr/gare.md": GARE, "source_fr/buffet.md": "# Le buffet\n\nOuvert le dimanche.\n"})
    assert enregard(tmp_path, "extract").code == 0
    for catalog in (tmp_path / "locales/en/LC_MESSAGES").iterdir():
        translate(catalog, lambda msgid: ENGLISH[msgid])
    return tmp_path


def told(folder: Path, rule: str, *options: str) -> list[dict[str, object]]:
    """What one rule has to say."""
    found = enregard(folder, "check", "--format", "json", *options).json
    return [finding for finding in found if finding["rule"] == rule]


def test_links_that_lead_nowhere(station: Path) -> None:
    """Each is told once, with its entry, its line of the French and both texts; one outside words with its document."""
    *found, picture = told(station, "dead-link")
    assert [finding["message"] for finding in found] == [
        "buffet.md#vins: buffet.md has no heading or element of that id",
        "quais.md does not exist",
        "#halle: gare.md has no heading or element of that id",
    ]
    for finding in found:
        assert finding["severity"] == "error"
        assert finding["source"] == {"path": "source_fr/gare.md", "line": 3}
        assert finding["po"] == {"path": PO, "line": finding["po"]["line"]}  # type: ignore[index]
        assert str(finding["msgstr"]).startswith("See [the buffet]")
    assert (picture["message"], picture["po"]) == ("plan.svg does not exist", None)
    assert picture["source"] == {"path": "source_fr/gare.md", "line": 7}
    assert enregard(station, "check").code == 1


def test_a_line_is_told_only_where_it_is_certain(station: Path) -> None:
    """A picture that stands twice in a document has no line of its own."""
    pictures = "\n\n".join(f"![]({name}.png)" for name in ("vin", "vin", "pain", "grospain"))
    write(station, {"source_fr/buffet.md": f"---\ntitle: Buffet\n---\n\n{pictures}\n"})
    found = {finding["message"]: finding["source"] for finding in told(station, "dead-link", "--source")}
    assert found["vin.png does not exist"] == {"path": "source_fr/buffet.md", "line": None}
    assert found["pain.png does not exist"] == {"path": "source_fr/buffet.md", "line": 9}


def test_the_source_alone_has_its_dead_links(station: Path) -> None:
    """``--source`` tells the author, whether anybody has translated it or not; a draft has no page."""
    assert len(told(station, "dead-link", "--source")) == 4
    assert told(station, "dead-link", "--source", str(station / "source_fr/buffet.md")) == []
    write(station, {"source_fr/gare.md": f"---\ndraft: true\n---\n{GARE}"})
    assert told(station, "dead-link", "--source") == []


def test_a_link_that_is_dead_in_the_translation_alone(station: Path) -> None:
    """A translation may lead to the twin of an address, which need not exist."""
    write(
        station,
        {"source_fr/buffet.md": "# Le buffet\n\nVoir [la frise](frise.svg).\n", "source_fr/frise.svg": "<svg/>"},
    )
    enregard(station, "extract")
    translate(station / "locales/en/LC_MESSAGES/buffet.po", lambda _: "See [the frieze](frise.en.svg).")
    found = told(station, "dead-link", str(station / "source_fr/buffet.md"))
    assert [finding["message"] for finding in found] == ["frise.en.svg does not exist (in the translation)"]


def test_a_source_is_told_once_however_many_languages(station: Path) -> None:
    """What is wrong with the French is not told again for each translation."""
    (station / "locales/de/LC_MESSAGES").mkdir(parents=True)
    assert enregard(station, "extract").code == 0
    assert len(told(station, "dead-link")) == 4
    assert len(told(station, "dead-link", "--locale", "de")) == 4


def test_dead_links_obey_settings_and_silencers(station: Path) -> None:
    """The rule has a severity, a manual page and silencers like any other."""
    write(station, {"enregard.toml": '[checks.severity]\ndead-link = "off"\n'})
    assert told(station, "dead-link") == []
    write(station, {"enregard.toml": '[checks.severity]\ndead-link = "info"\n'})
    assert {finding["severity"] for finding in told(station, "dead-link")} == {"info"}
    catalog = (station / PO).read_text(encoding="utf-8")
    write(
        station,
        {
            PO: catalog.replace(
                '#: source_fr/gare.md\nmsgid "Voir [le',
                '# enregard-ignore: dead-link\n#: source_fr/gare.md\nmsgid "Voir [le',
            )
        },
    )
    assert [finding["message"] for finding in told(station, "dead-link")] == ["plan.svg does not exist"]
    assert "A link leads to a file or an anchor" in enregard(station, "check", "--explain", "dead-link").out


def test_two_pages_at_one_address(station: Path) -> None:
    """Where two documents want one page nothing can be told of links: it is a problem, and all else is told."""
    write(station, {"source_fr/halle.md": "---\nslug: gare\n---\nLa halle.\n"})
    run = enregard(station, "check", "--format", "json")
    assert run.code == 3
    assert "untranslated" in {finding["rule"] for finding in run.json}


def test_an_address_of_another_language(station: Path) -> None:
    """A changed address is quarantined until the settings say what stands for its beginning."""
    assert told(station, "quarantined")
    write(station, {"enregard.toml": ADDRESSES})
    assert {rule for rule in ("quarantined", "links") if told(station, rule)} == set()
    assert enregard(station, "build").code == 0
    assert "https://example.com/timetable/horaire/" in (station / "build/en/gare.html").read_text(encoding="utf-8")
    catalog = (station / PO).read_text(encoding="utf-8")
    write(station, {PO: catalog.replace("timetable/horaire/", "timetable/ailleurs/")})
    assert told(station, "quarantined"), "the rest of an address is not the translator's to change"


@pytest.mark.parametrize(
    ("old", "new", "said", "severity"),
    [
        ("Language: en", "Language: de", "its header says Language: de, but it lies in the folder of en", "error"),
        ("nplurals=2; plural=(n != 1)", "nplurals=1; plural=0", "for en it is usually", "warning"),
        ("charset=UTF-8", "charset=CHARSET", "its charset is UTF-8", "warning"),
        ('"Language: en\\n"\n', "", "its header lacks Language", "info"),
    ],
)
def test_headers(station: Path, old: str, new: str, said: str, severity: str) -> None:
    """What a header says wrong is found at its line; what it lacks is information."""
    catalog = (station / PO).read_text(encoding="utf-8")
    assert old in catalog
    write(station, {PO: catalog.replace(old, new)})
    (finding,) = told(station, "po-header")
    assert said in str(finding["message"])
    assert (finding["severity"], finding["po"]) == (severity, {"path": PO, "line": 2})
    write(station, {"enregard.toml": '[checks.severity]\npo-header = "off"\n'})
    assert told(station, "po-header") == []


def test_a_header_in_another_encoding(station: Path) -> None:
    """A charset that is not read is a file to mend, with its line."""
    catalog = (station / PO).read_text(encoding="utf-8")
    write(station, {PO: catalog.replace("charset=UTF-8", "charset=UTF-16")})
    run = enregard(station, "check")
    assert (run.code, run.err.splitlines()[0]) == (3, f"{PO}:2: its header says charset=UTF-16, only UTF-8 is read")


def test_a_translation_under_another_sentence(station: Path) -> None:
    """A merge line by line can leave a translation where it does not belong."""
    long = {
        "Le train de nuit part chaque soir à dix heures.": "The night train leaves every evening at ten o’clock.",
        "La salle d’attente ferme au départ du dernier train.": "The waiting room closes when the last train leaves.",
    }
    write(station, {"source_fr/buffet.md": "\n\n".join(long)})
    enregard(station, "extract")
    catalog = station / "locales/en/LC_MESSAGES/buffet.po"
    translate(catalog, long)
    assert told(station, "mis-merge") == []
    translate(catalog, lambda _: "The night train leaves every evening at ten o’clock.")
    assert told(station, "mis-merge")
