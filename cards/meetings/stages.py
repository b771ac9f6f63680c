"""Which card shows a meeting, whatever stage it is in."""

from cards.elements import Card
from cards.lang import Lang
from cards.meetings.booked import booked, trouble
from cards.meetings.matter import Meeting
from cards.meetings.minutes import minutes_due, recorded
from cards.meetings.planner import planner, working

WORKING = frozenset(("booking", "moving", "cancelling"))
ENDED = frozenset(("held", "written", "skipped"))
DOUBTFUL = frozenset(("lost", "changed"))


def matter(lang: Lang, meeting: Meeting) -> Card:
    """The meeting as it stands."""
    if meeting.stage in WORKING:
        return working(lang, meeting)
    if meeting.stage in ENDED:
        return recorded(lang, meeting)
    if meeting.stage in DOUBTFUL:
        return trouble(lang, meeting)
    if meeting.stage == "booked":
        return _booked(lang, meeting)
    return planner(lang, meeting)


def _booked(lang: Lang, meeting: Meeting) -> Card:
    if meeting.over:
        return minutes_due(lang, meeting)
    gone = any(one.code == "organiser_left" for one in meeting.troubles)
    return trouble(lang, meeting) if gone else booked(lang, meeting)
