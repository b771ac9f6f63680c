"""Reports on both databases: sealed, once for each key, never changed by who saw an older state."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.attendance.model import Ack, Content, Door, Kind, Reason, Report, ReportState
from bot.attendance.store import reads, reports, shows, telephone
from bot.errors import NotFound, Stale
from bot.storage.store import Storage
from bot.storage.tx import Tx

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
TODAY = NOW.date()
FULL = Content(
    reason=Reason.INFECTION,
    arrives=time(10, 30),
    leaves=time(14, 0),
    pickup="祖母",
    temperature=382,
    phrases=("call_me", "homework"),
    text="昨夜から熱があります 🤒\n**病院**へ行きます",
    meals_stop=True,
    interpreter=True,
    relation="mother",
)
REPORT = Report(
    id=0,
    pupil=7,
    school=1,
    day_class=3,
    since=TODAY,
    until=TODAY,
    kind=Kind.ABSENT,
    door=Door.WORD,
    author=9,
    sent_at=NOW,
    content=FULL,
    language="vi",
)


def added(storage: Storage, tenant: str, report: Report = REPORT, key: str = "") -> Report:
    return storage.write_now(tenant, lambda tx: reports.add(tx, report, key=key))


def test_what_was_said_comes_back_whole(storage: Storage, tenant: str) -> None:
    kept = added(storage, tenant)
    assert storage.read_now(tenant, lambda tx: reports.get(tx, kept.id)) == kept
    assert kept.content == FULL


@pytest.mark.parametrize("content", [Content(), Content(text="だけ"), FULL])
def test_every_content_survives(storage: Storage, tenant: str, content: Content) -> None:
    kept = added(storage, tenant, replace(REPORT, content=content))
    assert storage.read_now(tenant, lambda tx: reports.get(tx, kept.id)).content == content


def test_nothing_of_it_stands_in_its_row(storage: Storage, tenant: str) -> None:
    added(storage, tenant)
    row = storage.read_now(tenant, lambda tx: tx.first(select(reports.REPORT)))
    raw = b"".join(bytes(cell) if isinstance(cell, bytes) else str(cell).encode() for cell in row)
    for word in ("熱", "祖母", "infection", "temperature", "mother", "call_me"):
        assert word.encode() not in raw


def test_another_tenant_finds_nothing(storage: Storage, tenant: str) -> None:
    kept = added(storage, tenant)
    with pytest.raises(NotFound):
        storage.read_now(f"{tenant}x", lambda tx: reports.get(tx, kept.id))


def test_a_report_is_found_by_what_it_came_from(storage: Storage, tenant: str) -> None:
    kept = added(storage, tenant, key="draft:5")
    assert storage.read_now(tenant, lambda tx: reports.keyed(tx, "draft:5")) == kept
    assert storage.read_now(tenant, lambda tx: reports.keyed(tx, "draft:6")) is None


def test_who_saw_an_older_state_changes_nothing(storage: Storage, tenant: str) -> None:
    kept = added(storage, tenant)
    answered = replace(kept, ack=Ack.CONFIRMED, ack_at=NOW, ack_post=4, ack_person=5)
    saved = storage.write_now(tenant, lambda tx: reports.save(tx, answered))
    assert saved.version == kept.version + 1
    with pytest.raises(Stale):
        storage.write_now(tenant, lambda tx: reports.save(tx, answered))
    assert storage.read_now(tenant, lambda tx: reports.get(tx, kept.id)).ack is Ack.CONFIRMED


def test_what_the_family_wrote_is_never_changed(storage: Storage, tenant: str) -> None:
    kept = added(storage, tenant)
    other = replace(kept, content=Content(text="別"), kind=Kind.LATE, state=ReportState.WITHDRAWN)
    storage.write_now(tenant, lambda tx: reports.save(tx, other))
    found = storage.read_now(tenant, lambda tx: reports.get(tx, kept.id))
    assert (found.content, found.kind, found.state) == (FULL, Kind.ABSENT, ReportState.WITHDRAWN)


def test_days_find_what_covers_them(storage: Storage, tenant: str) -> None:
    friday = TODAY + timedelta(days=2)
    week = added(storage, tenant, replace(REPORT, until=friday))
    other = added(storage, tenant, replace(REPORT, pupil=8, day_class=4, author=10))

    def found(tx: Tx) -> tuple[set[int], ...]:
        sets = (
            reports.of_pupil(tx, 7, friday, friday),
            reports.of_pupils(tx, (7, 8), TODAY, TODAY),
            reports.of_school(tx, 1, TODAY),
            reports.of_class(tx, 4, TODAY),
            reports.by_author(tx, 9, friday),
            reports.of_pupil(tx, 7, friday + timedelta(days=1), date(2027, 1, 1)),
        )
        return tuple({one.id for one in every} for every in sets)

    both = {week.id, other.id}
    expected = ({week.id}, both, both, {other.id}, {week.id}, set())
    assert storage.read_now(tenant, found) == expected


def test_what_is_old_is_found_and_destroyed(storage: Storage, tenant: str) -> None:
    kept = added(storage, tenant)

    def gone(tx: Tx) -> tuple[tuple[int, ...], int]:
        found = reports.ids_before(tx, TODAY + timedelta(days=1), 10)
        return found, reports.erase(tx, found)

    assert storage.write_now(tenant, gone) == ((kept.id,), 1)
    assert storage.read_now(tenant, lambda tx: reports.some(tx, [kept.id])) == ()


def test_a_reading_is_new_once_an_hour(storage: Storage, tenant: str) -> None:
    def read(person: int, at: datetime) -> bool:
        return storage.write_now(tenant, lambda tx: reads.first(tx, person, "report:1", at))

    later = NOW + timedelta(hours=1)
    assert [read(1, NOW), read(1, NOW), read(2, NOW), read(1, later)] == [True, False, True, True]


def test_a_card_is_remembered_by_whom_it_names_until_it_is_emptied(
    storage: Storage, tenant: str
) -> None:
    def remembered(tx: Tx) -> tuple[int, ...]:
        named = {"school": 1, "day": TODAY, "about": "class:3", "slot": 1}
        shows.add(tx, 50, **named, subjects=("pupil:7", "report:1"))
        shows.add(tx, 50, **named, subjects=("pupil:8", "pupil:7"))
        first = len(shows.of(tx, "pupil:8"))
        shows.keep(tx, 50, ("pupil:8",))
        kept = len(shows.of(tx, "pupil:7"))
        shows.drop(tx, 50)
        return first, kept, len(shows.of(tx, "pupil:8")), len(shows.standing(tx, 1, TODAY))

    assert storage.write_now(tenant, remembered) == (1, 0, 0, 0)


def test_a_line_to_ring_stands_once_and_again_for_what_came_since(
    storage: Storage, tenant: str
) -> None:
    line = {"school": 1, "class_id": 3, "day": TODAY, "who": "class", "since": NOW}

    def rung(tx: Tx) -> tuple[bool, ...]:
        first, later = ("report:1",), ("report:1", "report:2")
        made = (telephone.add(tx, **line, matters=first), telephone.add(tx, **line, matters=first))
        (one,) = telephone.of_school(tx, 1, TODAY)
        done = tuple(telephone.told(tx, one.id, at=NOW, by=by, matters=1) for by in (5, 6))
        by_whom = telephone.get(tx, one.id).told_by == 5
        again = tuple(telephone.add(tx, **line, matters=some) for some in (first, later, later))
        open_ = telephone.get(tx, one.id).told_at is None
        return (*made, *done, by_whom, *again, open_)

    known, told, renewed = (True, False), (True, False, True), (False, True, False, True)
    assert storage.write_now(tenant, rung) == (*known, *told, *renewed)
