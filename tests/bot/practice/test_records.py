"""What an auditor finds in the practice tenant: something proved, something missing, in each."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot import slices
from bot.agreements import sheets as agreements
from bot.agreements.audience import calendar_of
from bot.delivery.rows import NOTICE
from bot.emulator import city, city_records
from bot.ledger.model import Actor
from bot.ledger.verify import verify
from bot.people import imports
from bot.practice import records
from bot.practice.crowd import silent
from bot.records.binder.collect import Sources, collect
from bot.records.model.binder import Binder, Standing
from bot.records.model.incidents import Step
from bot.records.model.subcontracts import Stage
from bot.records.rules import subcontracts as rules
from bot.records.rules.incident_clocks import open_clocks
from bot.records.sheets import book
from bot.records.store import disposals, incidents, inspections, registers, subcontracts
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx

T = TypeVar("T")
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 9, tzinfo=TOKYO)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """The sample city's people, agreements and records on its first day."""
    opened = open_storage(Settings(database_url=f"sqlite:///{tmp_path / 'city.db'}"))
    imports.load(opened, "city", city.people_file(), today=NOW.date(), finally_=silent)
    entries = agreements.entries_in(city.agreements_file())

    def enter(tx: Tx) -> None:
        given: dict[str, Any] = {"now": NOW, "today": NOW.date(), "calendar": calendar_of(tx)}
        agreements.put(tx, entries, actor=Actor.job("practice"), **given)
        records.load(tx, NOW)

    opened.write_now("city", enter)
    yield opened
    opened.close()


@pytest.fixture
def ask(storage: Storage) -> Callable[[Callable[[Tx], T]], T]:
    return lambda work: storage.read_now("city", work)


def test_each_sheet_of_the_registers_is_read_without_a_fault() -> None:
    assert all(book.read(sheet) for sheet in city_records.sheets())


def test_no_card_of_it_is_sent(ask) -> None:
    assert ask(lambda tx: tx.all(NOTICE.select())) == []


def test_one_incident_is_open_with_its_clocks_and_one_closed(ask) -> None:
    open_, closed = sorted(ask(incidents.every), key=lambda one: not one.is_open)
    assert (open_.is_open, closed.is_open) == (True, False)
    left = {clock.step: clock.by for clock in open_clocks(open_)}
    assert left[Step.FINAL] == date(2026, 12, 21)  # the thirtieth day is a Saturday
    assert Step.FIRST not in left and not any(
        clock.is_late(NOW.date()) for clock in open_clocks(open_)
    )


def test_one_subcontract_is_approved_and_one_blocked(ask) -> None:
    approved, blocked = ask(lambda tx: tuple(subcontracts.every(tx)))
    assert approved.stage is Stage.APPROVED and not rules.lacks(approved, NOW.date())
    assert rules.missing(blocked) == (
        "representative",
        "signed_on",
        "place",
        "draft_at",
        "allowed_by",
    )
    assert ask(lambda tx: registers.rows(tx, approved.subject))


def test_a_written_improvement_is_awaited(ask) -> None:
    sound, wrong = ask(lambda tx: tuple(inspections.every(tx)))
    assert sound.sound and not sound.is_open
    assert (wrong.asked_on, wrong.due_on) == (date(2026, 10, 30), date(2026, 12, 18))


def test_a_disposal_has_its_certificate_without_a_blank(ask) -> None:
    (one,) = ask(disposals.every)
    assert all((one.kind, one.medium, one.gone, one.method, one.responsible, one.ended_on))
    assert one.witnessed and one.witnessed != one.responsible


def binder(tx: Tx) -> Binder:
    evidence = tuple(one.evidence for one in slices.SLICES)
    return collect(tx, Sources(slices=evidence, today=NOW.date()))


def test_the_binder_has_proof_and_gaps_by_the_articles_of_the_text(ask) -> None:
    found = ask(binder)
    read = next(one for one in found.chapters if one.number == "9")
    assert read.was_read
    standings = {one.standing for one in read.findings}
    assert {Standing.PROVED, Standing.MISSING, Standing.NOT_IN_TEXT} <= standings
    whats = {lack.what for one in read.findings for lack in one.lacks}
    assert {"pledge", "permission", "improvement_open", "incident_open"} <= whats


def test_the_ledger_is_whole_and_names_nobody(ask) -> None:
    assert ask(verify).whole
