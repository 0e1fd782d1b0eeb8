"""How well and how fast French paragraphs are cut into sentences, here and by the libraries people use.

    python benchmarks/segmentation.py [--seconds S] GOLD.jsonl...

A line of GOLD is ``{"text": a paragraph, "sentences": [its sentences]}``. Boundaries inside a paragraph are compared as
counts of signs that are no spaces; paragraphs are pure French prose, cut one by one on one core, best of several runs.
Libraries that are not installed (``pip install pysbd syntok sentencex``) are named.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

Cutter = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """What one cutter reached over all paragraphs."""

    exact: float
    """Share of paragraphs cut exactly."""
    f1: float
    speed: float
    """Megabytes (10^6 bytes of UTF-8) a second."""


def enregard() -> Cutter:
    """Our own rules."""
    from enregard.segmentation import rules, sentences

    french = rules("fr")
    return lambda text: sentences(text, french)


def pysbd() -> Cutter:
    """Rules ported from the Pragmatic Segmenter."""
    from pysbd import Segmenter

    return Segmenter(language="fr", clean=False).segment


def syntok() -> Cutter:
    """A tokenizer for Spanish, English and German that people use for French too."""
    from syntok import segmenter

    def cut(text: str) -> list[str]:
        return [
            "".join(token.spacing + token.value for token in sentence)
            for paragraph in segmenter.analyze(text)
            for sentence in paragraph
        ]

    return cut


def sentencex() -> Cutter:
    """Wikimedia's segmenter, compiled."""
    from sentencex import segment

    return lambda text: list(segment("fr", text))


def ends(sentences: list[str]) -> set[int]:
    """Where inner sentences end, counted in signs that are no spaces."""
    found, total = set(), 0
    for sentence in sentences[:-1]:
        total += len("".join(sentence.split()))
        found.add(total)
    return found


def score(cut: Cutter, paragraphs: list[tuple[str, list[str]]], *, seconds: float) -> Score:
    """Cut everything once for quality, then again and again for speed; the fastest run counts."""
    exact = right = guessed = true = 0
    for text, sentences in paragraphs:
        want, got = ends(sentences), ends([s for s in cut(text) if s.strip()])
        exact += want == got
        right, guessed, true = right + len(want & got), guessed + len(got), true + len(want)
    best, begin = float("inf"), time.perf_counter()
    while best == float("inf") or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        for text, _ in paragraphs:
            cut(text)
        best = min(best, time.perf_counter() - start)
    size = sum(len(text.encode()) for text, _ in paragraphs)
    return Score(exact / len(paragraphs), 2 * right / (guessed + true), size / 1_000_000 / best)


def main() -> None:
    """Print one line per library."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long to measure each library (default: 2)")
    arguments = parser.parse_args()
    paragraphs = [
        (paragraph["text"], paragraph["sentences"])
        for path in arguments.gold
        for paragraph in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]
    print(f"{len(paragraphs)} paragraphs\n")
    print(f"{'':10} {'version':>9} {'exact %':>8} {'F1':>7} {'MB/s':>7}")
    for library in (enregard, pysbd, syntok, sentencex):
        name = library.__name__
        try:
            result = score(library(), paragraphs, seconds=arguments.seconds)
        except ImportError:
            print(f"{name:10} is not installed")
            continue
        print(f"{name:10} {version(name):>9} {100 * result.exact:8.1f} {result.f1:7.4f} {result.speed:7.2f}")


if __name__ == "__main__":
    main()
