"""Markdown sources, through Python-Markdown: the only place that knows its syntax."""

from enregard.sources.markdown.manuscript import read

__all__ = ["read"]
