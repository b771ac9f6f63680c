"""Where the tests' files lie: in memory where the system has room there, so that nobody waits.

Nearly every test has a database of its own, and each of its commits would wait for the disk. That
a commit outlives the process is tried all the same: by killing processes. What outlives a power
cut no test can try.
"""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there, for this user
ENOUGH = 2 * 2**30  # of a test that passed nothing stays


def keep_files_in_memory() -> None:
    """Unless somebody has said where pytest puts its temporary folders."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
