"""Every source format by the suffix of its files."""

from __future__ import annotations

from collections.abc import Mapping

from enregard.sources import markdown, plain_text
from enregard.sources.contract import Source

SOURCES: Mapping[str, Source] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".txt": plain_text.read,
}
"""What reads a manuscript, by the suffix of its file."""
