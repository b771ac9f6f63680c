"""A progress bar for work that takes over two seconds on a terminal; elsewhere nothing."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_QUIET_SECONDS = 2.0


@contextmanager
def progress(label: str) -> Iterator[Callable[[int], None]]:
    """Gives a function to be told how many more were done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar = _Bar(label)
    try:
        yield bar.advance
    finally:
        bar.close()


class _Bar:
    def __init__(self, label: str) -> None:
        self._label = label
        self._since = time.monotonic()
        self._done = 0
        self._close: Callable[[], None] = lambda: None
        self._show: Callable[[int], None] | None = None

    def advance(self, more: int) -> None:
        self._done += more
        if self._show is None and time.monotonic() - self._since > _QUIET_SECONDS:
            self._open()
        if self._show is not None:
            self._show(self._done)

    def close(self) -> None:
        self._close()

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        shown = Progress(
            TextColumn(self._label),
            BarColumn(),
            TextColumn("{task.completed}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        task = shown.add_task(self._label, total=None)
        shown.start()
        self._show = lambda done: shown.update(task, completed=done)
        self._close = shown.stop
