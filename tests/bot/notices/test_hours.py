"""What isn't urgent leaves only in the hours and on the days on which the city works."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.errands.rows import ERRAND
from bot.errors import Refused
from bot.notices.model import Stage
from tests.bot.notices.conftest import SAID, TOKYO, City

FRIDAY = datetime(2026, 11, 27, 17, 59, tzinfo=TOKYO)
EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=TOKYO)
MONDAY = datetime(2026, 11, 30, 8, 30, tzinfo=TOKYO)
URGENT = replace(SAID, urgent=True)


def under_way(city, when=Stage.CANARY, content=SAID):
    """A notice on Friday, a minute before the quiet hours."""
    city.now = FRIDAY
    draft = city.ready(content=content)
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    if when is Stage.SENDING:
        city.pump(draft)
        city.watched()
    assert city.get(draft).stage is when
    return draft


@pytest.mark.parametrize("when", [Stage.CANARY, Stage.SENDING])
def test_it_rests_from_the_evening_until_the_next_working_morning(city, when):
    draft = under_way(city, when)
    (told,) = city.cards("notices.progress")
    city.now = EVENING
    city.pulse()
    standing = city.standing(draft)
    assert (standing.stage, standing.due_at) == (Stage.RESTING, MONDAY)
    assert city.cards("notices.progress")[0].revision == told.revision + 1
    city.now = EVENING + timedelta(hours=16)  # Saturday
    city.pulse(3, seconds=60)
    assert city.pump(draft) == 0
    city.now = MONDAY
    city.pulse()
    assert city.get(draft).stage is when
    assert city.sent(draft).stage is Stage.DONE


def test_only_the_hours_of_sending_count_as_watching_the_first_ones(city):
    draft = under_way(city)
    city.now = EVENING
    city.pulse(5, seconds=3600)
    city.now = MONDAY
    city.pulse()
    city.pump(draft)
    city.pulse(50)
    assert city.get(draft).stage is Stage.CANARY
    city.pulse(15)
    assert city.get(draft).stage is Stage.SENDING


def test_an_urgent_one_goes_on_at_night(city):
    draft = under_way(city, content=URGENT)
    city.now = EVENING
    assert city.sent(draft).stage is Stage.DONE


def test_what_all_have_got_does_not_rest(town):
    town.now = FRIDAY
    draft = town.ready()
    town.act("start", draft)
    town.pulse()
    town.pump(draft)
    town.watched()
    town.pump(draft)
    town.now = EVENING
    town.pulse(5)
    assert town.get(draft).stage is Stage.DONE


def test_what_is_resumed_at_night_waits_for_the_morning(city):
    draft = under_way(city, Stage.SENDING)
    city.act("pause", draft)
    city.now = EVENING + timedelta(hours=29)  # Saturday, 23:00
    assert city.act("resume", draft).stage is Stage.RESTING
    city.pulse(2)
    assert city.pump(draft) == 0
    city.now = MONDAY
    city.pulse()
    assert city.get(draft).stage is Stage.SENDING


def test_what_rests_can_be_paused_and_goes_on_where_it_was(city):
    draft = under_way(city)
    city.now = EVENING
    city.pulse()
    assert city.act("pause", draft).stage is Stage.PAUSED
    city.now = MONDAY
    city.pulse(3)
    assert city.pump(draft) == 0
    assert city.act("resume", draft).stage is Stage.CANARY


def test_what_expires_at_rest_is_over(city):
    draft = under_way(city)
    city.now = EVENING
    city.pulse()
    city.now += timedelta(days=8)
    assert city.sent(draft).stage is Stage.DONE


def test_nobody_hears_of_the_bot_for_the_first_time_at_night(sqlite_storage, tenant, tmp_path):
    town = City(sqlite_storage, tenant)
    town.load(tmp_path, 12, chats=3)
    town.now = FRIDAY
    draft = town.ready()
    town.act("start", draft)
    town.pulse()
    town.now = EVENING
    town.pulse()
    town.contact()
    assert town.read(lambda tx: tx.all(ERRAND.select())) == []
    town.now = MONDAY
    town.pulse()
    town.contact()
    assert len(town.read(lambda tx: tx.all(ERRAND.select()))) == 9


def test_what_could_never_be_sent_is_refused(town):
    town.now = datetime(2026, 11, 27, 18, 30, tzinfo=TOKYO)
    sunday = replace(SAID, deadline=date(2026, 11, 29))
    with pytest.raises(Refused, match="too_late") as refused:
        town.new("department:学校教育課", content=sunday)
    assert refused.value.facts == {"day": MONDAY.date()}
    urgent = town.ready(content=replace(sunday, urgent=True))
    with pytest.raises(Refused, match="too_late"):
        town.act("change", urgent, content=sunday)
    assert town.act("start", urgent).stage is Stage.SCHEDULED


def test_a_draft_that_waited_too_long_is_not_decided_at_night(town):
    draft = town.ready(expires_at=datetime(2026, 11, 28, 12, 0, tzinfo=TOKYO))
    town.now = datetime(2026, 11, 27, 18, 30, tzinfo=TOKYO)
    with pytest.raises(Refused, match="too_late"):
        town.act("start", draft)
