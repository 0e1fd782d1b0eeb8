"""Reads an SRX 2.0 file, the standard in which translation tools exchange segmentation rules, into values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.parsers import expat

from enregard.errors import RulesError

LARGEST = 4_194_304
"""Characters an SRX file may have; the largest in use, with forty languages, has a tenth of it."""
MOST_RULES = 20_000
EXTENSION = "https://enregard.dev/srx"
"""Namespace of our own additions to a header: ``pair``, and the ``version`` of the rules."""
_NAMESPACES = ("http://www.lisa.org/srx20", "")
"""The namespace of the standard, and none: OmegaT and others have written files without it."""
_ENCODING = re.compile(r"^\ufeff?(<\?xml[^>]*?)\s+encoding=(['\"])[^'\"]*\2")


@dataclass(frozen=True, slots=True)
class Rule:
    """What stands before and after a position decides: a break there, or none."""

    breaks: bool
    before: str = ""
    after: str = ""
    line: int | None = field(default=None, compare=False)
    """Line of the SRX file it begins on."""


@dataclass(frozen=True, slots=True)
class LanguageMap:
    """Which languages (an expression over the whole language code) go by which ``languagerule``."""

    pattern: str
    name: str
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Formats:
    """``formathandle``: whether inline markup at a break goes with the segment before it."""

    start: bool = False
    end: bool = True
    isolated: bool = False


@dataclass(frozen=True, slots=True)
class Srx:
    """A whole SRX file."""

    cascade: bool = False
    """True: the rules of every language map that fits follow each other; False: those of the first."""
    subflows: bool = True
    """``segmentsubflows``: whether text inside markup (an alternative text) is segmented too."""
    formats: Formats = field(default_factory=Formats)
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Rules by the name of their ``languagerule``."""
    maps: tuple[LanguageMap, ...] = ()
    """In the order of the file."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Our extension: opening and closing marks between which no sentence ends (guillemets)."""
    version: str = ""
    """Our extension: the version of the rules."""


def read(text: str, *, path: str | None = None) -> Srx:
    """The rules in the SRX file ``text``; ``path`` is only for messages. Raises RulesError."""
    if len(text) > LARGEST:
        raise RulesError(
            f"the SRX file is larger than {LARGEST // 1_048_576} MB",
            path=path,
            advice="Keep only the languages that the project needs.",
        )
    return _Reader(path).read(text)


class _Reader:
    """Collects what expat finds; a class, because expat speaks in callbacks that share state."""

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.header: dict[str, str] = {}
        self.formats: dict[str, bool] = {}
        self.pairs: list[tuple[str, str]] = []
        self.version = ""
        self.rules: dict[str, list[Rule]] = {}
        self.maps: list[LanguageMap] = []
        self.name: str | None = None
        self.rule: dict[str, str] | None = None
        self.begun = 0
        self.part: str | None = None
        self.count = 0
        self.seen_root = False

    def read(self, text: str) -> Srx:
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        try:
            # the text is already decoded: whatever its declaration says, these bytes are UTF-8
            self.parser.Parse(_ENCODING.sub(r"\1", text), True)  # noqa: FBT003
        except expat.ExpatError as error:
            problem = expat.errors.messages.get(error.code, "it is broken")
            raise self.error(f"the SRX file is not XML: {problem}", line=error.lineno) from None
        self.check_maps()
        return Srx(
            cascade=self.header.get("cascade") == "yes",
            subflows=self.header.get("segmentsubflows", "yes") == "yes",
            formats=Formats(**self.formats),
            rules=MappingProxyType({name: tuple(rules) for name, rules in self.rules.items()}),
            maps=tuple(self.maps),
            pairs=tuple(self.pairs),
            version=self.version,
        )

    def error(self, problem: str, *, line: int | None = None, advice: str = "") -> RulesError:
        advice = advice or "Export the file again from the tool that made it, as SRX 2.0."
        return RulesError(problem, path=self.path, line=line or self.parser.CurrentLineNumber, advice=advice)

    def doctype(self, *_: object) -> None:
        raise self.error(
            "the SRX file has a DOCTYPE, which is not read for safety",
            advice="Remove the <!DOCTYPE ...> declaration; SRX needs none.",
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self.seen_root:
            self.root(namespace, local, attributes)
        elif namespace == EXTENSION:
            self.extension(local, attributes)
        elif namespace in _NAMESPACES:
            self.element(local, attributes)

    def root(self, namespace: str, local: str, attributes: dict[str, str]) -> None:
        self.seen_root = True
        if local != "srx" or namespace not in _NAMESPACES:
            raise self.error(f"the file is no SRX file: its first element is {local}, not srx")
        if attributes.get("version", "2.0") != "2.0":
            raise self.error(f"the file says SRX {attributes['version']}; SRX 2.0 is read")

    def extension(self, local: str, attributes: dict[str, str]) -> None:
        if local == "rules":
            self.version = attributes.get("version", "")
        elif local == "pair":
            opening, closing = attributes.get("open", ""), attributes.get("close", "")
            if len(opening) != 1 or len(closing) != 1 or opening == closing:
                raise self.error("a pair needs two different characters: open and close")
            self.pairs.append((opening, closing))

    def element(self, local: str, attributes: dict[str, str]) -> None:
        match local:
            case "header":
                self.header = attributes
            case "formathandle":
                self.format(attributes)
            case "languagerule":
                self.name = attributes.get("languagerulename", "")
                self.rules.setdefault(self.name, [])
            case "rule":
                if attributes.get("break", "yes") not in {"yes", "no"}:
                    raise self.error('break is "yes" or "no"')
                self.rule, self.begun = {"break": attributes.get("break", "yes")}, self.parser.CurrentLineNumber
            case "beforebreak" | "afterbreak":
                self.part = local
            case "languagemap":
                pattern, name = attributes.get("languagepattern", ""), attributes.get("languagerulename", "")
                self.maps.append(LanguageMap(pattern, name, self.parser.CurrentLineNumber))

    def format(self, attributes: dict[str, str]) -> None:
        kind, include = attributes.get("type", ""), attributes.get("include", "")
        if kind not in {"start", "end", "isolated"} or include not in {"yes", "no"}:
            raise self.error('a formathandle has the type "start", "end" or "isolated" and include "yes" or "no"')
        self.formats[kind] = include == "yes"

    def characters(self, text: str) -> None:
        if self.part and self.rule is not None:
            self.rule[self.part] = self.rule.get(self.part, "") + text

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == self.part:
            self.part = None
        elif local == "rule" and self.rule is not None:
            self.finish(self.rule)
            self.rule = None

    def finish(self, parts: dict[str, str]) -> None:
        self.count += 1
        if self.name is None or self.count > MOST_RULES:
            problem = "a rule outside any languagerule" if self.name is None else f"more than {MOST_RULES} rules"
            raise self.error(problem)
        rule = Rule(parts["break"] == "yes", parts.get("beforebreak", ""), parts.get("afterbreak", ""), self.begun)
        if rule.before or rule.after:
            self.rules[self.name].append(rule)

    def check_maps(self) -> None:
        for entry in self.maps:
            if entry.name not in self.rules:
                raise self.error(
                    f"a language map names {entry.name!r}, and there is no such languagerule",
                    line=entry.line,
                    advice="Correct the languagerulename of the map.",
                )
