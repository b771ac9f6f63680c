"""What stands in calendars, as JSON and back: what has changed since the tenant began."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.emulator.calendars import Calendars, Invited, Meeting
from bot.emulator.graph_attendance import Attendance, Gathering, Presence

Kept = dict[str, Any]
_INSTANTS = ("start", "end", "created", "changed")


def saved(calendars: Calendars, attendance: Attendance) -> Kept:
    """All that was added or changed, what is gone of the beginning, and who met."""
    own = (one for one in calendars.meetings.values() if not one.from_start)
    return {
        "meetings": [_meeting(one) for one in own],
        "gone": sorted(calendars.gone),
        "gatherings": {
            url: [_gathering(one) for one in held] for url, held in attendance.gatherings.items()
        },
    }


def restore(calendars: Calendars, attendance: Attendance, state: Kept) -> None:
    """Put back what `saved` took; raises KeyError or ValueError for anything else."""
    calendars.forget(state["gone"])
    for kept in state["meetings"]:
        calendars.enter(_meeting_of(kept))
    for url, held in state["gatherings"].items():
        attendance.gatherings[url] = [_gathering_of(one) for one in held]


def _meeting(meeting: Meeting) -> Kept:
    instants = {name: getattr(meeting, name).isoformat() for name in _INSTANTS}
    invited = [asdict(one) | {"at": _text(one.at)} for one in meeting.invited]
    return asdict(meeting) | instants | {"invited": invited}


def _meeting_of(kept: Kept) -> Meeting:
    instants = {name: datetime.fromisoformat(kept[name]) for name in _INSTANTS}
    invited = [Invited(**one | {"at": _instant(one["at"])}) for one in kept["invited"]]
    return Meeting(**kept | instants | {"invited": invited})


def _gathering(gathering: Gathering) -> Kept:
    present = [asdict(one) | {"joins": _spans(one)} for one in gathering.present]
    return {"id": gathering.id, "present": present}


def _spans(one: Presence) -> list[list[str]]:
    return [[joined.isoformat(), left.isoformat()] for joined, left in one.joins]


def _gathering_of(kept: Kept) -> Gathering:
    return Gathering(id=kept["id"], present=tuple(_presence_of(one) for one in kept["present"]))


def _presence_of(kept: Kept) -> Presence:
    joins = tuple(
        (datetime.fromisoformat(joined), datetime.fromisoformat(left))
        for joined, left in kept["joins"]
    )
    return Presence(**kept | {"joins": joins})


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
