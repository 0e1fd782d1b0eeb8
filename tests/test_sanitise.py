"""Sources of strangers: with ``source_html = "sanitise"`` nothing active of the author's reaches a page."""

from __future__ import annotations

from enregard.model import Limits, Reading, leave
from enregard.publication import sanitised
from enregard.registry import SOURCES

TEXT = """# Titre {#ancre}

<div onclick="x()" class="a"><script>alert(1)</script><p>Bon. Oui.</p><iframe src="x"></iframe></div>

Texte <b onmouseover="x">gras</b>[^1]. Fin [lien](javascript:alert) et [bon](page.md "Titre").

| a | b |
|---|--:|
| 1 | 2 |

!!! note "Avis"
    Corps.

```html
<script>alert(1)</script>
```

[^1]: Une note.
"""


def test_nothing_active_is_left_and_nothing_else_is_lost() -> None:
    """Scripts, handlers and dangerous addresses go; passages, notes, tables, classes and code stay."""
    manuscript = SOURCES[".md"](TEXT, path="t.md", name="t", reading=Reading(limits=Limits()), ids={})
    page = manuscript.render(leave, "fr")
    clean = sanitised(page)
    html = "\n".join(block.html for block in clean.blocks)
    for active in ("onclick", "onmouseover", "javascript:", "<iframe", "alert(1)</script>"):
        assert active not in html
    for kept in ('id="ancre"', 'class="a"', "<b>gras</b>", 'href="page.md"', 'class="align-right"', 'id="fn:1"',
                 "admonition-title", "&lt;script&gt;alert(1)", 'class="language-html"'):  # fmt: skip
        assert kept in html
    assert [p.segment.id for p in clean.passages] == [p.segment.id for p in page.passages]
    assert html.count("data-segment=") == sum(len(block.passages) for block in page.blocks)


def test_sanitising_twice_changes_nothing() -> None:
    """What is clean stays as it is."""
    manuscript = SOURCES[".md"](TEXT, path="t.md", name="t", reading=Reading(), ids={})
    once = sanitised(manuscript.render(leave, "fr"))
    assert sanitised(once) == once
