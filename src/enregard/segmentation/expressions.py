"""Turns a regular expression of an SRX file (ICU, Java) into one that the ``regex`` library reads the same way."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

LONGEST = 20_000
"""Characters an expression may have."""
DEEPEST = 60
"""Levels of groups and of sets an expression may have."""

_SAME = frozenset("dDwWsSbBhRXAntrfa")
"""Escapes that mean the same on both sides; ``\\s`` holds the no-break spaces on both, as ICU has it."""
_ZERO_WIDTH = frozenset("bBA")
_VERTICAL = r"\n\x0B\f\r\x85\u2028\u2029"
_OTHERS = {"Z": r"(?=\n?\Z)", "z": r"\Z", "e": r"\x1B", "v": f"[{_VERTICAL}]", "V": f"[^{_VERTICAL}]", "H": r"[^\h]"}
_BRACED = re.compile(r"[pP]\{\^?[\w =:.-]{1,60}\}|[pP][A-Z]|N\{[\w -]{1,80}\}")
_HEXADECIMAL = re.compile(r"x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})")
_OCTAL = re.compile(r"0([0-7]{1,3})")
_JAVA = {"javaLowerCase": "Ll", "javaUpperCase": "Lu", "javaLetter": "L", "javaDigit": "Nd", "javaWhitespace": "Z"}
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d{1,4})(?:,\d{0,4})?\})[?+]?")
_WORD = re.compile(r"[^\W_]+(?![*+?{])")
"""Letters and digits that stand for themselves, all together."""
_GROUP = re.compile(r"\?(?:(?P<kind>[:>=!]|<[=!])|(?P<name><[A-Za-z]\w*>)|#[^)]*(?P<comment>\)))")
_IN_SET = re.compile(r"\[:\^?\w{1,40}:\]|&&|--")
_FLAGS = re.compile(r"\?(?P<on>[a-zA-Z]*)(?:-(?P<off>[a-zA-Z]+))?(?P<end>[:)])")
_FLAT_SET = re.compile(r"\[(?![\^-])(?:[^\\\[\]&-]|-(?!-|\])|\\.)+\]", re.DOTALL)
"""A set whose content can stand in a larger one as it is, which is faster than a set in a set."""
_IGNORED_FLAGS = frozenset("udwU")


class ExpressionError(ValueError):
    """A regular expression that is broken, or that asks for what SRX has not."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression in the syntax of ``regex`` (V1), and which characters its matches can begin and end with."""

    text: str
    starts: str | None = ""
    """Content of a character set that holds every first character; None: not known."""
    ends: str | None = ""
    """Content of a character set that holds every last character; None: not known."""
    nullable: bool = True
    """True where it can match nothing at all."""


@functools.lru_cache(maxsize=256)
def translate(pattern: str) -> Expression:
    """``pattern`` for ``regex``, captures dropped, so that it can stand inside a larger expression.

    Raises ExpressionError.
    """
    if len(pattern) > LONGEST:
        message = f"the expression is longer than {LONGEST} characters"
        raise ExpressionError(message)
    return _Translator(pattern).whole()


def _union(first: str | None, second: str | None) -> str | None:
    return None if first is None or second is None else first + second


def _then(left: Expression, right: Expression) -> Expression:
    return Expression(
        left.text + right.text,
        _union(left.starts, right.starts) if left.nullable else left.starts,
        _union(left.ends, right.ends) if right.nullable else right.ends,
        left.nullable and right.nullable,
    )


def _either(left: Expression, right: Expression) -> Expression:
    return Expression(
        f"{left.text}|{right.text}",
        _union(left.starts, right.starts),
        _union(left.ends, right.ends),
        left.nullable or right.nullable,
    )


def _one(text: str) -> Expression:
    return Expression(text, text, text, nullable=False)


def _literal(character: str) -> str:
    if character.isalnum() or ord(character) > 126:
        return character
    return f"\\{character}" if character > " " else f"\\x{ord(character):02X}"


