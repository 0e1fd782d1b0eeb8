"""Mathematics between dollar signs, left exactly as the author wrote it (``[markdown] math = true``)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    import re

    from markdown import Markdown

MATH = r"(?<!\\)(\$\$[^$]+\$\$|\$(?!\s)[^$\n]+?(?<![\s\\])\$(?!\d))"
"""``$...$`` and ``$$...$$`` as Pandoc reads them: no space inside the signs, no digit behind the closing one."""

BEFORE_ESCAPES = 185
"""Priority between code spans (190) and backslash escapes (180): formulas are full of backslashes."""


class MathProcessor(InlineProcessor):
    """Wraps a formula in ``<span class="math">``, dollar signs included, for a script or a reader to set."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element, int, int]:
        """Keep the formula from all other inline syntax."""
        element = ET.Element("span", {"class": "math"})
        element.text = AtomicString(m.group(1))
        return element, m.start(0), m.end(0)


class MathExtension(Extension):
    """Registers the formula pattern."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the pattern before escapes are read."""
        md.inlinePatterns.register(MathProcessor(MATH, md), "math", BEFORE_ESCAPES)
