"""How much is translated, what is left and what it costs, what a change of the source undoes: numbers, no files."""

from enregard.coverage.change import Cost, cost
from enregard.coverage.counting import Catalog, count, folders, percent, share, shown, total
from enregard.coverage.detail import Age, Detail, detail
from enregard.coverage.quotation import Quotation, quotation

__all__ = [
    "Age",
    "Catalog",
    "Cost",
    "Detail",
    "Quotation",
    "cost",
    "count",
    "detail",
    "folders",
    "percent",
    "quotation",
    "share",
    "shown",
    "total",
]
