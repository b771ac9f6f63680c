"""A year of a secondment: entered by sheet, reminded, reported, over."""

import csv
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import sheets
from bot.delivery import outbox
from bot.delivery.rows import DELIVERY, NOTICE
from bot.errors import NotFound, Refused, Stale, Unreadable
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY
from bot.people import imports
from bot.people import store as people
from bot.retention import Kind as Kept
from bot.retention import Wanted
from bot.slice import Tick
from bot.storage.store import Storage
from bot.training.secondments import jobs, keeping, store
from bot.training.secondments import sheets as sheet
from bot.training.secondments.terms import Kind, Report, Secondment
from bot.training.turns import secondments as turns
from bot.turns.turn import Turn
from cards.lang import Lang
from cards.training import verbs

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = date(2026, 4, 1)
HEADINGS = ("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles")
PEOPLE = (
    ("a1", "青木 主事", "aoki@akatsuki.example", "企画課", "主事", "課長", "staff"),
    ("a2", "上田 課長", "ueda@akatsuki.example", "企画課", "課長", "", "manager"),
    ("a3", "江口 担当", "desk@akatsuki.example", "人事課", "研修担当", "", "training_desk"),
    ("a4", "大野 主査", "ono@akatsuki.example", "防災課", "主査", "", "staff"),
)
SHEET = ("職員", "派遣先", "派遣元の職", "派遣開始", "派遣終了", "報告間隔（月）")
ROW = ("aoki@akatsuki.example", "ひのでロジ株式会社", "課長", "2026-04-01", "令和9年3月31日", "3")


class City:
    """A tenant whose civil day the test sets."""

    def __init__(self, storage: Storage, tenant: str, folder: Path) -> None:
        self.storage, self.tenant, self.folder = storage, tenant, folder
        self.now = datetime.combine(TODAY, time(8, 31), TOKYO)
        file = self.csv("people.csv", HEADINGS, *PEOPLE)
        imports.load(storage, tenant, file, today=TODAY, finally_=lambda tx, done: None)

    def csv(self, name: str, *rows: Any) -> Path:
        file = self.folder / name
        with file.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(rows)
        return file

    def write(self, work: Callable[[Any], Any]) -> Any:
        return self.storage.write_now(self.tenant, work)

    def person(self, aad: str) -> int:
        return self.write(lambda tx: people.find_by_aad(tx, aad, self.now.date())).id

    def enter(self, *rows: Any) -> sheet.Imported:
        file = self.csv("派遣.csv", SHEET, *rows)
        entries = tuple(sheets.each(sheets.read(file, sheet.COLUMNS), sheet.entry))
        given = {"actor": Actor.job("test"), "now": self.now, "today": self.now.date()}
        return self.write(lambda tx: sheet.put(tx, entries, **given))

    def only(self) -> Secondment:
        (one,) = self.write(store.every)
        return one

    def tick(self) -> None:
        def work(tx: Any) -> None:
            outbox.turnstile(tx)
            actor = Actor.job("test")
            jobs.remind(Tick(now=self.now, today=self.now.date(), actor=actor, tx=tx))

        self.write(work)

    def until(self, day: date) -> None:
        while self.now.date() < day:
            self.now += timedelta(days=1)
            self.tick()

    def turn(self, aad: str, work: Callable[[Turn], Any]) -> Any:
        def inside(tx: Any) -> Any:
            person = people.find_by_aad(tx, aad, self.now.date())
            assert person is not None
            return work(
                Turn(
                    person=person,
                    holders=people.holders_of(tx, person.id, self.now.date()),
                    lang=Lang("ja"),
                    now=self.now,
                    today=self.now.date(),
                    actor=Actor.press(pseudonyms.of(tx, person.id)),
                    tx=tx,
                )
            )

        return self.write(inside)

    def press(self, aad: str, verb: Any) -> Any:
        return self.turn(aad, lambda turn: turns.router.answer(turn, verb))

    def posted(self, kind: str) -> list[tuple[str, set[int]]]:
        def work(tx: Any) -> list[tuple[str, set[int]]]:
            rows = [row for row in tx.all(NOTICE.select()) if row.kind == kind]
            copies = tx.all(DELIVERY.select())
            return [
                (row.source_key, {one.recipient for one in copies if one.notice_id == row.id})
                for row in sorted(rows, key=lambda row: row.id)
            ]

        return self.write(work)


@pytest.fixture
def city(storage: Storage, tenant: str, tmp_path: Path) -> City:
    return City(storage, tenant, tmp_path)


@pytest.fixture
def seconded(city: City) -> City:
    city.enter(ROW)
    return city


@pytest.fixture
def term(sqlite_storage: Storage, tenant: str, tmp_path: Path) -> City:
    """On SQLite alone: for what takes many days and doesn't depend on the database."""
    town = City(sqlite_storage, tenant, tmp_path)
    town.enter(ROW)
    return town