class _Translator:
    """A recursive descent over one expression; a class, because position and depth are shared state."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0

    def whole(self) -> Expression:
        expression = self.alternatives()
        if self.at < len(self.pattern):
            raise self.error("a ) without its (")
        return replace(expression, text=f"(?:{expression.text})")

    def error(self, problem: str) -> ExpressionError:
        return ExpressionError(f"{problem}, at character {self.at + 1} of {self.pattern[:80]}")

    def take(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        match = expression.match(self.pattern, self.at)
        if match:
            self.at = match.end()
        return match

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"groups more than {DEEPEST} levels deep")

    def alternatives(self) -> Expression:
        """Everything up to the end of the group; flags that are switched on alone hold to that end."""
        self.deeper()
        flags = ""
        result: Expression | None = None
        while True:
            branch, flags = self.sequence(flags)
            result = branch if result is None else _either(result, branch)
            if self.peek() != "|":
                self.depth -= 1
                return result
            self.at += 1

    def sequence(self, flags: str) -> tuple[Expression, str]:
        before: Expression | None = None
        here = Expression("")
        while self.at < len(self.pattern) and self.peek() not in "|)":
            switch = self.switch()
            if switch is None:
                here = _then(here, self.quantified())
            else:
                before = _flagged(here, flags) if before is None else _then(before, _flagged(here, flags))
                here, flags = Expression(""), flags + switch
        here = _flagged(here, flags)
        return (here if before is None else _then(before, here)), flags

    def switch(self) -> str | None:
        """The opening of the group that ``(?i)`` stands for, or None where no such switch stands here."""
        match = _FLAGS.match(self.pattern, self.at + 1) if self.peek() == "(" else None
        if match is None or match["end"] != ")":
            return None
        self.at = match.end()
        return self.flags(match)

    def flags(self, match: re.Match[str]) -> str:
        kept = ["".join(f for f in match[side] or "" if f not in _IGNORED_FLAGS) for side in ("on", "off")]
        if set("".join(kept)) - set("ims"):
            raise self.error(f"the flags ({match[0]} are not known here")
        on, off = kept
        return f"(?{on}{'-' if off else ''}{off}:" if on or off else ""

    def quantified(self) -> Expression:
        if word := self.take(_WORD):
            return Expression(word[0], word[0][0], word[0][-1], nullable=False)
        item = self.item()
        match = self.take(_QUANTIFIER)
        if match is None:
            return item
        least = int(match[1]) if match[1] else 1 if match[0][0] == "+" else 0
        return replace(item, text=item.text + match[0], nullable=item.nullable or least == 0)

    def item(self) -> Expression:
        character = self.peek()
        self.at += 1
        if character == "(":
            return self.group()
        if character == "[":
            text = self.set()
            content = text[1:-1] if _FLAT_SET.fullmatch(text) else text
            return Expression(text, content, content, nullable=False)
        if character == "\\":
            return self.escape()
        if character == ".":
            return Expression(".", None, None, nullable=False)
        if character in "^$":
            return Expression("^" if character == "^" else r"(?=\n?\Z)")
        if character in "*+?":
            self.at -= 1
            raise self.error(f"nothing to repeat before {character}")
        return _one(_literal(character))

    def group(self) -> Expression:
        flags = self.take(_FLAGS)
        if flags:
            opening = self.flags(flags) or "(?:"
            return self.closed(opening, known=opening == "(?:")
        match = self.take(_GROUP)
        if match is None:
            if self.peek() == "?":
                raise self.error("a kind of group that SRX has not")
            return self.closed("(?:")
        if match["comment"]:
            return Expression("")
        if match["name"]:
            return self.closed("(?:")
        inside = self.closed(f"(?{match['kind']}")
        return inside if match["kind"] in ":>" else Expression(inside.text)

    def closed(self, opening: str, *, known: bool = True) -> Expression:
        inside = self.alternatives()
        if self.peek() != ")":
            raise self.error("a ( that is never closed")
        self.at += 1
        text = f"{opening}{inside.text})"
        return replace(inside, text=text) if known else Expression(text, None, None, inside.nullable)

    def escape(self) -> Expression:
        character = self.peek()
        if character in tuple("123456789k"):
            raise self.error("a reference back to a group, which cannot be read backwards from a break")
        if character == "Q":
            return self.quoted()
        text = self.escaped()
        if text in {r"\R", r"\X"}:
            return Expression(text, None, None, nullable=False)
        return Expression(text) if text[:3] == "(?=" or text[1:] in _ZERO_WIDTH | {"Z"} else _one(text)

    def escaped(self) -> str:
        r"""The escape after a backslash as ``regex`` writes it; inside sets too."""
        if match := self.take(_BRACED):
            name = match[0][2:-1]
            return f"\\{match[0][0]}{{{_JAVA[name]}}}" if name in _JAVA else f"\\{match[0]}"
        if match := self.take(_HEXADECIMAL):
            return self.code_point(int(next(g for g in match.groups() if g), 16))
        if match := self.take(_OCTAL):
            return self.code_point(int(match[1], 8))
        character = self.peek()
        if not character:
            raise self.error("a backslash with nothing after it")
        self.at += 1
        if character in _SAME:
            return f"\\{character}"
        if character in _OTHERS:
            return _OTHERS[character]
        if character.isascii() and character.isalnum():
            self.at -= 2
            raise self.error(f"\\{character} is not known here")
        return _literal(character)

    def code_point(self, number: int) -> str:
        if number > 0x10FFFF or 0xD800 <= number < 0xE000:
            raise self.error("a number that is no character")
        return _literal(chr(number))

    def quoted(self) -> Expression:
        end = self.pattern.find(r"\E", self.at)
        words = self.pattern[self.at + 1 : end if end >= 0 else None]
        self.at = end + 2 if end >= 0 else len(self.pattern)
        result = Expression("")
        for character in words:
            result = _then(result, _one(_literal(character)))
        return replace(result, text=f"(?:{result.text})")

    def set(self) -> str:
        self.deeper()
        parts = ["["]
        if self.peek() == "^":
            self.at += 1
            parts.append("^")
        first = True
        while (character := self.peek()) != "]" or first:
            if not character:
                raise self.error("a [ that is never closed")
            parts.append(self.member(character))
            first = False
        self.at += 1
        self.depth -= 1
        return "".join([*parts, "]"])

    def member(self, character: str) -> str:
        if match := self.take(_IN_SET):
            return match[0]
        self.at += 1
        if character == "[":
            return self.set()
        if character == "\\":
            text = self.escaped()
            if text[:3] == "(?=" or text == r"\Z":
                raise self.error("an anchor inside a set")
            return text
        return character if character == "-" else _literal(character)


def _flagged(expression: Expression, flags: str) -> Expression:
    """``expression`` under the flags that stand before it; with other letter cases its edges are not known."""
    if not flags:
        return expression
    return Expression(flags + expression.text + ")" * flags.count("("), None, None, expression.nullable)
