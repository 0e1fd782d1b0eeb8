"""A project on disk: what it is found to hold, where its files lie, and what is refused before anything is written."""

from __future__ import annotations

import os
import pickle
import time
import unicodedata
from pathlib import Path

import pytest

from enregard.errors import CatalogError, EnregardError, ProjectError, RulesError, SettingsError, SourceError
from enregard.model import Limits, Reading
from enregard.project import Project, decode, find


def make(root: Path, **texts: str) -> Path:
    """Write a project's files; ``__`` in a name is a slash and ``_md`` at its end is ``.md``."""
    for name, text in texts.items():
        path = root / name.replace("__", "/").replace("_md", ".md").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def refusal(root: Path, kind: type[EnregardError] = ProjectError) -> EnregardError:
    """The error that a folder is refused with as a project."""
    with pytest.raises(kind) as caught:
        find(root)
    assert caught.value.advice
    return caught.value


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The smallest project: one manuscript, no settings."""
    return find(make(tmp_path, source_fr__dossiers__mali_md="# Mali\n"))


def test_one_manuscript_is_a_project(project: Project) -> None:
    """With nothing but a source folder, everything has the place that the contract gives it."""
    root = project.root
    (document,) = project.tree().documents
    assert (document.name, document.path) == ("dossiers/mali", "dossiers/mali.md")
    assert project.source_path(document) == "source_fr/dossiers/mali.md"
    assert project.text(document) == "# Mali\n"
    assert project.template(document.name) == root / "locales/pot/dossiers/mali.pot"
    assert project.catalog("en", document.name) == root / "locales/en/LC_MESSAGES/dossiers/mali.po"
    assert project.output() == root / "build"
    assert (project.language, project.targets, project.editions) == ("fr", ("en",), ("fr", "en", "fr-en"))
    assert (project.reading(), project.overrides()) == (Reading(), {})
    assert pickle.loads(pickle.dumps(project)) == project  # noqa: S301 - our own bytes


def test_targets_are_the_folders_of_catalogs(tmp_path: Path) -> None:
    """A language is translated into where it has a folder, under either spelling; templates are no language."""
    make(tmp_path, source_fr__a_md="")
    for folder in ("pot", "de", "pt_BR", "fr", "brouillons"):
        (tmp_path / "locales" / folder).mkdir(parents=True)
    project = find(tmp_path)
    assert project.targets == ("de", "pt-BR")
    assert project.catalog("pt-BR", "a") == tmp_path / "locales/pt_BR/LC_MESSAGES/a.po"
    assert project.editions == ("fr", "de", "pt-BR", "fr-de", "fr-pt-BR")


def test_settings_say_otherwise(tmp_path: Path) -> None:
    """Folders, languages and editions of the settings file are taken instead."""
    make(
        tmp_path,
        textes__a_md="",
        enregard_toml="""
project.targets = ["de", "en"]
paths = {source = "textes", catalogs = "po", output = "../public"}
editions.build = ["fr-de"]
""",
    )
    project = find(tmp_path)
    assert (project.targets, project.editions) == (("de", "en"), ("fr-de",))
    assert project.template("a") == tmp_path / "po/pot/a.pot"
    assert project.output() == tmp_path.parent / "public"


def test_another_source_language_is_found_by_its_folder(tmp_path: Path) -> None:
    """A folder ``source_de`` makes a project whose manuscripts are German."""
    project = find(make(tmp_path, source_de__a_md=""))
    assert (project.language, project.reading().language, project.editions) == ("de", "de", ("de", "en", "de-en"))


def test_a_folder_without_sources_is_told_what_to_do(tmp_path: Path) -> None:
    """An empty folder is no project, and the message says how it becomes one."""
    error = refusal(tmp_path)
    assert "source_fr" in error.problem
    assert "enregard init" in error.advice


def test_a_folder_below_the_project_is_told_where_it_is(tmp_path: Path) -> None:
    """Somebody who stands in the sources is sent to the folder above."""
    make(tmp_path, source_fr__dossiers__a_md="")
    assert f"-C {tmp_path}" in refusal(tmp_path / "source_fr" / "dossiers").advice


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("project.source = 'de'", ProjectError, "source_de"),
        ("project.targets = ['xx']", SettingsError, "targets"),
        ("project.targets = ['fr']", ProjectError, "language of the manuscripts"),
        ("paths.source = '..'", ProjectError, "must lie in the project"),
        ("paths.source = '.'", ProjectError, "must lie in the project"),
        ("paths.catalogs = '../po'", ProjectError, "beside the sources"),
        ("paths.catalogs = 'source_fr/po'", ProjectError, "beside the sources"),
        ("paths.catalogs = '.'", ProjectError, "beside the sources"),
        ("editions.build = ['en-fr']", SettingsError, "no edition"),
        ("[project", SettingsError, "not TOML"),
    ],
)
def test_impossible_settings_are_refused(tmp_path: Path, text: str, kind: type[EnregardError], word: str) -> None:
    """Settings that point nowhere, outside, or at the source language are one error each."""
    assert word in refusal(make(tmp_path, source_fr__a_md="", enregard_toml=text), kind).problem


def test_settings_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A settings file saved in an old encoding is named with its line."""
    make(tmp_path, source_fr__a_md="")
    (tmp_path / "enregard.toml").write_bytes(b"# ok\n# r\xe9glages\n")
    assert refusal(tmp_path, SettingsError).line == 2


