"""What is read from the database for the figures: what waits, for how long, in which state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.core import Metric

from bot import metrics, slices, watching
from bot.attendance.store import cases
from bot.clock import real_now
from bot.delivery import backlog, outbox
from bot.delivery.backlog import Due
from bot.delivery.rows import Lane, State
from bot.errands import backlog as errands
from bot.errands import rows
from bot.errors import Unavailable
from bot.settings import Settings
from bot.watching import Watching
from tests.bot.attendance.day.test_stores import CASE
from tests.bot.delivery.broadcast import DUE, END, Broadcast, staffed
from tests.bot.delivery.rig import card

LATE = timedelta(seconds=90)


class At:
    """A clock that stands still."""

    def __init__(self, now: Any) -> None:
        self._now = now

    def now(self) -> Any:
        return self._now


@pytest.fixture
def city(storage, tenant) -> Broadcast:
    return staffed(storage, tenant)


@pytest.fixture
def look(city, monkeypatch) -> Callable[..., dict[tuple[str, ...], float]]:
    """The samples of a figure, by their labels' values without the tenant."""
    settings = Settings(tenant_id=city.tenant)
    watch = Watching(city.storage, settings, At(DUE))

    def look(name: str, *, real: Any = DUE) -> dict[tuple[str, ...], float]:
        monkeypatch.setattr(watching, "real_now", lambda: real)
        found: list[Metric] = [one for one in watch.collect() if one.name == name]
        return {
            tuple(
                value for label, value in sample.labels.items() if label != "tenant"
            ): sample.value
            for family in found
            for sample in family.samples
        }

    return look


def due(city: Broadcast, *, civil: Any, real: Any) -> tuple[Due, ...]:
    return city.storage.read_now(city.tenant, lambda tx: backlog.due(tx, civil=civil, real=real))


def posted(
    city: Broadcast, key: str, lane: Lane, to: list[int], *, kind: str = "test", due: Any = DUE
) -> int:
    return city.write(
        lambda tx: outbox.post(
            tx,
            kind=kind,
            source_key=key,
            lane=lane,
            due_at=due,
            expires_at=END,
            cards={"ja": card()},
            summaries={},
            to=to,
        )
    )


def test_the_oldest_copy_that_could_go_out_tells_the_lag_of_its_lane(city, look):
    assert look("renkei_delivery_lag_seconds") == {
        ("safety",): 0, ("answer",): 0, ("reminder",): 0, ("broadcast",): 0,
    }  # fmt: skip
    now = real_now()  # rows are made in this machine's present
    posted(city, "old", Lane.SAFETY, city.people[:2], due=now - LATE)
    posted(city, "new", Lane.SAFETY, city.people[2:3], due=now)
    safety, *others = due(city, civil=now + LATE, real=now + LATE)
    assert (safety.lane, safety.copies) == (Lane.SAFETY, 3)
    assert LATE.total_seconds() - 5 < safety.late <= LATE.total_seconds()  # since they were made
    assert [one.copies for one in others] == [0, 0, 0]


def test_what_is_not_due_yet_or_has_no_conversation_is_not_late(city):
    now = real_now()
    posted(city, "unreached", Lane.REMINDER, city.people[-1:], due=now)
    posted(city, "tomorrow", Lane.REMINDER, city.people[:1], due=now + timedelta(days=1))
    soon = now + timedelta(minutes=1)
    assert {one.copies for one in due(city, civil=soon, real=soon)} == {0}


def test_copies_by_state_add_up_to_the_audience_until_the_matter_is_over(city, look):
    city.notice = posted(city, "one", Lane.ANSWER, city.people)
    copies = look("renkei_copies")
    assert sum(copies.values()) == len(city.people)
    assert copies["answer", "pending"] == len(city.people)
    city.send()
    look_again = Watching(city.storage, Settings(tenant_id=city.tenant), At(DUE))
    found = {
        (sample.labels["lane"], sample.labels["state"]): sample.value
        for family in look_again.collect()
        if family.name == "renkei_copies"
        for sample in family.samples
    }
    assert found["answer", "sent"] == len(city.people) - 1
    assert found["answer", "pending"] == 1  # who has never met the bot
    assert len(found) == len(Lane) * len(State)


