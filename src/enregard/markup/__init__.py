"""HTML as a browser reads it: a lossless tokenizer, and what the rooms ask of a rendered passage."""

from enregard.markup.addresses import is_twin
from enregard.markup.attributes import with_attributes
from enregard.markup.conforming import conforming
from enregard.markup.identifiers import prefixed, unique
from enregard.markup.marks import EMPHASIS, Marks, marks, text
from enregard.markup.mending import balanced
from enregard.markup.tokenizer import FOREIGN, RAW, VOID, Token, plain_tags, shown_tokens, tokens

__all__ = [
    "EMPHASIS",
    "FOREIGN",
    "RAW",
    "VOID",
    "Marks",
    "Token",
    "balanced",
    "conforming",
    "is_twin",
    "marks",
    "plain_tags",
    "prefixed",
    "shown_tokens",
    "text",
    "tokens",
    "unique",
    "with_attributes",
]
