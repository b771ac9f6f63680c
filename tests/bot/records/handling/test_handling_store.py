"""The tables of the registers on both databases; what they hold tells nothing to a thief."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.errors import NotFound, Refused, Stale
from bot.records.jobs import handling_keeping as keeping
from bot.records.model.inspections import How, Inspection
from bot.records.model.registers import Act, Device, Line, Responsible, Worker, Workplace
from bot.records.model.subcontracts import Stage, Subcontract
from bot.records.store import inspections, registers, subcontracts
from bot.retention import Kind, Wanted

DAY = date(2026, 4, 1)
MATTER = "agreement:7"
NAME = "木下 さやか"
WORKER = Worker(subject=MATTER, since=DAY, name=NAME, pledged_on=DAY)
ROWS = (
    Responsible(subject=MATTER, since=DAY, name="岡部", title="部長", reported_on=DAY),
    WORKER,
    Workplace(subject=MATTER, since=DAY, name="運用室", until=date(2027, 3, 31)),
    Device(subject=MATTER, since=DAY, number="PC-1", what="ノート", encrypted=True),
)
LINE = Line(
    subject=MATTER,
    on=DAY,
    act=Act.COPY,
    item="利用者一覧",
    medium="媒体",
    quantity="1件",
    who=NAME,
)
INSPECTION = Inspection(
    subject=MATTER,
    post=3,
    how=How.VISIT,
    topic="施錠",
    planned_on=date(2026, 12, 10),
    registered_on=DAY,
    said_on=DAY,
)


@pytest.fixture
def write(storage, tenant):
    return lambda work: storage.write_now(tenant, work)


def test_rows_come_back_as_they_were_entered(write):
    kept = write(lambda tx: [registers.add(tx, row) for row in ROWS])
    assert write(lambda tx: registers.rows(tx, MATTER)) == tuple(kept)
    assert [replace(row, id=0) for row in kept] == list(ROWS)
    assert write(lambda tx: sum(registers.counts(tx, MATTER).values())) == 4
    assert write(registers.subjects) == (MATTER,)


def test_a_row_is_known_by_its_name_and_first_day(write):
    kept = write(lambda tx: registers.add(tx, WORKER))
    assert write(lambda tx: registers.find(tx, WORKER)) == kept
    with pytest.raises(Refused, match="twice"):
        write(lambda tx: registers.add(tx, WORKER))
    other = write(lambda tx: registers.add(tx, replace(WORKER, since=date(2027, 4, 1))))
    with pytest.raises(Refused, match="twice"):
        write(lambda tx: registers.save(tx, replace(other, since=DAY)))


def test_a_changed_row_is_saved_once(write):
    kept = write(lambda tx: registers.add(tx, WORKER))
    after = write(lambda tx: registers.save(tx, replace(kept, name="木下 遥")))
    assert write(lambda tx: registers.get(tx, kept.id)) == after
    with pytest.raises(Stale):
        write(lambda tx: registers.save(tx, kept))


def test_a_line_stands_once(write):
    kept = write(lambda tx: registers.add_line(tx, LINE))
    assert write(lambda tx: registers.add_line(tx, LINE)) is None
    assert write(lambda tx: tuple(registers.lines(tx, MATTER))) == (kept,)
    assert write(lambda tx: registers.get_line(tx, kept.id)) == kept


def test_a_person_is_found_without_regard_to_spaces_and_forgotten(write):
    write(lambda tx: (registers.add(tx, WORKER), registers.add_line(tx, LINE)))
    write(lambda tx: registers.add_line(tx, replace(LINE, item="別")))
    assert len(write(lambda tx: registers.naming(tx, "木下さやか"))) == 1
    assert write(lambda tx: registers.forget(tx, NAME, "消去済み-")) == 3
    assert write(lambda tx: registers.naming(tx, NAME)) == ()
    assert NAME not in str(write(lambda tx: tuple(registers.lines(tx, MATTER))))


def test_what_is_written_tells_no_word(write):
    write(lambda tx: (registers.add(tx, WORKER), registers.add_line(tx, LINE)))
    raw = write(lambda tx: [*tx.all(registers.ROW.select()), *tx.all(registers.LINE.select())])
    for row in raw:
        assert NAME.encode() not in b"".join(
            value if isinstance(value, bytes) else str(value).encode() for value in row
        )


def test_an_application_and_an_inspection_come_back(write):
    one = Subcontract(agreement=7, name="ひばり", reason="夜間", since=DAY)
    kept = write(lambda tx: subcontracts.add(tx, one))
    applied = replace(kept, stage=Stage.APPLIED, applied_on=DAY, version=2)
    assert write(lambda tx: subcontracts.save(tx, applied)) == applied
    assert write(subcontracts.waiting) == (applied,)
    with pytest.raises(Stale):
        write(lambda tx: subcontracts.save(tx, applied))
    added = write(lambda tx: inspections.add(tx, INSPECTION, look_on=DAY))
    assert write(lambda tx: inspections.due(tx, DAY, 9)) == (added,)
    done = replace(added, done_on=DAY, sound=True, findings="異常なし", closed_on=DAY, version=2)
    write(lambda tx: inspections.save(tx, done, look_on=None))
    assert write(lambda tx: inspections.get(tx, added.id)) == done
    assert write(inspections.open_ones) == ()
    with pytest.raises(Stale):
        write(lambda tx: inspections.save(tx, done, look_on=None))


@pytest.mark.parametrize(
    "get", [registers.get, registers.get_line, subcontracts.get, inspections.get]
)
def test_what_is_no_more_is_not_found(write, get):
    with pytest.raises(NotFound):
        write(lambda tx: get(tx, 99))


def test_registers_go_with_their_agreement_when_their_years_are_over(write):
    def enter(tx):
        registers.add(tx, replace(WORKER, since=date(2010, 4, 1)))
        registers.add_line(tx, replace(LINE, on=date(2012, 3, 31)))
        subcontracts.add(tx, Subcontract(agreement=7, name="ひばり"))
        done = replace(INSPECTION, planned_on=date(2012, 3, 1), cancelled=True)
        inspections.add(tx, done, look_on=None)

    write(enter)
    wanted = Wanted(kind=Kind.HANDLING, years=10)

    def due(year):
        now = datetime(year, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
        return write(lambda tx: keeping.expired(tx, now, wanted))

    assert due(2022)[0].subject == "handling:7"
    assert due(2021) == ()
    now = datetime(2022, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert write(lambda tx: keeping.dispose(tx, (7, 8), now)) == 1
    assert write(registers.subjects) == ()
    assert write(lambda tx: (tuple(subcontracts.every(tx)), tuple(inspections.every(tx)))) == (
        (),
        (),
    )
