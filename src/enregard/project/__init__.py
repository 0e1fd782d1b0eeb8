"""A project on disk: found, checked, and read; nothing here writes."""

from enregard.project.discovery import SUFFIXES, SourceFile, Tree, walked
from enregard.project.layout import Project, find
from enregard.project.reading import decode

__all__ = ["SUFFIXES", "Project", "SourceFile", "Tree", "decode", "find", "walked"]
