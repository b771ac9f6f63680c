"""What stands at a backup's end: what must be found again wherever it is restored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One table: how many rows, their sum, and the last id that was ever given there, if known."""

    rows: int
    hash: str
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of a tenant's ledger: the number and hash of its newest entry."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trailer:
    """Every table by name; every tenant with a row, with the end of its ledger if it has one."""

    tables: Mapping[str, Count]
    tenants: Mapping[str, Head | None]

    @property
    def rows(self) -> int:
        return sum(count.rows for count in self.tables.values())


def as_json(trailer: Trailer) -> dict[str, Any]:
    """The trailer as it stands in the file."""
    tables = {
        name: {"rows": one.rows, "hash": one.hash, "last": one.last}
        for name, one in trailer.tables.items()
    }
    tenants = {
        name: None if head is None else {"seq": head.seq, "hash": head.hash}
        for name, head in trailer.tenants.items()
    }
    return {"tables": tables, "tenants": tenants}


def read(found: Any, *, name: str) -> Trailer:
    """The trailer of what `as_json` made."""
    try:
        return Trailer(
            tables={table: Count(**one) for table, one in found["tables"].items()},
            tenants={
                tenant: None if head is None else Head(**head)
                for tenant, head in found["tenants"].items()
            },
        )
    except (KeyError, TypeError, AttributeError):
        raise Unreadable(name, "was made by a newer release; install that one") from None
