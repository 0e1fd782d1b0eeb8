"""The page on which readers look for words: best matches first, or every occurrence in its context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from enregard import languages
from enregard.editions import furniture
from enregard.editions.contract import OutputFile, Plan, Site
from enregard.editions.html_page import SCRIPT_OF_SEARCH, STYLE_OF_SEARCH, rendered, search_address
from enregard.editions.layout import shown_languages
from enregard.editions.pages import of_the_site
from enregard.editions.search_index import FOLDER, pages_of
from enregard.editions.states import block_marks
from enregard.model import Kind, Passage, Segment, State

_WIDER: Final = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""What this page alone may do more than others: run Pagefind's program, and read the index."""


def search_pages(plan: Plan) -> Iterator[OutputFile]:
    """One page for each language that an edition speaks; none where the site is built without search."""
    if plan.site.search:
        for language in spoken(plan.site):
            yield _page(plan, language)


def spoken(site: Site) -> tuple[str, ...]:
    """The languages that the editions speak, in their order."""
    return tuple(dict.fromkeys(shown_languages(site, name)[-1] for name in site.editions))


def _page(plan: Plan, language: str) -> OutputFile:
    site, said = plan.site, languages.interface(language)
    targets = tuple(one for one in (site.targets if language == site.source else (language,)) if pages_of(site, one))
    values = of_the_site(plan, language, title=said.gettext("Search")) | {
        "editions": tuple(
            furniture.EditionLink(search_address(one), ((one, languages.own_name(one)),), current=one == language)
            for one in spoken(site)
        ),
        "targets": tuple((one, languages.own_name(one)) for one in targets),
        "named": _named(_searched(site, targets), said.language),
        "alone": len(_searched(site, targets)) == 1,
        "data": {
            "folder": f"{FOLDER}/",
            "language": said.language,
            "source": _side(site.source),
            "targets": {one: _target(site, one, language) for one in targets},
            "words": _words(said),
        },
        "searching": True,
        "style": STYLE_OF_SEARCH,
        "program": SCRIPT_OF_SEARCH,
    }
    page = rendered("search.html", site, language=language, values=values, wider=_WIDER)
    return OutputFile(search_address(language), page)


def _searched(site: Site, targets: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that are published, and so can be searched."""
    names = dict.fromkeys(name for target in targets for name in pages_of(site, target))
    return tuple(dict.fromkeys(language for name in names for language in shown_languages(site, name)))


def _named(searched: tuple[str, ...], language: str) -> str:
    """The languages that can be searched, as running text names them: ``in French or English``."""
    said = languages.interface(language)
    *others, last = [languages.name(one, said.language) for one in searched]
    if not others:
        return said.gettext("in %(language)s") % {"language": last}
    return said.gettext("in %(first)s or %(last)s") % {"first": ", ".join(others), "last": last}


def _side(language: str) -> dict[str, str]:
    return {"tag": language, "dir": languages.direction(language), "name": languages.own_name(language)}


def _target(site: Site, target: str, language: str) -> dict[str, object]:
    """What the page knows of a language: where its passages are read, and how the states of its passages are told."""
    editions = {"both": f"{site.source}-{target}", "source": site.source, "target": target}
    return _side(target) | {
        "editions": {role: name for role, name in editions.items() if name in site.editions},
        "states": {state: _state(state, site.source, target, language) for state in State},
    }


def _state(state: State, source: str, target: str, language: str) -> Mapping[str, str]:
    """The words for a passage in a state: where its translation is shown all the same, and where it is not."""
    segment = Segment(text="x", kind=Kind.PARAGRAPH, id="x")
    told = {}
    for role, shown in (("kept", target), ("absent", source)):
        marks = block_marks([Passage(segment, shown, state, "x")], source=source, language=language)
        told[role] = marks[0].beside if marks else ""
    return told


def _words(said: languages.Words) -> dict[str, object]:
    """The words that the script puts together, counted ones as one and as many."""

    def counted(one: str, many: str) -> tuple[str, str]:
        return said.ngettext(one, many, 1), said.ngettext(one, many, 2)

    return {
        "passages": counted("%(n)s passage", "%(n)s passages"),
        "documents": counted("%(n)s document", "%(n)s documents"),
        "more": counted("%(n)s more passage in this document", "%(n)s more passages in this document"),
        "found": said.gettext("%(passages)s in %(documents)s"),
        "found_in": said.gettext("Found in %(documents)s"),
        "found_in_more": said.gettext("Found in more than %(documents)s"),
        "least": said.gettext("At least %(passages)s in %(documents)s; part of the texts is still to be read."),
        "none": said.gettext("Nothing found."),
        "searching": said.gettext("Searching…"),
        "further": said.gettext("Show more"),
        "read": said.gettext("Read this passage"),
        "unreadable": said.gettext("The index of this site cannot be read: build it again with --search."),
        "unranked": said.gettext("Best matches cannot be sorted here: every occurrence is shown."),
    }
