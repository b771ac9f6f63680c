"""A meeting that has its day: booked, soon, changed by hand in Outlook."""

from collections.abc import Sequence
from typing import Literal

from cards.elements import Action, Card, Element, box, card, facts, note, shortened, text
from cards.lang import Lang
from cards.meetings import when
from cards.meetings.matter import Meeting, Slot
from cards.meetings.standing import (
    NAME_LENGTH,
    agenda,
    appointed,
    period,
    place,
    subject,
    troubles,
    who_comes,
)
from cards.meetings.steps import joining, more, offered, replies
from cards.meetings.verbs import Show

Ahead = Literal["7d", "1d", "1h"]


def booked(lang: Lang, meeting: Meeting) -> Card:
    """The day, the place, who comes, what is on the agenda."""
    return card(
        lang,
        title=lang.t("meetings.booked.title"),
        body=_standing(lang, meeting),
        actions=_answers(lang, meeting),
        fallback_text=_fallback(lang, meeting),
        refresh=Show(meeting_id=meeting.meeting_id),
    )


def reminder(lang: Lang, meeting: Meeting, kind: Ahead) -> Card:
    """The meeting comes: in a week, tomorrow, in an hour, when joining comes first.

    It carries no refresh: that would put the plain card in its place.
    """
    return card(
        lang,
        title=_soon(lang, meeting, kind),
        body=_standing(lang, meeting),
        actions=_answers(lang, meeting, join_first=kind == "1h"),
        fallback_text=_fallback(lang, meeting),
    )


def _soon(lang: Lang, meeting: Meeting, kind: Ahead) -> str:
    if kind == "1h" or meeting.slot is None:
        return lang.t("meetings.reminder.hour")
    days = (meeting.slot.start.date() - meeting.today).days
    if days <= 1:
        return lang.t("meetings.reminder.tomorrow" if days == 1 else "meetings.reminder.today")
    return lang.t("meetings.reminder.days", count=days)


def _standing(lang: Lang, meeting: Meeting) -> list[Element]:
    return [
        *subject(lang, meeting.title, meeting.partner),
        *appointed(lang, meeting),
        *troubles(lang, meeting.troubles),
        _facts(lang, meeting),
        *_by_hand(lang, meeting),
        *who_comes(lang, meeting.attendees),
        *agenda(lang, meeting.agenda),
    ]


def _facts(lang: Lang, meeting: Meeting) -> Element:
    return facts(
        [
            (lang.t("meetings.fact.place"), place(lang, meeting)),
            (lang.t("meetings.fact.organiser"), shortened(meeting.organiser, NAME_LENGTH)),
            (lang.t("meetings.fact.period"), period(lang, meeting)),
        ]
    )


def _by_hand(lang: Lang, meeting: Meeting) -> list[Element]:
    return [] if meeting.in_calendar else [note(lang.t("meetings.booked.by_hand"))]


def _answers(lang: Lang, meeting: Meeting, *, join_first: bool = False) -> list[Action]:
    join, reply = joining(lang, meeting), replies(lang, meeting)
    return [
        *((*join, *reply) if join_first else (*reply, *join)),
        *offered(lang, meeting, "item"),
        more(lang, meeting, "move", "cancel", "series"),
    ]


def _fallback(lang: Lang, meeting: Meeting) -> str:
    day = when.slot_line(lang, meeting.slot) if meeting.slot else ""
    return lang.t("meetings.booked.fallback", title=meeting.title, slot=day)


def trouble(lang: Lang, meeting: Meeting) -> Card:
    """Outlook differs from what was booked, or the event stands in the calendar of who went."""
    kind = meeting.stage if meeting.stage in {"lost", "changed"} else "organiser_left"
    said = f"meetings.trouble_card.{kind}"
    others = [one for one in meeting.troubles if one.code != "organiser_left"]
    return card(
        lang,
        title=lang.t(f"{said}.title"),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            box([text(lang.t(f"{said}.why"), weight="bolder")], style="warning"),
            facts(_both(lang, meeting)),
            text(lang.t(f"{said}.what_to_do")),
            *troubles(lang, others),
        ],
        actions=offered(lang, meeting, *_remedies(kind), "series"),
        fallback_text=lang.t(f"{said}.title"),
        refresh=Show(meeting_id=meeting.meeting_id),
    )


def _both(lang: Lang, meeting: Meeting) -> Sequence[tuple[str, str]]:
    return [
        (lang.t("meetings.fact.recorded"), _day(lang, meeting.slot)),
        (lang.t("meetings.fact.seen"), _day(lang, meeting.seen)),
        (lang.t("meetings.fact.place"), place(lang, meeting)),
    ]


def _day(lang: Lang, slot: Slot | None) -> str:
    return when.slot_day(lang, slot) if slot else ""


def _remedies(kind: str) -> tuple[str, ...]:
    if kind == "changed":
        return ("take_outlook", "restore", "move", "cancel")
    if kind == "lost":
        return ("restore", "drop", "own_day")
    return ("take_over", "move", "cancel")
