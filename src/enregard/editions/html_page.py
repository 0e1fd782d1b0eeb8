"""The one place where templates become pages: everything is escaped but what ``safe`` lets through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from enregard import languages
from enregard.editions.contract import Imprint, Label, OutputFile
from enregard.errors import ProjectError

STATIC = "_enregard"
"""Folder of the style and the script, beside the folders of the editions."""
STYLE, COVERAGE_STYLE, SCRIPT, OWN_STYLE = "enregard.css", "coverage.css", "enregard.js", "site.css"
BOOK_STYLE, BOOK_SCRIPT = "facing.css", "facing.js"
STYLE_OF_SEARCH, SCRIPT_OF_SEARCH = "search.css", "search.js"
_COMMENT, _SPACES, _IDLE = (
    re.compile(r"/\*.*?\*/", re.DOTALL),
    re.compile(r"\s+"),
    re.compile(r" ?([{};,>]|!important) ?| ([+~]) (?=[^;{}]*{)"),
)
SCRIPTS = "script-src 'self'"
"""What the content security policy of all pages but one says of scripts."""
TEMPLATES = (
    "layout.html",
    "parts.html",
    "page.html",
    "index.html",
    "landing.html",
    "coverage.html",
    "missing.html",
    "search.html",
    "feed.xml",
    "sitemap.xml",
)


def safe(html: str) -> Markup:
    """HTML that has been through the sources' rendering and containment: it enters templates through here only."""
    return Markup(html)  # noqa: S704 - the single door, see above


def rendered(name: str, site: Imprint, *, language: str, values: Mapping[str, object], wider: str = SCRIPTS) -> bytes:
    """A page from a template. Raises ProjectError when a template of the project's own cannot be used.

    ``wider``: what its content security policy says of scripts, where that is more than on other pages.
    """
    interface = languages.interface(language)
    spoken, lang = interface.language, str(values.get("lang", language))
    try:
        template = _environment(tuple(sorted(site.templates.items()))).get_template(name)
        text = template.render(
            values,
            t=interface.gettext,
            wording=_wording(spoken),
            interface=spoken,
            ours=_language(spoken, lang),
            theirs=_language(lang, spoken),
            policy=_policy(site.image_hosts, wider),
            versions=_versions(),
            own_style=site.templates.get(OWN_STYLE),
            static=STATIC,
            search=search_address(language) if site.search else "",
            site=site,
        )
    except Exception as error:  # an author's template may do anything; our own never fails
        if not site.templates:
            raise
        raise ProjectError(
            f"template {getattr(error, 'name', None) or name}: {error}",
            line=getattr(error, "lineno", None),
            advice="mend the project's own template, or remove it to use the one that comes with enregard",
        ) from error
    return text.encode("utf-8")


@cache
def _language(language: str, around: str) -> Markup:
    """The attribute that marks words in another language than those around them: ours on the page, or its in ours."""
    return safe("" if language == around else f' lang="{escape(language)}"')


def _label(one: Label, language: str) -> Markup:
    """A text on a page, or in a column, of a language: filters are quicker than macros, and pages are full of these."""
    text = escape(one.text)
    return safe(text if one.language == language else f'<span lang="{escape(one.language)}">{text}</span>')


def _labels(labels: Sequence[Label], sides: Sequence[tuple[str, str, str]]) -> Markup:
    """The same text in each language that a page shows, the last of which is the page's own."""
    if len(labels) == 1:
        return _label(labels[0], sides[-1][0])
    spans = [
        f'<span lang="{escape(one.language)}" dir="{direction}">{escape(one.text)}</span>'
        for one, (_, direction, _) in zip(labels, sides, strict=False)
    ]
    return safe(" ".join(spans))


class _Wording(Extension):
    """Words of the interface that a template asks for by ``t("...")`` are looked up, which is quicker than a call."""

    _shown = re.compile(r"\{\{[^{}]*\}\}")
    _asked = re.compile(r'\bt\(("[^"\\]*")\)')

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The source of a template as it is compiled; jinja2 calls this."""
        return self._shown.sub(lambda shown: self._asked.sub(r"wording[\1]", shown[0]), source)


@cache
def _wording(language: str) -> Mapping[str, str]:
    return _Known(languages.interface(language).gettext)


class _Known(dict[str, str]):
    """What a function says of each text that it was asked for."""

    def __init__(self, ask: Callable[[str], str]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, text: str) -> str:
        return self.setdefault(text, self._ask(text))


def search_address(language: str) -> str:
    """Path of the search page of the editions that speak a language, below the output folder."""
    return f"search.{language}.html"


@cache
def _policy(image_hosts: tuple[str, ...], scripts: str) -> Markup:
    """The content security policy of a page: nothing but the site's own files, and hosts the settings allow."""
    images = " ".join(("'self'", *(f"https://{host}" for host in image_hosts)))
    policy = (
        f"default-src 'none'; img-src {images}; style-src 'self'; font-src 'self'; media-src 'self'; "
        f"base-uri 'none'; form-action 'none'; {scripts}"
    )
    return safe(policy.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"))


def static_files(site: Imprint) -> tuple[OutputFile, ...]:
    """The style and the script that all editions share, and the project's own style."""
    ours = dict(_ours_static())
    if not site.search:
        ours = {name: data for name, data in ours.items() if name not in {STYLE_OF_SEARCH, SCRIPT_OF_SEARCH}}
    if OWN_STYLE in site.templates:
        ours[OWN_STYLE] = site.templates[OWN_STYLE].encode("utf-8")
    return tuple(OutputFile(f"{STATIC}/{name}", data) for name, data in ours.items())


@cache
def _environment(own: tuple[tuple[str, str], ...]) -> Environment:
    loaders: list[BaseLoader] = [DictLoader(dict(own)), DictLoader(_ours())]
    ours = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=ChoiceLoader(loaders),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        optimized=False,  # our templates hold nothing that could be worked out beforehand
        extensions=[_Wording],
    )
    ours.filters |= {"label": _label, "labels": _labels}
    ours.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return ours


@cache
def _ours() -> dict[str, str]:
    folder = resources.files("enregard.editions").joinpath("templates")
    return {name: folder.joinpath(name).read_text(encoding="utf-8") for name in TEMPLATES}


@cache
def _static(name: str) -> bytes:
    data = resources.files("enregard.editions").joinpath("static", name).read_bytes()
    return _packed(data.decode("utf-8")).encode("utf-8") if name.endswith(".css") else data


def _packed(style: str) -> str:
    """Our own style sheet without comments and idle white space; it has no string that holds a sign matched here."""
    packed = _IDLE.sub(r"\1\2", _SPACES.sub(" ", _COMMENT.sub("", style)))
    return packed.replace(": ", ":").replace(";}", "}").strip()


@cache
def _versions() -> dict[str, str]:
    """A short hash of each of our files: a browser that has an older one asks for the new one."""
    return {name: sha256(data).hexdigest()[:8] for name, data in _ours_static().items()}


@cache
def _ours_static() -> dict[str, bytes]:
    return {
        STYLE: _static(STYLE),
        COVERAGE_STYLE: _static(COVERAGE_STYLE),
        SCRIPT: _static(SCRIPT),
        BOOK_STYLE: _static(BOOK_STYLE),
        BOOK_SCRIPT: _static(BOOK_SCRIPT),
        STYLE_OF_SEARCH: _static(STYLE_OF_SEARCH),
        SCRIPT_OF_SEARCH: _static(SCRIPT_OF_SEARCH),
    }
