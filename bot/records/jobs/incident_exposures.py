"""Renkei opens a case by itself for each exposure that the destination guard has found."""

from bot.delivery import places
from bot.errors import NotFound
from bot.ledger.record import record
from bot.records.jobs.incident_looks import open_case
from bot.records.model.incidents import Account, Certainty, Facts, Incident
from bot.records.store import exposures
from bot.records.store.exposures import Exposure
from bot.records.telling import incidents as telling
from bot.slice import Tick
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang
from cards.records.incidents import K

OPENED = "records.open_from_exposure"
MOST_AT_ONCE = 20
_SCHOOLS = "attendance."  # the kinds of notices that hold children's marks
_JA = Lang(SOURCE)


def waits(tx: Tx) -> bool:
    """Whether an exposure has no case yet."""
    return bool(exposures.new(tx, 1))


def open_cases(tick: Tick) -> bool:
    """One case for each exposure; nobody knew before Renkei said so, thus the clock starts now."""
    found = exposures.new(tick.tx, MOST_AT_ONCE)
    for one in found:
        _open(tick, one)
    return len(found) == MOST_AT_ONCE


def _open(tick: Tick, one: Exposure) -> None:
    new = Incident(
        id=0,
        known_at=tick.now,
        known_on=tick.today,
        opened_at=tick.now,
        opened_on=tick.today,
        facts=Facts(certainty=Certainty.FEARED),  # how many it concerns, a person must find out
        account=_account(tick, one),
        said_on=tick.today,
        exposure=one.id,
    )
    opened = open_case(tick.tx, new, one.token)
    if opened is None:
        return
    telling.opened(tick.tx, opened, tick.now)
    record(
        tick.tx,
        tick.actor,
        at=tick.now,
        act=OPENED,
        subject=opened.subject,
        detail={"exposure": one.id, "destination": one.destination, "notices": list(one.notices)},
    )


def _account(tick: Tick, one: Exposure) -> Account:
    kinds = exposures.kinds(tick.tx, one.notices)
    since = _JA.instant(one.since, tick.now.tzinfo)
    said = {"count": len(one.notices), "place": _place(tick.tx, one.destination), "since": since}
    of_schools = all(kind.startswith(_SCHOOLS) for kind in kinds)
    records = f"{K}.exposure.{'records' if of_schools else 'records_other'}"
    return Account(
        what=_JA.t(f"{K}.exposure.what", **said),
        records=_JA.t(records, kinds=_JA.listed(sorted(kinds))),
    )


def _place(tx: Tx, destination: str) -> str:
    """What a place is called; its name may have gone with it."""
    number = destination.rpartition(":")[2]
    try:
        found = places.get(tx, int(number)).name if number.isdecimal() else ""
    except NotFound:
        found = ""
    return found or f"{_JA.t(f'{K}.exposure.gone')}（{destination}）"
