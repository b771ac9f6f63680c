"""The planner's card: slots, the mail to the partner, others; who may press."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import NotFound, Refused, Stale
from bot.ledger.record import history as ledger
from bot.meetings.calendars import Seen
from bot.meetings.model import Doubt, Stage, Trouble
from bot.meetings.store import history
from cards.meetings import verbs as view

from .conftest import EVERYBODY_FREE, FIRST, OFFERED, City, at, load

STRANGERS = ("a6", "a7", "a8", "a9")


def texts(card):
    """Everything that a card says."""
    if isinstance(card, dict):
        own = [str(card["text"])] if "text" in card else []
        return own + [one for value in card.values() for one in texts(value)]
    return [one for value in card for one in texts(value)] if isinstance(card, list) else []


def deciding(meeting):
    """A press of each kind that decides something."""
    at_this = {"meeting_id": meeting.id, "version": meeting.version}
    return (
        view.Inquire(**at_this),
        view.ProposeAgain(**at_this),
        view.Book(**at_this, slot=0),
        view.Move(**at_this, day=FIRST.start.date(), at="15:00"),
        view.Cancel(**at_this),
        view.TakeOutlook(**at_this),
        view.Restore(**at_this),
        view.Skip(**at_this, reason="x"),
        view.RecordWritten(**at_this, day=FIRST.start.date(), reason="x"),
        view.RecordMinutes(**at_this, day=FIRST.start.date(), decisions="x"),
        view.Undo(**at_this),
        view.OpenBooking(meeting_id=meeting.id),
        view.OpenMinutes(meeting_id=meeting.id),
        view.OpenSkip(meeting_id=meeting.id),
    )


def test_the_owner_gets_the_mail_and_the_partner_is_asked(city: City) -> None:
    meeting = city.meeting()
    card = city.press("a1", view.Inquire(meeting_id=meeting.id, version=1))
    assert "ひのでロジ株式会社" in " ".join(texts(card))
    now = city.get(meeting)
    assert (now.stage, now.version) == (Stage.INQUIRED, 2)
    entries = city.read(lambda tx: list(ledger(tx, meeting.subject)))
    assert [(one.act, one.post) for one in entries] == [
        ("meetings.inquire", city.post("企画課 係長"))
    ]


def test_the_mail_is_shown_again_without_another_change(city: City) -> None:
    meeting = city.meeting(stage=Stage.INQUIRED)
    city.press("a1", view.Inquire(meeting_id=meeting.id, version=1))
    assert city.get(meeting) == meeting


@pytest.mark.parametrize("who", ["a1", "a2", "a3", "a5"])
def test_owner_superiors_and_the_desk_decide(city: City, who: str) -> None:
    meeting = city.meeting()
    city.press(who, view.ProposeAgain(meeting_id=meeting.id, version=1))
    assert city.get(meeting).stage is Stage.LOOKING


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_decides_or_reads_anything(city: City, who: str) -> None:
    meeting = city.meeting()
    reads = (view.Show(meeting_id=meeting.id), view.ShowSeries(series_id=meeting.series))
    for verb in (*deciding(meeting), *reads, view.OpenItem(meeting_id=meeting.id)):
        with pytest.raises(Refused) as error:
            city.press(who, verb)
        assert error.value.reason in ("meetings.refused.not_yours", "common.refused.no_role")
    assert city.get(meeting) == meeting


def test_who_only_attends_decides_nothing(city: City) -> None:
    meeting = city.meeting()
    for verb in deciding(meeting):
        with pytest.raises(Refused, match="not_yours"):
            city.press("a4", verb)
    assert city.get(meeting) == meeting


def test_a_deputy_acts_and_is_recorded_as_one(city: City) -> None:
    meeting = city.meeting()
    city.away("a1", "a9")
    city.press("a9", view.Inquire(meeting_id=meeting.id, version=1))
    entry = city.read(lambda tx: list(ledger(tx, meeting.subject)))[0]
    assert entry.post == city.post("企画課 係長")
    assert entry.deputy_for


def test_an_old_card_is_stale_and_opens_the_present_one(city: City) -> None:
    meeting = city.meeting()
    verb = view.ProposeAgain(meeting_id=meeting.id, version=1)
    city.press("a1", verb)
    with pytest.raises(Stale) as error:
        city.press("a2", verb)
    assert error.value.facts["show"] == view.Show(meeting_id=meeting.id)
    assert city.get(meeting).version == 2


def test_a_forged_id_opens_nothing(city: City) -> None:
    city.meeting()
    for verb in (view.Show(meeting_id=999), view.Inquire(meeting_id=-1, version=1)):
        with pytest.raises(NotFound):
            city.press("a1", verb)


def test_another_tenants_meeting_opens_nothing(city: City, tmp_path: Path) -> None:
    meeting = city.meeting()
    load(city.storage, tmp_path, tenant="other")
    other = City(city.storage, "other")
    for verb in (view.Show(meeting_id=meeting.id), *deciding(meeting)):
        with pytest.raises(NotFound):
            other.press("a1", verb)
    assert city.get(meeting) == meeting


def test_free_slots_are_offered_and_what_hides_a_calendar_is_said(city: City) -> None:
    meeting = city.meeting()
    city.press("a1", view.ProposeAgain(meeting_id=meeting.id, version=1))
    unseen = Seen(busy=((),), unseen=("shusa@akatsuki.example.jp",), room_missing=True)
    assert city.answer("meetings.look", unseen) == 1
    now = city.get(meeting)
    assert now.stage is Stage.PROPOSED
    assert len(now.slots) == 5
    assert set(now.slots).isdisjoint(OFFERED)
    assert now.doubts == (
        Doubt(trouble=Trouble.NO_MAILBOX, person=city.person("a4").id),
        Doubt(trouble=Trouble.ROOM_MISSING),
    )


def test_a_vacant_post_and_a_full_quarter_are_said(city: City) -> None:
    meeting = city.meeting(city.series(posts=(city.post("水道課 係員"),)))
    city.press("a1", view.ProposeAgain(meeting_id=meeting.id, version=1))
    whole = at(city.today, 0, minutes=60 * 24 * 60)
    city.answer("meetings.look", Seen(busy=((whole,),)))
    assert [one.trouble for one in city.get(meeting).doubts] == [Trouble.NO_SLOT]
    assert city.get(meeting).slots == ()


def test_days_that_only_we_know_of_are_not_offered(city: City) -> None:
    series = city.series()
    taken = at(city.today + timedelta(days=2), 9, minutes=480)
    city.booked(city.series(source="", title="別の会議"), slot=taken, in_calendar=False)
    meeting = city.meeting(series)
    city.press("a1", view.ProposeAgain(meeting_id=meeting.id, version=1))
    city.answer("meetings.look", EVERYBODY_FREE)
    assert taken.start.date() not in {slot.start.date() for slot in city.get(meeting).slots}


def test_an_answer_to_an_earlier_question_changes_nothing(city: City) -> None:
    meeting = city.meeting()
    city.press("a1", view.ProposeAgain(meeting_id=meeting.id, version=1))
    city.press("a1", view.Skip(meeting_id=meeting.id, version=2, reason="先方の都合"))
    city.answer("meetings.look", EVERYBODY_FREE)
    now = city.get(meeting)
    assert (now.stage, now.version) == (Stage.SKIPPED, 3)
    acts = [change.act for change in city.read(lambda tx: history.of(tx, meeting.id))]
    assert acts == ["meetings.propose_again", "meetings.skip"]