@pytest.mark.parametrize("name", ["qqq", "zz_top"])
def test_a_folder_of_catalogs_of_no_language_is_refused(tmp_path: Path, name: str) -> None:
    """Catalogs whose folder is misnamed are not silently forgotten."""
    make(tmp_path, source_fr__a_md="")
    (tmp_path / "locales" / name / "LC_MESSAGES").mkdir(parents=True)
    assert name in refusal(tmp_path).problem


def test_two_source_folders_need_a_word(tmp_path: Path) -> None:
    """Where two folders could be the sources and neither is French, nobody guesses."""
    make(tmp_path, source_de__a_md="", source_it__a_md="")
    assert "source_de, source_it" in refusal(tmp_path).problem


def test_a_source_folder_that_leads_out_is_refused(tmp_path: Path) -> None:
    """Sources that are a link to somewhere else are not published from here."""
    make(tmp_path / "ailleurs", a_md="")
    (tmp_path / "projet").mkdir()
    (tmp_path / "projet" / "source_fr").symlink_to(tmp_path / "ailleurs")
    assert "must lie in the project" in refusal(tmp_path / "projet").problem


def test_what_lies_in_the_sources(tmp_path: Path) -> None:
    """Manuscripts by suffix, assets the rest; hidden files and backup copies are neither."""
    folder = tmp_path / "source_fr"
    for name in (
        "b.txt",
        "a.markdown",
        "A2.MD",
        "c/index.md",
        "c/frise.en.svg",
        "notes",
        ".git/x.md",
        ".b.md",
        "b.md~",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")
    tree = find(tmp_path).tree()
    assert [d.name for d in tree.documents] == ["A2", "a", "b", "c/index"]
    assert tree.assets == ("c/frise.en.svg", "notes")
    assert (tree.findings, tree.problems) == ((), ())


@pytest.mark.parametrize(
    ("one", "two"),
    [("a.md", "a.txt"), ("a.md", "A.md"), ("d/é.md", "d/e\u0301.md"), ("D/a.md", "d/a.md"), ("ß.md", "SS.txt")],
)
def test_two_manuscripts_for_one_document(tmp_path: Path, one: str, two: str) -> None:
    """Names that some file system takes for the same are an error that names both files."""
    folder = tmp_path / "source_fr"
    for name in (one, two):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")
    with pytest.raises(ProjectError) as caught:
        find(tmp_path).tree()
    assert f"source_fr/{one}" in caught.value.problem
    assert f"source_fr/{two}" in caught.value.problem


def test_a_decomposed_name_is_one_document(tmp_path: Path) -> None:
    """A name typed on a system that decomposes accents gives the composed document, and is still found on disk."""
    folder = tmp_path / "source_fr"
    folder.mkdir()
    (folder / unicodedata.normalize("NFD", "été.md")).write_text("Il fait chaud.", encoding="utf-8")
    project = find(tmp_path)
    (document,) = project.tree().documents
    assert (document.name, project.text(document)) == ("été", "Il fait chaud.")


def test_what_leads_elsewhere_is_left_out(tmp_path: Path) -> None:
    """Links out of the sources, to folders and to nowhere, and pipes are findings; the rest is read, at once."""
    folder = make(tmp_path, source_fr__a_md="", prive_md="brouillon") / "source_fr"
    (folder / "dehors.md").symlink_to(tmp_path / "prive.md")
    (folder / "dossier").symlink_to(tmp_path)
    (folder / "pendant.md").symlink_to("nulle-part.md")
    (folder / "rond.md").symlink_to("rond.md")
    (folder / "soi").symlink_to(".")
    (folder / "dedans.md").symlink_to("a.md")
    os.mkfifo(folder / "tube.md")
    start = time.perf_counter()
    tree = find(tmp_path).tree()
    assert time.perf_counter() - start < 1
    assert [d.name for d in tree.documents] == ["a", "dedans"]
    assert tree.assets == ()
    assert [f.source.path for f in tree.findings if f.source] == [
        f"source_fr/{name}" for name in ("dehors.md", "dossier", "pendant.md", "rond.md", "soi", "tube.md")
    ]
    assert "leads out of the sources" in tree.findings[0].message


@pytest.mark.parametrize("name", [b"a\nb.md", b"a\x1b[2J.md", b"a\xff.md", "a\u202eb.md".encode()])
def test_a_name_that_is_no_text_is_one_problem(tmp_path: Path, name: bytes) -> None:
    """A manuscript whose name would break catalogs and terminals is named harmlessly; the others are read."""
    make(tmp_path, source_fr__a_md="")
    (tmp_path / "source_fr" / os.fsdecode(name)).write_bytes(b"")
    tree = find(tmp_path).tree()
    assert [d.name for d in tree.documents] == ["a"]
    (problem,) = tree.problems
    assert str(problem).isprintable()
    assert "Rename" in problem.advice


def test_a_name_that_looks_like_an_option(tmp_path: Path) -> None:
    """A leading hyphen is a letter like any other."""
    make(tmp_path, source_fr__a_md="")
    (tmp_path / "source_fr" / "--help.md").write_bytes(b"")
    assert [d.name for d in find(tmp_path).tree().documents] == ["--help", "a"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfun\r\ndeux\n", b"un\ndeux\n", b"un\rdeux\r\n", b"un\r\ndeux\r"])
def test_every_line_ending_is_the_same_text(data: bytes) -> None:
    """Byte order mark and line endings are the editor's business, not the text's."""
    assert decode(data, path="a.md", limits=Limits()) == "un\ndeux\n"


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [
        (b"un\n\0deux", 2, "byte 4 of the file"),
        (b"un\r\nd\xe9j\xe0", 2, "byte 0xE9 (byte 6 of the file)"),
        (b"\xef\xbb\xbfun\rd\xe9j\xe0", 2, "byte 0xE9 (byte 8 of the file)"),
        (b"\n\n\xed\xa0\x80", 3, "byte 0xED"),
        (b"\xc0\xaf", 1, "byte 0xC0"),
        (b"fin coup\xc3", 1, "byte 0xC3"),
        ("un".encode("utf-16"), 1, "UTF-16"),
        (b"un\n" + b"x" * 101, 2, "longer than 100 bytes"),
        (b"un\n" + "é".encode() * 51, 2, "longer than 100 bytes"),
    ],
)
def test_what_is_no_text_is_named_with_line_and_byte(data: bytes, line: int, word: str) -> None:
    """Bytes that are no UTF-8, NUL and endless lines are errors with the place and the way out."""
    with pytest.raises(SourceError) as caught:
        decode(data, path="source_fr/a.md", limits=Limits(line=100))
    error = caught.value
    assert (error.path, error.line, word in error.problem) == ("source_fr/a.md", line, True), str(error)
    assert error.advice


def test_lines_within_the_limit_pass() -> None:
    """Many short lines are no long line."""
    text = "é" * 50 + "\n"
    assert decode((text * 100).encode(), path="a.md", limits=Limits(line=100)) == text * 100


@pytest.mark.parametrize("place", [".", "source_fr", "source_fr/build", "locales", "locales/en", "..", "un-fichier"])
def test_where_nothing_is_built(tmp_path: Path, place: str) -> None:
    """An output folder that is a file, or that meets sources or catalogs, is refused before anything is written."""
    project = find(make(tmp_path, source_fr__a_md=""))
    (tmp_path / "un-fichier").write_bytes(b"")
    with pytest.raises(ProjectError, match="output folder") as caught:
        project.output(tmp_path / place)
    assert "--output" in caught.value.advice


def test_an_output_folder_that_is_a_link_to_the_sources(tmp_path: Path) -> None:
    """A link does not hide where a folder really lies."""
    project = find(make(tmp_path, source_fr__a_md=""))
    (tmp_path / "build").symlink_to("source_fr")
    with pytest.raises(ProjectError, match="inside the sources"):
        project.output()


def test_a_catalog_is_read_as_it_is(project: Project) -> None:
    """Bytes are given as they stand, none where there is no file, and pipes, folders and links out are refused."""
    path = project.catalog("en", "a")
    assert project.catalog_bytes(path, fault=CatalogError) is None
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff")
    assert project.catalog_bytes(path, fault=CatalogError) == b"\xff"
    for number, make_odd in enumerate((Path.mkdir, os.mkfifo, lambda p: p.symlink_to("/etc/passwd"))):
        odd = path.parent / f"{number}.po"
        make_odd(odd)
        with pytest.raises(CatalogError, match=rf"{number}\.po"):
            project.catalog_bytes(odd, fault=CatalogError)


def test_a_catalog_above_the_limit_is_refused(tmp_path: Path) -> None:
    """A catalog larger than the setting allows is not read into memory."""
    project = find(make(tmp_path, source_fr__a_md="", locales__en__a_md="12345", enregard_toml="limits.catalog = 4"))
    with pytest.raises(CatalogError, match="larger than 4 bytes"):
        project.catalog_bytes(tmp_path / "locales/en/a.md", fault=CatalogError)


def test_rules_of_the_project(tmp_path: Path) -> None:
    """An SRX file of the settings is read as text, in UTF-8 or UTF-16; one that is missing is named."""
    project = find(make(tmp_path, source_fr__a_md="", enregard_toml="segmentation.rules = 'r.srx'"))
    with pytest.raises(RulesError, match=r"r\.srx"):
        project.reading()
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "r.srx").write_text("<srx é/>", encoding=encoding)
        reading = project.reading()
        assert ((reading.rules or "").removeprefix("\ufeff"), reading.rules_path) == ("<srx é/>", "r.srx")


