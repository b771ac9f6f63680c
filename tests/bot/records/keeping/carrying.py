"""Carries disposals out as a serving process would, for the tests of keeping."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot import slices
from bot.delivery import waiting
from bot.people import sealing
from bot.people.tables import LISTING
from bot.records.jobs import disposing
from bot.records.model.keeping import Disposal, Leaver, Stage
from bot.records.store import disposals, leavers

TOKYO = ZoneInfo("Asia/Tokyo")
THEN = datetime(2033, 4, 5, 9, 0, tzinfo=TOKYO)
LEFT = date(2027, 4, 1)


def carried_out(storage, tenant, new, now=THEN):
    """A disposal that its witness has begun, carried out to its end."""
    one = storage.write_now(tenant, lambda tx: begun(tx, new))
    for _ in range(200):
        more = storage.write_now(tenant, lambda tx: step(tx, now))
        storage.write_now(tenant, lambda tx: waiting.empty_closed(tx, now=now + timedelta(days=1)))
        if storage.read_now(tenant, disposals.running) is None:
            break
        assert more is not None
    return storage.read_now(tenant, lambda tx: disposals.get(tx, one.id))


def begun(tx, new):
    one = disposals.add(tx, new)
    if new.person is not None:
        leavers.add(tx, Leaver(person=new.person, disposal=one.id))
    return one


def step(tx, now, keepers=slices.KEEPERS):
    return disposing.go_on(slices.tick_of(tx, now, TOKYO, disposing.NAME), keepers=keepers)


def of(kind, person=None, now=THEN):
    return Disposal(
        id=0,
        kind=kind,
        cut=now.date(),
        count=1,
        person=person,
        proposed_by=None,
        proposed_at=now,
        witness=None,
        stage=Stage.RUNNING,
        medium="データベース",
        method="消去",
        responsible="佐々 九子",
        witnessed="大野 四郎",
    )


def gone(tx, person):
    """The register says that this account left years ago."""
    tx.run(update(LISTING).where(LISTING.c.person == person).values(left_on=LEFT))


def called(tx, person, name):
    """Somebody has another name from now on."""
    sealed = tx.seal("listing", "sealed_name", str(person), name)
    renamed = update(LISTING).where(LISTING.c.person == person)
    tx.run(renamed.values(sealed_name=sealed, folded=sealing.initial(tx, name)))