def test_every_copy_is_counted_once_a_minute_at_most(city, look):
    assert sum(look("renkei_copies").values()) == 0
    posted(city, "one", Lane.ANSWER, city.people)
    assert sum(look("renkei_copies").values()) == 0


def test_the_oldest_errand_that_could_be_run_tells_their_lag(storage, tenant):
    real = DUE

    def oldest(since: Any) -> Any:
        return storage.read_now(tenant, lambda tx: errands.oldest_due(tx, civil=since, real=since))

    assert oldest(real) is None
    for key, due in (("later", DUE + timedelta(days=1)), ("now", DUE)):
        storage.write_now(
            tenant, lambda tx, k=key, d=due: rows.ask(tx, "test", key=k, job={}, due=d, now=DUE)
        )
    assert oldest(DUE) == DUE
    assert oldest(DUE - timedelta(seconds=1)) is None


def test_open_searches_are_told_with_the_age_of_the_first(city, look):
    assert look("renkei_safety_cases_open") == {(): 0}
    assert look("renkei_safety_case_oldest_seconds") == {(): 0}
    for pupil, age in ((1, 60), (2, 600)):
        one = replace(CASE, pupil=pupil, opened_at=DUE - timedelta(seconds=age))
        city.write(lambda tx, one=one: cases.add(tx, one, look_at=None))
    assert look("renkei_safety_cases_open") == {(): 2}
    assert look("renkei_safety_case_oldest_seconds") == {(): 600}


def test_a_notice_to_somebody_else_is_an_escalation_once_it_is_committed(city, look):
    before = look("renkei_escalations").get(("escalation",), 0)
    posted(city, "7:T-30", Lane.REMINDER, city.people[:1], kind="escalation")
    posted(city, "7:T-30", Lane.REMINDER, city.people[:1], kind="escalation")  # the same again
    posted(city, "7:T-60", Lane.REMINDER, city.people[:1], kind="renewal")

    def fails(tx: Any) -> None:
        outbox.post(
            tx,
            kind="escalation",
            source_key="8:T-30",
            lane=Lane.REMINDER,
            due_at=DUE,
            expires_at=END,
            cards={"ja": card()},
            summaries={},
        )
        raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        city.write(fails)
    assert look("renkei_escalations")[("escalation",)] == before + 1
    assert metrics.by_kind()["renewal"] >= 1


def test_every_kind_that_escalates_is_one_that_its_slice_posts():
    source = "\n".join(path.read_text() for path in Path(slices.__file__).parent.rglob("*.py"))
    assert slices.ESCALATIONS
    assert [kind for kind in slices.ESCALATIONS if f'"{kind}"' not in source] == []


def test_whoever_asks_for_other_figures_has_nothing_read(city, monkeypatch):
    watch = Watching(city.storage, Settings(tenant_id=city.tenant), At(DUE))
    told = {family.name for family in watch.collect()}
    assert {family.name for family in watch.describe()} == told
    monkeypatch.setattr(city.storage, "read_now", None)
    both = metrics._together((watch,)).restricted_registry(["renkei_release"])
    assert "renkei_release" in {family.name for family in both.collect()}
    assert "renkei_database_up" not in {family.name for family in both.collect()}


def test_where_the_database_is_away_that_alone_is_said(city, look, monkeypatch):
    assert look("renkei_database_up") == {(): 1}

    def away(tenant: str, work: Any) -> Any:
        raise Unavailable("PostgreSQL")

    monkeypatch.setattr(city.storage, "read_now", away)
    assert look("renkei_database_up") == {(): 0}
    assert look("renkei_copies") == {}
    assert look("renkei_escalations")
