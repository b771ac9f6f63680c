"""The steps of a backup and of a restore, in their order: after any of them the power may fail."""

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """What has just been done."""

    NOTED = "noted"  # the register of backups knows that there may be one
    OPENED = "opened"  # its file exists under a name of its own
    BEGUN = "begun"  # one table is written
    WRITTEN = "written"
    SYNCED = "synced"  # it is on the disk
    NAMED = "named"  # it has its name
    COUNTED = "counted"  # the register and the ledger know it

    READ = "read"  # the file's key was found
    BUILT = "built"  # the tables exist, empty
    LOADING = "loading"  # one table is filled
    LOADED = "loaded"
    PROVED = "proved"  # it is what the file's end says, and its keys open
    COMMITTED = "committed"
    UPGRADED = "upgraded"  # to this release's tables
    TOLD = "told"  # the register and the ledger know of it


MAKING = (
    Step.NOTED,
    Step.OPENED,
    Step.BEGUN,
    Step.WRITTEN,
    Step.SYNCED,
    Step.NAMED,
    Step.COUNTED,
)
RESTORING = (
    Step.READ,
    Step.BUILT,
    Step.LOADING,
    Step.LOADED,
    Step.PROVED,
    Step.COMMITTED,
    Step.UPGRADED,
    Step.TOLD,
)
OnStep = Callable[[Step], None]
Told = Callable[[int], None]


def unseen(_: Step | int) -> None:
    """For whoever needn't know."""
