"""The tables of ``enregard.toml``: the one place where a setting is named, with its default, check and description.

Reading, messages, ``enregard init`` and the manual's list all come from the fields below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from enregard.model import Limits, Reading
from enregard.settings.values import (
    Check,
    Unfit,
    language,
    languages,
    lists,
    one_of,
    path,
    path_or_nothing,
    replacements,
    seconds,
    severities,
    text,
    texts,
    truth,
    url,
    whole,
)

_DEFAULTS = Reading()


def _key(default: object, check: Check, about: str) -> Any:  # noqa: ANN401 - stands for a default of any type
    meta = {"check": check, "about": about}
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=meta)
    return field(default=default, metadata=meta)


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """``[project]``: what is published, and in which languages."""

    title: str = _key("", text, "title of the whole edition; empty: that of the first page")
    url: str = _key("", url, "address at which the edition will stand, for canonical links and feeds")
    source: str = _key("fr", language, "language of the manuscripts")
    targets: tuple[str, ...] = _key((), languages, "languages they are translated into; none: the folders of catalogs")
    authors: tuple[str, ...] = _key((), texts, "authors of the edition")
    licence: str = _key("", text, "licence of the texts, shown at the foot of pages")


@dataclass(frozen=True, slots=True)
class PathsTable:
    """``[paths]``: where things lie, relative to the project's folder."""

    source: str = _key("", path_or_nothing, "folder of the manuscripts; empty: source_ and the language")
    catalogs: str = _key("locales", path, "folder of templates and catalogs")
    output: str = _key("build", path, "folder that editions are built in")
    templates: str = _key("", path_or_nothing, "folder of page templates that replace ours; empty: none")


@dataclass(frozen=True, slots=True)
class SegmentationTable:
    """``[segmentation]``: what a translator works on at a time."""

    unit: str = _key(_DEFAULTS.unit, one_of("sentence", "block"), "what one translation covers")
    rules: str = _key("", path_or_nothing, "an SRX file with rules of your own; empty: ours for the language")
    abbreviations: tuple[str, ...] = _key((), texts, "more abbreviations after which no sentence ends")
    semicolons: bool = _key(_DEFAULTS.semicolons, truth, "whether lists in legal texts are cut at semicolons, too")


@dataclass(frozen=True, slots=True)
class MarkdownTable:
    """``[markdown]``: how manuscripts are read."""

    extensions: tuple[str, ...] = _key(_DEFAULTS.extensions, texts, "extensions of Python-Markdown")
    front_matter: tuple[str, ...] = _key(_DEFAULTS.front_matter, texts, "front matter keys that are translated")
    math: bool = _key(_DEFAULTS.math, truth, "whether $...$ and $$...$$ are formulas, which nobody translates")
    code_comments: bool = _key(_DEFAULTS.code_comments, truth, "whether comments in code blocks are translated")
    source_html: str = _key(
        _DEFAULTS.source_html, one_of("keep", "sanitise"), "what becomes of raw HTML in manuscripts"
    )


@dataclass(frozen=True, slots=True)
class CatalogsTable:
    """``[catalogs]``: how templates and catalogs are written."""

    references: str = _key("path", one_of("path", "line", "none"), "what stands in the #: comments of an entry")
    wrap: int = _key(0, whole(0, 1000), "column at which new entries are wrapped; 0: never")


@dataclass(frozen=True, slots=True)
class EditionsTable:
    """``[editions]``: what is built, and what stands where a translation is missing."""

    build: tuple[str, ...] = _key(
        (), texts, "editions to build; none: each language, and each translation beside the source"
    )
    untranslated: str = _key(
        "mark",
        one_of("mark", "hide", "fail"),
        "a passage without translation: shown and marked, left out, or an error",
    )
    stale: str = _key(
        "source",
        one_of("source", "keep", "both"),
        "a passage whose source changed: the source, the old words, or both",
    )
    hreflang_threshold: int = _key(
        80, whole(0, 100), "per cent translated from which search engines are told of a page"
    )


@dataclass(frozen=True, slots=True)
class SiteTable:
    """``[site]``: the edition as a site."""

    base: str = _key("", text, "path under which the site lies on its host, such as /dossier/")
    theme: str = _key("", path_or_nothing, "a style sheet of yours, added after ours; empty: none")
    image_hosts: tuple[str, ...] = _key((), texts, "hosts whose images are shown; images of others become links")
    history: str = _key(
        "", path_or_nothing, "file that `status --history` writes, drawn on the coverage page; empty: none"
    )
    feeds: bool = _key(True, truth, "whether each language gets an Atom feed (it needs url)")  # noqa: FBT003


