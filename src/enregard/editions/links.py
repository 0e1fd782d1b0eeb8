"""Links and images of a page, written to source files, made to lead to what is published in the same edition."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import SplitResult, unquote, urlsplit

from enregard import markup
from enregard.editions.contract import Document, Plan
from enregard.editions.layout import relative
from enregard.model import Finding, Page, Passage, Place, Severity

_TAG = re.compile(
    r"""<(?:a|area|img|source|video|audio|track|embed|object)\s(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE
)
_ADDRESSES = ("href", "src", "poster", "data")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SIZES = re.compile(r"(\s*,\s*)")
_PAGE_SUFFIXES = (".md", ".markdown", ".txt")


@dataclass(slots=True)
class Links:
    """The addresses in one document's page in one language; a class because what was found wrong adds up."""

    plan: Plan
    document: Document
    page: Page
    findings: list[Finding] = field(default_factory=list)

    def resolved(self, html: str) -> str:
        """The HTML with each address leading to a file of the same edition; what leads nowhere stays as it is."""
        if "href=" not in html and "src" not in html and "poster=" not in html and "data=" not in html:
            return html
        return _TAG.sub(lambda match: self._tag(match[0]), html)

    def _tag(self, raw: str) -> str:
        token = markup.tokens(raw)[0]
        remote = self._remote_image(token)
        if remote is not None:
            return remote
        image = token.name not in {"a", "area"}
        changed = {
            name: self._address(value, image=image)
            for name, value in token.attributes
            if value is not None and name in _ADDRESSES
        }
        srcset = token.attribute("srcset")
        if srcset:
            changed["srcset"] = "".join(self._candidate(part) for part in _SIZES.split(srcset))
        return markup.with_attributes(token, changed)

    def _candidate(self, part: str) -> str:
        words = part.split(maxsplit=1)
        if not words or part.strip() == ",":
            return part
        return " ".join((self._address(words[0], image=True), *words[1:]))

    def _address(self, written: str, *, image: bool) -> str:
        """Where an address leads from this page."""
        value = written.strip()
        if _HAS_SCHEME.match(value) or value.startswith(("//", "\\")):
            return written
        if value.startswith("#") or not value:
            self._check_anchor(written, value[1:], self.document)
            return written
        parts = _split(value)
        if parts is None:
            self._dead(written, "is no address")
            return written
        return self._relative(written, parts, image=image)

    def _relative(self, written: str, parts: SplitResult, *, image: bool) -> str:
        """Where an address that is relative to the source file leads."""
        target = self._target(unquote(parts.path))
        if target is None:
            self._dead(written, "lies outside the sources")
            return written
        document = self._document(target)
        if document is not None and not image:
            return self._to_page(written, document, parts.query, parts.fragment) or written
        folder = self.plan.folders.get("" if target == "." else target)
        if folder is not None and not image:
            return self._here(folder.address) + _tail(parts.query, parts.fragment)
        if target in self.plan.assets:
            return self._here(self._localised(target)) + _tail(parts.query, parts.fragment)
        self._dead(written, "does not exist")
        return written

    def _target(self, path: str) -> str | None:
        """The file a path means, below the source folder; None when it climbs out of it."""
        folder = "" if path.startswith("/") else posixpath.dirname(self.document.path)
        target = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
        return None if target == ".." or target.startswith("../") else target

    def _document(self, target: str) -> Document | None:
        by_path = self.plan.by_path
        if target in by_path:
            return by_path[target]
        stem, suffix = posixpath.splitext(target)
        if suffix not in {"", ".html"}:
            return None
        return next((by_path[stem + one] for one in _PAGE_SUFFIXES if stem + one in by_path), None)

    def _to_page(self, written: str, document: Document, query: str, fragment: str) -> str | None:
        address = self.plan.addresses.get(document.name)
        if address is None:
            self._dead(written, "leads to a draft, which is not published")
            return None
        self._check_anchor(written, fragment, document)
        here = f"#{fragment}" if document.name == self.document.name and fragment and not query else None
        return here or self._here(address) + _tail(query, fragment)

    def _here(self, target: str) -> str:
        page = self.plan.addresses[self.document.name]
        return relative(target, page=page)

    def _localised(self, target: str) -> str:
        """``frise.en.svg`` instead of ``frise.svg`` on an English page, where there is one."""
        language = self.page.language
        if language == self.plan.site.source:
            return target
        stem, suffix = posixpath.splitext(target)
        own = f"{stem}.{language}{suffix}"
        return own if own in self.plan.assets else target

    def _check_anchor(self, written: str, fragment: str, document: Document) -> None:
        known = document.anchors
        if not fragment or fragment == "top" or fragment in known or unquote(fragment) in known:
            return
        if fragment.startswith(("s-", ":~:")):
            return  # a passage's permalink, or a text fragment: only a browser can tell
        self._report(
            "dead-link", Severity.WARNING, f"{written}: {document.path} has no heading or element of that id", written
        )

    def _dead(self, written: str, why: str) -> None:
        self._report("dead-link", Severity.WARNING, f"{written} {why}", written)

    def _remote_image(self, token: markup.Token) -> str | None:
        """A link in place of another host's image, which the content security policy keeps from loading."""
        address = (token.attribute("src") or "").strip()
        if token.name != "img" or not (address.startswith("//") or re.match(r"https?:", address, re.IGNORECASE)):
            return None
        parts = _split(address)
        host = (parts and parts.hostname) or ""
        if host in self.plan.site.image_hosts:
            return None
        self._report(
            "remote-image", Severity.WARNING, f"{address} is an image of another host; readers get a link", address
        )
        words = token.attribute("alt") or posixpath.basename(parts.path if parts else "") or host or address
        return f'<a class="remote-image" href="{escape(address)}">{escape(words)}</a>'

    def _report(self, rule: str, severity: Severity, message: str, written: str) -> None:
        needle = escape(written)
        passages = (*self.page.passages, *(p for heading in self.page.contents for p in heading.passages))
        passage = next((p for p in passages if needle in p.html or written in p.segment.text), None)
        line = passage.segment.line if passage else None
        finding = Finding(
            rule,
            severity,
            message,
            source=Place(self.document.source_path, line),
            msgid=passage.segment.text if passage else "",
        )
        if finding not in self.findings:
            self.findings.append(finding)


def dead_links(plan: Plan, document: Document, page: Page) -> Iterator[tuple[Passage | None, str]]:
    """What is wrong with each link of a page that leads nowhere, and the passage it stands in; None: in no words."""
    for block in page.blocks:
        everything = _dead_in(block.html, plan, document, page)
        if everything:
            found = [(p, said) for p in block.passages for said in _dead_in(p.html, plan, document, page)]
            yield from found
            told = {said for _, said in found}
            yield from ((None, said) for said in everything if said not in told)


def _dead_in(html: str, plan: Plan, document: Document, page: Page) -> list[str]:
    links = Links(plan, document, page)
    links.resolved(html)
    return list(dict.fromkeys(finding.message for finding in links.findings if finding.rule == "dead-link"))


def _split(address: str) -> SplitResult | None:
    """The parts of an address; None where no browser could tell them apart."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _tail(query: str, fragment: str) -> str:
    return (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
