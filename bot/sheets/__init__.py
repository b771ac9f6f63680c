"""Tables that clerks keep in .xlsx and .csv: read with line and column, written safely."""

from bot.sheets.cells import BadCell, BadRows, Column, Gathering, Row, each, good
from bot.sheets.days import clock_in, day_in
from bot.sheets.reading import kind_of, read, sheets_in
from bot.sheets.writing import Sheet, appending, write, write_book

__all__ = [
    "BadCell",
    "BadRows",
    "Column",
    "Gathering",
    "Row",
    "Sheet",
    "appending",
    "clock_in",
    "day_in",
    "each",
    "good",
    "kind_of",
    "read",
    "sheets_in",
    "write",
    "write_book",
]
