"""Log lines are made as `renkei serve` makes them, and thrown away."""

import os
from functools import cache
from pathlib import Path
from typing import TextIO

import structlog

from bot import logs


def set_up() -> None:
    """For a process that is measured: on standard output nobody would read them."""
    logs.set_up(json=True)
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(_nowhere()))


@cache
def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
