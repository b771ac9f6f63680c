"""Tables that clerks keep in .xlsx and .csv: read with line and column, written safely."""

from bot.sheets.cells import BadCell, BadRows, Column, Row, each
from bot.sheets.days import day_in
from bot.sheets.reading import read
from bot.sheets.writing import Sheet, write, write_book

__all__ = [
    "BadCell",
    "BadRows",
    "Column",
    "Row",
    "Sheet",
    "day_in",
    "each",
    "read",
    "write",
    "write_book",
]