def test_a_sheet_enters_corrects_and_leaves_alone(city):
    assert city.enter(ROW) == sheet.Imported(added=1, updated=0, unchanged=0)
    assert city.enter(ROW) == sheet.Imported(added=0, updated=0, unchanged=1)
    longer = (*ROW[:4], "2027-09-30", "")
    assert city.enter(longer) == sheet.Imported(added=0, updated=1, unchanged=0)
    assert (city.only().end, city.only().every, city.only().version) == (date(2027, 9, 30), 0, 2)


@pytest.mark.parametrize(
    ("at", "wrong", "says"),
    [
        (0, "nobody@akatsuki.example", "nobody of the people file"),
        (2, "宇宙課長", "a post that the people file doesn't have"),
        (4, "2026-03-31", "lies before the start"),
        (3, "", "is empty"),
        (5, "25", "a whole number"),
    ],
)
def test_a_bad_row_is_told_and_nothing_is_entered(city, at, wrong, says):
    row = (*ROW[:at], wrong, *ROW[at + 1 :])
    with pytest.raises(Unreadable, match=says):
        city.enter(("ono@akatsuki.example", *ROW[1:]), row)
    assert city.write(store.every) == ()


def test_one_person_begins_once_on_a_day(city):
    with pytest.raises(Unreadable, match="twice"):
        city.enter(ROW, ROW)


def test_the_sheet_is_written_as_it_is_read(seconded):
    (row,) = seconded.write(lambda tx: sheet.rows_of(tx, TODAY))
    assert row == (ROW[0], ROW[1], "企画課 課長", TODAY, date(2027, 3, 31), 3)
    assert len(sheet.HEADINGS) == len(row)
    assert seconded.enter(tuple(str(cell) for cell in row)).unchanged == 1


def test_a_year_of_reminders_goes_to_whom_they_concern(term):
    term.until(date(2027, 4, 5))
    one, (own, head, desk) = term.only(), map(term.person, ("a1", "a2", "a3"))
    assert term.posted(Kind.RETURN) == [
        (f"{one.id}:2027-03-31:{ahead}:{side}", {to})
        for ahead in (60, 30, 7)
        for side, to in (("own", own), ("other", head))
    ]
    assert [to for _, to in term.posted(Kind.REPORT)] == [{own}] * 3
    assert [to for _, to in term.posted(Kind.MISSING)] == [{desk}] * 3


def test_what_is_planned_is_what_is_posted(term):
    until = date(2027, 4, 5)
    planned = term.write(lambda tx: jobs.planned(tx, TODAY, until))
    term.until(until)
    posted = {(kind, *one) for kind in Kind for one in map(_pair, term.posted(kind))}
    assert {(one.kind, one.key, one.to) for one in planned} == posted
    assert all(one.why and one.title for one in planned)
    assert term.write(lambda tx: jobs.planned(tx, until, until + timedelta(days=400))) == ()


def _pair(one: tuple[str, set[int]]) -> tuple[str, tuple[int, ...]]:
    return one[0], tuple(sorted(one[1]))


def test_after_an_outage_each_thing_is_said_once(seconded):
    seconded.now = datetime(2027, 3, 25, 9, 0, tzinfo=TOKYO)
    seconded.tick()
    seconded.tick()
    one = seconded.only()
    assert [key for key, _ in seconded.posted(Kind.RETURN)] == [
        f"{one.id}:2027-03-31:7:own",
        f"{one.id}:2027-03-31:7:other",
    ]
    assert len(seconded.posted(Kind.REPORT)) == 1


def test_nothing_is_said_at_night(seconded):
    seconded.now = datetime(2026, 7, 1, 6, 0, tzinfo=TOKYO)
    seconded.tick()
    assert seconded.posted(Kind.REPORT) == []


def test_a_longer_term_is_told_of_anew(term):
    term.until(date(2027, 3, 2))
    term.enter((*ROW[:4], "2027-06-30", ""))
    term.until(date(2027, 7, 1))
    keys = [key for key, _ in term.posted(Kind.RETURN)]
    assert sum("2027-06-30" in key for key in keys) == 6
    assert not any("2027-03-31:7" in key for key in keys)


def test_a_report_is_sent_once_and_the_desk_reads_it(term):
    term.until(date(2026, 7, 1))
    one = term.only()
    form = term.press("a1", verbs.OpenReport(secondment_id=one.id))
    assert "ひのでロジ株式会社" in str(form)
    send = verbs.SendReport(secondment_id=one.id, version=one.version, text="物流を学びました。")
    assert "報告を送りました" in str(term.press("a1", send))
    with pytest.raises(Stale):
        term.press("a1", send)
    (arrived,) = term.posted("training.secondment_arrived")
    assert arrived[1] == {term.person("a3")}
    term.until(date(2026, 7, 31))
    assert term.posted(Kind.MISSING) == []
    assert len(term.posted(Kind.REPORT)) == 1


def test_only_the_seconded_reports(seconded):
    one = seconded.only()
    for who in ("a2", "a3", "a4"):
        with pytest.raises(Refused, match="not_yours"):
            seconded.press(who, verbs.OpenReport(secondment_id=one.id))


