"""What is kept of incidents for how long, and what of it is one person's."""

from datetime import datetime
from typing import Any

from bot import retention
from bot.records.store import incidents
from bot.records.telling import incidents as telling
from bot.retention import Expired, Kind, Wanted
from bot.storage.tx import Tx

KEEPS = (Kind.INCIDENTS,)


def personal_data(tx: Tx, person: int) -> tuple[Any, ...]:
    """What a person has reported: their own words, and how far it is; nothing of others."""
    return tuple(
        {
            "subject": one.subject,
            "known_at": one.known_at,
            "opened_at": one.opened_at,
            "what": one.account.told,
            "state": one.state.value,
        }
        for one in incidents.reported_by(tx, person)
    )


def erase(tx: Tx, person: int, now: datetime) -> int:
    """Take a person out of the cases that they reported, led or closed; how many places."""
    del now
    return incidents.forget(tx, person)


def expired(tx: Tx, now: datetime, wanted: Wanted) -> tuple[Expired, ...]:
    """Closed cases that were kept long enough, from 4/1 after they were closed; an open one is
    kept anyway. `now` in the tenant's zone."""
    if wanted.kind not in KEEPS:
        return ()
    found = (
        retention.expired(one.subject, one.id, ended=one.closed_on, years=wanted.years)
        for one in incidents.every(tx)
        if one.closed_on is not None
    )
    return retention.page(found, wanted, now.date())


def around(tx: Tx, subject: str) -> tuple[str, ...]:
    """The cases of an agreement, and those that a person has reported."""
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return ()
    if kind == "agreement":
        return tuple(one.subject for one in incidents.of_agreement(tx, int(number)))
    if kind == "person":
        return tuple(one.subject for one in incidents.reported_by(tx, int(number)))
    return ()


def dispose(tx: Tx, ids: tuple[int, ...], now: datetime) -> int:
    """Destroy these cases with their steps, their cards and the exposure that they came from; how
    many there were. An open one stays."""
    del now
    found = [one for one in incidents.every(tx) if one.id in ids and not one.is_open]
    telling.take_back(tx, [one.id for one in found])
    return sum(incidents.erase(tx, one) for one in found)
