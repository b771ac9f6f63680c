"""会議: the meetings, series and things to do that concern the reader."""

from collections.abc import Sequence
from datetime import date

from cards.common import group
from cards.elements import (
    Card,
    Element,
    actions_row,
    card,
    columns,
    note,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.meetings import when
from cards.meetings.matter import FollowUpLine, Meeting, Series
from cards.meetings.standing import follow_up
from cards.meetings.verbs import OpenFollowUp, OpenNew, Show, ShowSeries
from cards.verbs import Verb

MEETINGS_SHOWN = 6
SERIES_SHOWN = 4
FOLLOW_UPS_SHOWN = 4
LINE_LENGTH = 60


def mine(
    lang: Lang,
    meetings: Sequence[Meeting],
    follow_ups: Sequence[FollowUpLine],
    *,
    series: Sequence[Series] = (),
    today: date,
) -> Card:
    """Meetings with how they stand, `series` that have none at present, what is still to do."""
    ordered = sorted(meetings, key=_day)
    due = sorted(follow_ups, key=lambda one: one.due_on)
    nothing = not (meetings or follow_ups or series)
    return card(
        lang,
        title=lang.t("meetings.mine.title"),
        body=[
            *([text(lang.t("meetings.mine.none"))] if nothing else []),
            *group(
                lang.t("meetings.mine.meetings"),
                _rows(lang, [_meeting(lang, one) for one in ordered], MEETINGS_SHOWN),
            ),
            *group(
                lang.t("meetings.mine.series"),
                _rows(lang, [_series(lang, one) for one in series], SERIES_SHOWN),
            ),
            *group(
                lang.t("meetings.follow_up.list"),
                _rows(lang, [_follow_up(lang, one, today) for one in due], FOLLOW_UPS_SHOWN),
            ),
        ],
        actions=[press(lang.t("meetings.press.new"), OpenNew())],
    )


def _day(meeting: Meeting) -> date:
    return meeting.slot.start.date() if meeting.slot else meeting.until


def _rows(lang: Lang, rows: Sequence[Element], most: int) -> list[Element]:
    more = len(rows) - most
    return [*rows[:most], *([note(lang.t("common.more", count=more))] if more > 0 else [])]


def _row(lang: Lang, above: str, words: str, show: Verb) -> Element:
    said = [
        text(above, size="small", separator=True),
        text(words, weight="bolder", spacing="none"),
    ]
    button = press(lang.t("common.open"), show)
    return columns(("stretch", said), ("auto", actions_row([button])))


def _meeting(lang: Lang, one: Meeting) -> Element:
    slot = one.slot
    day = when.slot_line(lang, slot) if slot else when.period(lang, one.first, one.last)
    above = lang.t("meetings.mine.line", stage=lang.t(f"meetings.stage.{one.stage}"), day=day)
    return _row(lang, above, _named(one.title, one.partner), Show(meeting_id=one.meeting_id))


def _series(lang: Lang, one: Series) -> Element:
    above = lang.t(f"meetings.mine.{one.state}", cadence=when.cadence(lang, one.unit, one.count))
    return _row(lang, above, _named(one.title, one.partner), ShowSeries(series_id=one.series_id))


def _named(title: str, partner: str) -> str:
    names = (shortened(title, LINE_LENGTH), shortened(partner, LINE_LENGTH))
    return "　".join(filter(None, names))


def _follow_up(lang: Lang, line: FollowUpLine, today: date) -> Element:
    words = follow_up(lang, line, today=today)
    above = shortened(line.title, LINE_LENGTH)
    return _row(lang, above, words, OpenFollowUp(follow_up_id=line.follow_up_id))
