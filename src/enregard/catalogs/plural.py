"""Plural-Forms headers, checked by a small parser of our own: never by ``eval``."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_TOKEN = re.compile(r"\s*(\d+|n|\|\||&&|[=!<>]=|[<>!?:()%*/+-])")
_FIELD = re.compile(r"\s*nplurals\s*=\s*(\d{1,4})\s*;\s*plural\s*=\s*([^;]*?)\s*;?\s*")
_PLACEHOLDER = re.compile(r"\s*nplurals\s*=\s*INTEGER\s*;\s*plural\s*=\s*EXPRESSION\s*;?\s*")
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_LONGEST, _DEEPEST, _SAMPLES, _MOST_FORMS = 800, 40, 1001, 20

_Value = Callable[[int], int]

_OPERATORS: dict[str, Callable[[int, int], int]] = {
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}


@lru_cache(maxsize=256)
def forms(value: str) -> int | None:
    """How many forms a Plural-Forms value declares; None for the placeholder of a template.

    Raises ValueError, in words for the user, where the value is not what GNU gettext accepts: junk, code, a division
    by zero, or a form outside the declared number for some n up to 1000.
    """
    if _PLACEHOLDER.fullmatch(value):
        return None
    match = _FIELD.fullmatch(value)
    if match is None or len(value) > _LONGEST:
        raise ValueError("it does not read 'nplurals=N; plural=EXPRESSION;'")
    count, expression = int(match[1]), _parse(match[2])
    if not 1 <= count <= _MOST_FORMS:
        raise ValueError(f"{count} plural forms are not possible")
    try:
        worst = max(expression(n) for n in range(_SAMPLES))
        least = min(expression(n) for n in range(_SAMPLES))
    except ZeroDivisionError:
        raise ValueError("its expression divides by zero") from None
    if least < 0 or worst >= count:
        raise ValueError(f"its expression gives form {worst if worst >= count else least}, but nplurals is {count}")
    return count


def _parse(text: str) -> _Value:
    tokens: list[str] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"its expression has {text[at]!r}, which is no part of the grammar")
        tokens.append(match[1])
        at = match.end()
    tokens.append("")
    tokens.reverse()
    value = _choice(tokens, 0)
    if tokens != [""]:
        raise ValueError("its expression goes on after its end")
    return value


def _choice(tokens: list[str], depth: int) -> _Value:
    if depth > _DEEPEST:
        raise ValueError("its expression is nested too deeply")
    condition = _binary(tokens, depth, 0)
    if tokens[-1] != "?":
        return condition
    tokens.pop()
    yes = _choice(tokens, depth + 1)
    if tokens.pop() != ":":
        raise ValueError("its expression has '?' without ':'")
    no = _choice(tokens, depth + 1)
    return lambda n: yes(n) if condition(n) else no(n)


def _binary(tokens: list[str], depth: int, level: int) -> _Value:
    if level == len(_LEVELS):
        return _unary(tokens, depth)
    left = _binary(tokens, depth, level + 1)
    while tokens[-1] in _LEVELS[level]:
        left = _joined(tokens.pop(), left, _binary(tokens, depth, level + 1))
    return left


def _joined(operator: str, left: _Value, right: _Value) -> _Value:
    if operator == "||":
        return lambda n: int(bool(left(n) or right(n)))
    if operator == "&&":
        return lambda n: int(bool(left(n) and right(n)))
    apply = _OPERATORS[operator]
    return lambda n: apply(left(n), right(n))


def _unary(tokens: list[str], depth: int) -> _Value:
    if depth > _DEEPEST:
        raise ValueError("its expression is nested too deeply")
    sign = tokens.pop() if len(tokens) > 1 else ""
    if sign == "n":
        return lambda n: n
    if sign.isdigit():
        number = int(sign[:12])
        return lambda _: number
    if sign == "!":
        inner = _unary(tokens, depth + 1)
        return lambda n: int(not inner(n))
    if sign == "(":
        inner = _choice(tokens, depth + 1)
        if tokens.pop() != ")":
            raise ValueError("its expression has '(' without ')'")
        return inner
    raise ValueError("its expression is not complete")
