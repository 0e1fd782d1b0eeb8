"""The words of HTML: which elements there are, where each may stand, and which attributes it may carry."""

from __future__ import annotations

from collections.abc import Mapping

PHRASING = frozenset(
    "a abbr area audio b bdi bdo br button canvas cite code data datalist del dfn em embed i iframe img input ins kbd"  # noqa: SIM905 - lines of names
    " label link map mark math meta meter noscript object output picture progress q ruby s samp script select slot"
    " small span strong sub sup svg template textarea time u var video wbr".split()
)
"""Elements that may stand in a line of text (HTML, "phrasing content")."""
FLOW = frozenset(
    "address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hgroup"  # noqa: SIM905 - the same
    " hr main menu nav ol p pre search section style table ul".split()
)
"""Elements that may stand where blocks may, and not in a line of text."""
PARTS: Mapping[str, frozenset[str]] = {
    name: frozenset(parents.split())
    for names, parents in {
        "li": "ul ol menu",
        "dt dd": "dl",
        "caption colgroup thead tbody tfoot": "table",
        "col": "colgroup",
        "tr": "table thead tbody tfoot",
        "td th": "tr",
        "figcaption": "figure",
        "legend": "fieldset",
        "summary": "details",
        "option": "select optgroup datalist",
        "optgroup": "select",
        "source": "audio video picture",
        "track": "audio video",
        "rt rp": "ruby",
    }.items()
    for name in names.split()
}
"""Elements that may stand in certain others only."""
TRANSPARENT = frozenset("a ins del map noscript object slot video audio canvas template".split())  # noqa: SIM905 - the same
"""Elements that may hold what the element around them may hold."""
LINE_ONLY = frozenset("h1 h2 h3 h4 h5 h6 pre summary legend button label output meter progress".split())  # noqa: SIM905 - the same
"""Elements that hold phrasing content only and cannot be cut in two around a block."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TABLE_PARTS = frozenset("caption colgroup col thead tbody tfoot tr td th".split())  # noqa: SIM905 - the same
ROW_PARENTS = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
"""Elements in which text and other elements have no place: a browser puts them before the table."""
NAMED_ANEW: Mapping[str, str] = {
    "acronym": "abbr",
    "center": "div",
    "dir": "ul",
    "listing": "pre",
    "plaintext": "pre",
    "strike": "s",
    "tt": "code",
    "xmp": "pre",
}
"""Obsolete elements that have a successor with the same look."""
UNSHOWN = frozenset("base basefont bgsound body frame frameset head html isindex keygen nextid param spacer".split())  # noqa: SIM905 - the same
"""Tags that do nothing in the text of a page."""

GLOBAL = frozenset(
    "accesskey autocapitalize autofocus class contenteditable dir draggable enterkeyhint hidden id inert inputmode is"  # noqa: SIM905 - the same
    " itemid itemprop itemref itemscope itemtype lang nonce popover role slot spellcheck style tabindex title translate"
    " onclick onchange oninput onsubmit onload onerror onfocus onblur onkeydown onkeyup onmouseover onmouseout".split()
)
"""Attributes that every element may carry, beside ``data-*`` and ``aria-*``."""
_LINKED = "href target download ping rel hreflang type referrerpolicy"
_MEDIA = "src crossorigin preload autoplay loop muted controls"
_FIELD = "disabled form name"
OWN: Mapping[str, frozenset[str]] = {
    name: frozenset(attributes.split())
    for name, attributes in {
        "a": f"{_LINKED} name",
        "area": f"{_LINKED} alt coords shape",
        "audio": _MEDIA,
        "blockquote": "cite",
        "button": f"{_FIELD} type value popovertarget popovertargetaction command commandfor",
        "canvas": "width height",
        "col": "span",
        "colgroup": "span",
        "data": "value",
        "del": "cite datetime",
        "details": "open name",
        "dialog": "open closedby",
        "embed": "src type width height",
        "fieldset": _FIELD,
        "form": "accept-charset action autocomplete enctype method name novalidate rel target",
        "iframe": "src srcdoc name sandbox allow allowfullscreen width height referrerpolicy loading",
        "img": "alt src srcset sizes crossorigin usemap ismap width height referrerpolicy decoding loading"
        " fetchpriority",
        "input": f"{_FIELD} accept alt autocomplete checked dirname height list max maxlength min minlength multiple"
        " pattern placeholder readonly required size src step type value width",
        "ins": "cite datetime",
        "label": "for",
        "li": "value",
        "link": "href rel as type media crossorigin integrity",
        "map": "name",
        "meta": "content itemprop",
        "meter": "value min max low high optimum",
        "object": "data type name form width height",
        "ol": "reversed start type",
        "optgroup": "disabled label",
        "option": "disabled label selected value",
        "output": "for form name",
        "progress": "value max",
        "q": "cite",
        "script": "src type nomodule async defer crossorigin integrity referrerpolicy blocking fetchpriority",
        "select": f"{_FIELD} autocomplete multiple required size",
        "slot": "name",
        "source": "type media src srcset sizes width height",
        "style": "media blocking",
        "td": "colspan rowspan headers",
        "textarea": f"{_FIELD} autocomplete cols dirname maxlength minlength placeholder readonly required rows wrap",
        "th": "colspan rowspan headers scope abbr",
        "time": "datetime",
        "track": "default kind label src srclang",
        "video": f"{_MEDIA} poster playsinline width height",
    }.items()
    for name in name.split()
}
"""Attributes of single elements."""
