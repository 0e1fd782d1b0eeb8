"""Cuts the plain text of a paragraph into sentences, by rules in the field's standard format, SRX 2.0."""

from enregard.segmentation.rules import RULES_VERSION, Rules, rules, sentences

__all__ = ["RULES_VERSION", "Rules", "rules", "sentences"]
