"""How much is translated, what is left and what it costs, what a change of the source undoes: numbers, no files."""

from enregard.coverage.change import Cost, cost
from enregard.coverage.counting import (
    Catalog,
    count,
    count_keys,
    fallen,
    percent,
    share,
    shown,
    total,
    with_folders,
)
from enregard.coverage.detail import Age, Detail, detail, oldest_first, together
from enregard.coverage.quotation import Quotation, quotation
from enregard.coverage.record import Moment

__all__ = [
    "Age",
    "Catalog",
    "Cost",
    "Detail",
    "Moment",
    "Quotation",
    "cost",
    "count",
    "count_keys",
    "detail",
    "fallen",
    "oldest_first",
    "percent",
    "quotation",
    "share",
    "shown",
    "together",
    "total",
    "with_folders",
]
