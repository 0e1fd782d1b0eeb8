"""Which old sentences became which new ones between two neighbours that did not change."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from enregard.catalogs.likeness import likeness, words_of

_IN_PLACE = 0.5
"""Likeness from which a sentence near its own place is taken for the same one, reworded."""
_ALONE = 0.4
"""The same where it is the only one that changed between its neighbours."""
_REGROUPED = 0.75
"""Likeness from which several sentences together are taken for one that was split or joined."""
_PART_SHARED = 0.6
"""Share of the words of each part that the whole must have, used once each."""
_REGROUPING_COST = 0.02
_LONGEST_GROUP = 4
_LARGEST_TABLE = 2500
_LOOK_AHEAD = 4
_SHORTEST_PART = 8
_COVERED = 0.6


@dataclass(frozen=True, slots=True)
class Bead:
    """Old and new numbers that belong together: one to one (reworded), one to many (split), many to one (joined)."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def steady(numbers: Sequence[int]) -> set[int]:
    """Positions of a longest ascending run in a sequence of distinct numbers: what stayed when others moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(number)
            ends.append(position)
        else:
            tails[at], ends[at] = number, position
    kept = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept


def align(old: Sequence[str], new: Sequence[str]) -> list[Bead]:
    """Pair the changed texts of one gap, both in reading order, each used at most once; canonical forms are given.

    First what only was cut or joined elsewhere, however often, then what is alike, in order. Gaps too large for
    that (a document written anew) are left to the search by likeness.
    """
    if not old or not new:
        return []
    beads: list[Bead] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for bead in (*_regrouped(old, new), *(Bead(b.new, b.old) for b in _regrouped(new, old))):
        if used_old.isdisjoint(bead.old) and used_new.isdisjoint(bead.new):
            beads.append(bead)
            used_old.update(bead.old)
            used_new.update(bead.new)
    rest_old = [n for n in range(len(old)) if n not in used_old]
    rest_new = [n for n in range(len(new)) if n not in used_new]
    if len(rest_old) * len(rest_new) <= _LARGEST_TABLE:
        found = _in_order([old[n] for n in rest_old], [new[n] for n in rest_new])
        beads += [Bead(tuple(rest_old[i] for i in b.old), tuple(rest_new[j] for j in b.new)) for b in found]
    return beads


def _regrouped(wholes: Sequence[str], parts: Sequence[str]) -> list[Bead]:
    """Wholes that hold two or more of the parts letter by letter, in order, and little else."""
    if len(parts) < 2 or sum(map(len, parts)) < _SHORTEST_PART:
        return []
    squeezed = [_squeezed(text) for text in wholes]
    held: dict[int, list[int]] = {}
    covered: Counter[int] = Counter()
    at, offset = 0, 0
    for number, part in enumerate(map(_squeezed, parts)):
        if not part:
            continue
        for whole in range(at, min(at + _LOOK_AHEAD, len(wholes))):
            place = squeezed[whole].find(part, offset if whole == at else 0)
            if place >= 0 and (len(part) >= _SHORTEST_PART or whole == at):
                at, offset = whole, place + len(part)
                held.setdefault(whole, []).append(number)
                covered[whole] += len(part)
                break
    return [
        Bead((whole,), tuple(numbers))
        for whole, numbers in held.items()
        if len(numbers) > 1 and covered[whole] >= _COVERED * len(squeezed[whole])
    ]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _in_order(old: Sequence[str], new: Sequence[str]) -> list[Bead]:
    """The pairing in order with the greatest likeness, weighed by length (dynamic programming over both lists)."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    alone = len(old) == 1 == len(new)
    for i in range(len(old) + 1):
        for j in range(len(new) + 1):
            choices: list[tuple[float, tuple[int, int] | None]] = []
            for a, b in _shapes(i, j):
                gain = _gain(old[i - a : i], new[j - b : j], alone=alone)
                if gain >= 0:
                    choices.append((best[i - a, j - b][0] + gain, (a, b)))
            best[i, j] = max(choices, key=lambda choice: choice[0], default=(0.0, None))
    return _traced(best, len(old), len(new))


def _traced(best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]], i: int, j: int) -> list[Bead]:
    beads = []
    while (step := best[i, j][1]) is not None:
        a, b = step
        if a and b:
            beads.append(Bead(tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return beads[::-1]


def _shapes(i: int, j: int) -> list[tuple[int, int]]:
    """How many old and new texts the last bead before (i, j) may take."""
    shapes = [(1, 1)] if i and j else []
    if i:
        shapes.append((1, 0))
    if j:
        shapes.append((0, 1))
    if i:
        shapes += [(1, n) for n in range(2, min(j, _LONGEST_GROUP) + 1)]
    if j:
        shapes += [(n, 1) for n in range(2, min(i, _LONGEST_GROUP) + 1)]
    return shapes


def _gain(old: Sequence[str], new: Sequence[str], *, alone: bool) -> float:
    """What pairing these texts is worth; negative where they do not belong together."""
    if not old or not new:
        return 0.0
    length = sum(map(len, old)) + sum(map(len, new))
    if len(old) == len(new) == 1:
        score = likeness(old[0], new[0], floor=_ALONE if alone else _IN_PLACE)
        return score * length if score else -1.0
    whole, parts = (old[0], new) if len(old) == 1 else (new[0], old)
    if not _made_of(whole, parts):
        return -1.0
    score = likeness(" ".join(old), " ".join(new), floor=_REGROUPED)
    return (score - _REGROUPING_COST) * length if score else -1.0


def _made_of(whole: str, parts: Sequence[str]) -> bool:
    """Whether the whole has most words of each part, none of its words used twice."""
    left = Counter(words_of(whole))
    for part in parts:
        words = Counter(words_of(part))
        shared = words & left
        if not words or shared.total() < _PART_SHARED * words.total():
            return False
        left -= shared
    return True
