"""Accounts of people who left: kept for a while, for their name stands in what others did."""

from datetime import datetime

from bot import retention
from bot.people import forgetting
from bot.records.store import idle
from bot.retention import Expired, Kind, Wanted, over_before
from bot.storage.tx import Tx

KEEPS = (Kind.ACCOUNTS,)


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """Who left so long ago that the register needn't know them any longer; of whom no day says
    when they left, who was named by nobody for so long."""
    if wanted.kind not in KEEPS:
        return ()
    before = over_before(now.date(), wanted.years)
    left = forgetting.left_before(tx, before, after=wanted.after, most=wanted.most)
    found = dict(idle.before(tx, before, after=wanted.after, most=wanted.most)) | dict(left)
    return tuple(
        retention.expired(f"person:{one}", one, ended=found[one], years=wanted.years, person=one)
        for one in sorted(found)[: wanted.most]
    )


def around(tx: Tx, subject: str) -> tuple[str, ...]:
    """A person themselves."""
    del tx
    return (subject,) if subject.startswith("person:") else ()


def erase(tx: Tx, person: int, now: datetime) -> int:
    """Since when nobody names them."""
    del now
    return idle.drop(tx, person)


def dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    """They are taken out step by step: see `leaving`."""
    del tx, now
    return len(ids)
