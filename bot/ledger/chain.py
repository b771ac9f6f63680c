"""How one entry of the ledger is chained to the one before it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import orjson

START = "0" * 64  # what the first entry is chained to


def chained(before: str, fields: Sequence[Any]) -> str:
    """The hash of an entry, given its fields in the order of FIELDS and the hash before it."""
    return sha256(before.encode() + orjson.dumps(fields)).hexdigest()
