"""Charts of measurements as SVG files: bars for programs side by side, lines for growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

OURS, THEIRS = "#8a3324", "#8a8f98"
"""Our own figures stand out; all others look alike."""


def bars(path: Path, title: str, seconds: Mapping[str, float], *, unit: str) -> None:
    """Horizontal bars, shortest on top, each with its number; those whose names begin with ours stand out."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.fonttype"], mpl.rcParams["svg.hashsalt"] = "none", "enregard"
    from matplotlib import pyplot as plt

    names = sorted(seconds, key=seconds.__getitem__, reverse=True)
    figure, axes = plt.subplots(figsize=(8, 0.6 + 0.42 * len(names)), layout="constrained")
    drawn = axes.barh(names, [seconds[name] for name in names], height=0.62)
    for bar, name in zip(drawn, names, strict=True):
        bar.set_color(OURS if name.startswith("enregard") else THEIRS)
    axes.bar_label(drawn, labels=[f"{seconds[name]:.2f} {unit}" for name in names], padding=4)
    axes.set_title(title, loc="left", fontsize=11)
    axes.set_xlim(right=1.15 * max(seconds.values()))
    axes.xaxis.set_visible(False)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    _save(figure, path)


def lines(path: Path, title: str, series: Mapping[str, Sequence[tuple[float, float]]], *, across: str) -> None:
    """Seconds against size on logarithmic axes, a line for each series, with its name at its end."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.fonttype"], mpl.rcParams["svg.hashsalt"] = "none", "enregard"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 4.2), layout="constrained")
    for rank, (name, points) in enumerate(sorted(series.items(), key=lambda one: one[1][-1][1])):
        colour = OURS if name.startswith("enregard") else THEIRS
        axes.loglog(*zip(*points, strict=True), marker="o", color=colour)
        offset = (9, 3 if rank % 2 else -9)  # two lines that end close together keep their names apart
        axes.annotate(name, points[-1], textcoords="offset points", xytext=offset, color=colour)
    axes.set_title(title, loc="left", fontsize=11)
    axes.set_xlabel(across)
    axes.set_ylabel("seconds of the processor")
    axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    _save(figure, path)


def _save(figure: object, path: Path) -> None:
    """The same figures give the same bytes: no date in the file."""
    from matplotlib.figure import Figure

    if isinstance(figure, Figure):
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None})
        text = path.read_text(encoding="utf-8")
        path.write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n", encoding="utf-8")