def test_templates_of_the_project(tmp_path: Path) -> None:
    """The project's templates are known by their names, its style sheet under a name of its own."""
    texts = "paths.templates = 'gabarits'\nsite.theme = 'maison.css'"
    make(tmp_path, source_fr__a_md="", enregard_toml=texts, gabarits__pied_md="pied", gabarits__x__y_md="y")
    project = find(tmp_path)
    with pytest.raises(SettingsError, match=r"maison\.css"):
        project.overrides()
    (tmp_path / "maison.css").write_text("a{}")
    assert project.overrides() == {"pied.md": "pied", "x/y.md": "y", "site.css": "a{}"}


def test_a_missing_template_folder_is_named(tmp_path: Path) -> None:
    """A folder of templates that is not there is an error, not no templates."""
    project = find(make(tmp_path, source_fr__a_md="", enregard_toml="paths.templates = 'gabarits'"))
    with pytest.raises(SettingsError, match="gabarits"):
        project.overrides()


def test_choosing_languages(project: Project) -> None:
    """A command may name languages, new ones too, but neither nonsense nor the source's own."""
    assert project.chosen_languages([]) == ("en",)
    assert project.chosen_languages(["de", "pt_BR", "de"]) == ("de", "pt-BR")
    for wrong in ("xx", "fr", "../etc"):
        with pytest.raises(ProjectError):
            project.chosen_languages([wrong])


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        ([], ["a", "d/b", "d/c"]),
        (["source_fr/a.md"], ["a"]),
        (["source_fr/d"], ["d/b", "d/c"]),
        (["source_fr/d/c.md", "source_fr/a.md"], ["a", "d/c"]),
        (["locales/en/LC_MESSAGES/d/b.po"], ["d/b"]),
        (["locales/pot/d"], ["d/b", "d/c"]),
        (["locales/en"], ["a", "d/b", "d/c"]),
        (["."], ["a", "d/b", "d/c"]),
    ],
)
def test_choosing_documents(tmp_path: Path, paths: list[str], names: list[str]) -> None:
    """A document is named by its manuscript, its template, its catalog, or a folder that holds one of them."""
    project = find(make(tmp_path, source_fr__a_md="", source_fr__d__b_md="", source_fr__d__c_md=""))
    chosen = project.chosen_documents(project.tree().documents, [tmp_path / path for path in paths])
    assert [document.name for document in chosen] == names


@pytest.mark.parametrize("path", ["source_fr/non.md", "README.md", "locales/en/LC_MESSAGES/non.po"])
def test_choosing_nothing_is_an_error(tmp_path: Path, path: str) -> None:
    """A path at which there is no document is a mistake, not an empty choice."""
    project = find(make(tmp_path, source_fr__a_md=""))
    with pytest.raises(ProjectError, match="no manuscript"):
        project.chosen_documents(project.tree().documents, [tmp_path / path])
