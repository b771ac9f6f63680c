"""A report's whole way on both databases: received, read, confirmed, emptied."""

from pathlib import Path

from bot.attendance import emptying, importing, receiving
from bot.attendance.model import Ack, Content, Door, Kind, Report
from bot.attendance.store import pupils, reports, schools
from bot.attendance.store.telephone import unseen
from bot.delivery import outbox
from bot.ledger.model import Actor
from bot.people import store as people
from bot.people.model import Holder
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.attendance.staff.conftest import FILES, NOW, A, written

TODAY = NOW.date()


def test_a_reports_whole_way(storage: Storage, tenant: str, tmp_path: Path) -> None:
    files = [written(tmp_path / f"{name}.csv", rows) for name, rows in FILES.items()]
    begun = NOW.replace(month=4, day=1)
    importing.load(storage, tenant, files, year=2026, now=begun, finally_=lambda tx, done: None)
    by = Actor.press("family")

    def receive(tx: Tx) -> Report:
        pupil = pupils.find_by_key(tx, "P1")
        assert pupil is not None
        new = Report(
            id=0,
            pupil=pupil.id,
            school=0,
            day_class=0,
            since=TODAY,
            until=TODAY,
            kind=Kind.ABSENT,
            door=Door.WORD,
            author=900,
            sent_at=NOW,
            content=Content(text="熱"),
        )
        return receiving.receive(tx, new, NOW, actor=by, key="draft:1")

    kept = storage.write_now(tenant, receive)
    assert storage.write_now(tenant, receive).id == kept.id

    def confirm(tx: Tx) -> Report:
        teacher = people.find_by_aad(tx, "homeroom", TODAY)
        assert teacher is not None
        holder = Holder(person=teacher.id, post=1)
        found = reports.get(tx, kept.id)
        return receiving.answer(tx, found, NOW, ack=Ack.CONFIRMED, by=holder, actor=by)

    assert storage.write_now(tenant, confirm).ack is Ack.CONFIRMED
    assert storage.read_now(tenant, lambda tx: unseen(tx, TODAY, NOW)) != ()

    def end(tx: Tx) -> int:
        school = schools.find_by_code(tx, A)
        assert school is not None
        return emptying.end_of_day(tx, school, TODAY, NOW)

    assert storage.write_now(tenant, end) == 2
    found = storage.read_now(
        tenant,
        lambda tx: outbox.keys(tx, "attendance.report") + outbox.keys(tx, "attendance.roster"),
    )
    assert len(found) == 2