@dataclass(frozen=True, slots=True)
class ChecksTable:
    """``[checks]``: what ``enregard check`` looks at."""

    profile: str = _key(
        "general", one_of("general", "literary", "legal", "technical"), "the kind of text, which sets severities"
    )
    variant: str = _key(
        "en-GB",
        one_of("en-GB", "en-US", "en-CA", "en-EU"),
        "variety of the target language, for quotation marks, dates and spelling",
    )
    typography: str = _key(
        "auto",
        one_of("auto", "fr-FR", "fr-CA", "fr-CH", "EU"),
        "typographic habits of the French; auto: those of the document",
    )
    glossary: str = _key("", path_or_nothing, "file of terms; empty: none")
    baseline: str = _key("", path_or_nothing, "file of findings that are known already; empty: none")
    titles: str = _key("any", one_of("sentence", "title", "any"), "capitals of headings in the target language")
    acronyms: Mapping[str, str] = _key({}, replacements, "acronyms of the source, each with its translation")
    addresses: Mapping[str, str] = _key(
        {}, replacements, "beginnings of addresses, each with the one that stands for it in translations"
    )
    silence: Mapping[str, tuple[str, ...]] = _key({}, lists, "rules that are silent in some files, by pattern of paths")
    severity: Mapping[str, str] = _key({}, severities, "severity by rule: error, warning, info or off")


_LIMITS: Mapping[str, tuple[Check, str]] = {
    "segment": (whole(1, 2**40), "bytes of one segment"),
    "line": (whole(1, 2**40), "bytes of one line of a manuscript or catalog"),
    "nesting": (whole(1, 500), "levels of lists and quotations inside one another"),
    "front_matter": (whole(1, 2**40), "bytes of front matter"),
    "catalog": (whole(1, 2**40), "bytes of a PO file"),
    "segment_seconds": (seconds, "seconds in which one segment is rendered"),
    "page_seconds": (seconds, "seconds in which one page is read or rendered"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """All tables of ``enregard.toml``; without a file, all defaults."""

    project: ProjectTable = field(default_factory=ProjectTable)
    paths: PathsTable = field(default_factory=PathsTable)
    segmentation: SegmentationTable = field(default_factory=SegmentationTable)
    markdown: MarkdownTable = field(default_factory=MarkdownTable)
    catalogs: CatalogsTable = field(default_factory=CatalogsTable)
    editions: EditionsTable = field(default_factory=EditionsTable)
    site: SiteTable = field(default_factory=SiteTable)
    checks: ChecksTable = field(default_factory=ChecksTable)
    limits: Limits = field(default_factory=Limits)

    def reading(self, *, rules: str | None = None) -> Reading:
        """How manuscripts are read under these settings; ``rules`` is the text of the SRX file they name."""
        return Reading(
            language=self.project.source,
            unit=self.segmentation.unit,
            rules=rules,
            rules_path=self.segmentation.rules or None,
            abbreviations=self.segmentation.abbreviations,
            semicolons=self.segmentation.semicolons,
            extensions=self.markdown.extensions,
            front_matter=self.markdown.front_matter,
            math=self.markdown.math,
            code_comments=self.markdown.code_comments,
            source_html=self.markdown.source_html,
            limits=self.limits,
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of ``enregard.toml``, for the manual, for messages and for ``enregard init``."""

    table: str
    key: str
    default: object
    about: str
    """One line that says what it is for."""
    check: Check = field(repr=False, compare=False)

    @property
    def written(self) -> str:
        """The default as it is written in TOML."""
        return toml(self.default)

    @property
    def takes(self) -> str:
        """What it takes, in words: ``one of "sentence", "block"``."""
        try:
            self.check(None)
        except Unfit as unfit:
            return str(unfit)
        return "anything"


def toml(value: object) -> str:
    """A default value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{}"
    return str(value)


def _all() -> Iterator[Setting]:
    empty = Settings()
    for table in fields(Settings):
        values = getattr(empty, table.name)
        for key in fields(values):
            check, about = _LIMITS.get(key.name, (None, "")) if table.name == "limits" else (None, "")
            yield Setting(
                table.name,
                key.name,
                getattr(values, key.name),
                about or str(key.metadata["about"]),
                check or key.metadata["check"],
            )


SETTINGS: tuple[Setting, ...] = tuple(_all())
"""Every setting there is, by table, in the order of the manual."""