def test_who_may_look_at_it(seconded):
    show = verbs.ShowSecondment(secondment_id=seconded.only().id)
    for who in ("a1", "a2", "a3"):
        assert "ひのでロジ株式会社" in str(seconded.press(who, show))
    with pytest.raises(Refused, match="not_yours"):
        seconded.press("a4", show)


def test_that_others_look_at_a_term_is_in_the_ledger_and_ones_own_look_is_not(seconded):
    show = verbs.ShowSecondment(secondment_id=seconded.only().id)

    def looks():
        acts = (show.name, verbs.Secondments.name)
        rows = seconded.write(lambda tx: tx.all(ENTRY.select().order_by(ENTRY.c.seq)))
        return [row.act for row in rows if row.act in acts]

    seconded.press("a1", show)
    seconded.press("a1", verbs.Secondments())
    before = looks()
    seconded.press("a2", show)
    seconded.press("a3", verbs.Secondments())
    assert before == []
    assert sorted(looks()) == sorted([show.name, verbs.Secondments.name])


def test_the_list_shows_all_to_the_desk_and_ones_own_to_others(seconded):
    assert "ひのでロジ" in str(seconded.press("a3", verbs.Secondments()))
    assert "ひのでロジ" in str(seconded.press("a1", verbs.Secondments()))
    assert "ひのでロジ" not in str(seconded.press("a4", verbs.Secondments()))
    assert seconded.turn("a1", lambda turn: turns.router.say(turn, "派遣")) is not None


def test_nothing_more_is_owed_after_the_last_report(seconded):
    one = seconded.only()
    for due in (date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)):
        sent = Report(due_on=due, sent_on=due, text="はい")
        seconded.write(lambda tx, sent=sent: store.report(tx, one.id, sent))
    with pytest.raises(Refused, match="no_report"):
        seconded.press("a1", verbs.OpenReport(secondment_id=one.id))


def test_its_cards_are_taken_back_when_it_is_disposed_of(seconded):
    one = seconded.only()
    seconded.now = datetime.combine(date(2026, 7, 1), time(8, 31), TOKYO)
    seconded.tick()
    before = seconded.write(lambda tx: tx.all(NOTICE.select()))
    assert {row.state for row in before} == {"open"}
    assert seconded.write(lambda tx: keeping.dispose(tx, (one.id,))) == 1
    after = seconded.write(lambda tx: tx.all(NOTICE.select()))
    assert {row.state for row in after} == {"withdrawn"}


def test_what_waits_for_whom(seconded):
    def due(aad: str, on: date) -> list[str]:
        def work(tx: Any) -> list[str]:
            person = people.find_by_aad(tx, aad, on)
            assert person is not None
            return [line.what for line in keeping.due_for(tx, person, on)]

        return seconded.write(work)

    assert due("a1", date(2026, 6, 1)) == []
    assert due("a1", date(2026, 6, 20)) == ["training.secondment.what.report"]
    assert due("a3", date(2026, 7, 7)) == []
    assert due("a3", date(2026, 7, 8)) == ["training.secondment.what.missing"]
    assert due("a4", date(2026, 7, 8)) == []


def test_a_person_may_be_taken_out_and_sees_before_what_is_kept(seconded):
    one, own = seconded.only(), seconded.person("a1")
    sent = Report(due_on=date(2026, 7, 1), sent_on=date(2026, 7, 1), text="物流を学びました。")
    seconded.write(lambda tx: store.report(tx, one.id, sent))
    (held,) = seconded.write(lambda tx: keeping.personal_data(tx, own))
    assert held["reports"] == [{"on": sent.sent_on, "text": sent.text}]
    assert seconded.write(lambda tx: keeping.title_of(tx, one.subject)) == one.host
    assert seconded.write(lambda tx: keeping.erase(tx, own)) == 1
    assert seconded.write(lambda tx: keeping.title_of(tx, one.subject)) == ""
    with pytest.raises(NotFound):
        seconded.write(lambda tx: store.get(tx, one.id))


def test_the_words_of_a_report_are_sealed(seconded):
    sent = Report(due_on=date(2026, 7, 1), sent_on=date(2026, 7, 1), text="物流を学びました。")
    one = seconded.only()
    seconded.write(lambda tx: store.report(tx, one.id, sent))
    (row,) = seconded.write(lambda tx: tx.all(store.REPORT.select()))
    assert "物流".encode() not in row.text


def test_it_is_kept_for_five_fiscal_years(seconded):
    def expired(day: date) -> tuple[int, ...]:
        now = datetime.combine(day, time(9), TOKYO)
        wanted = Wanted(kind=Kept.SECONDMENTS, years=5)
        found = seconded.write(lambda tx: keeping.expired(tx, now, wanted))
        return tuple(-one.id for one in found)

    one = seconded.only()
    assert expired(date(2032, 3, 31)) == ()
    assert expired(date(2032, 4, 1)) == (one.id,)
    assert seconded.write(lambda tx: keeping.dispose(tx, (one.id,))) == 1
