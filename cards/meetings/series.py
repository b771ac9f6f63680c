"""A series: what it met as a picture and a table, what comes next, what is still to do."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Element,
    card,
    facts,
    note,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.meetings import standing, when
from cards.meetings.matter import FollowUpLine, Meeting, Series
from cards.meetings.picture import picture, quarters_table
from cards.meetings.standing import (
    NAME_LENGTH,
    at_a_glance,
    last_met,
    place,
    subject,
    until,
)
from cards.meetings.verbs import (
    Mine,
    OpenCadence,
    OpenEnd,
    OpenSettings,
    Show,
    UndoSeries,
)

Done = Literal["cadence_set", "created", "settled"]


def series(
    lang: Lang,
    one: Series,
    *,
    follow_ups: Sequence[FollowUpLine] = (),
    meeting: Meeting | None = None,
    undoable: bool = False,
    done: Done | None = None,
) -> Card:
    """開催の状況: what was met, what comes next, what is still to do.

    `undoable`: who reads this has just set the cadence, or ended the series. `done`: what the
    reader's press has just made of it.
    """
    return card(
        lang,
        title=lang.t("meetings.series.title"),
        body=[
            *([key_line(lang.t(f"meetings.series.{done}"))] if done else []),
            *subject(lang, one.title, one.partner),
            *_next(lang, one, meeting),
            *picture(lang, one.quarters),
            *quarters_table(lang, one.quarters),
            *_open(lang, follow_ups, one.today),
            _facts(lang, one),
        ],
        actions=[*(_undo(lang, one) if undoable else ()), *_steps(lang, one, meeting)],
    )


def _next(lang: Lang, one: Series, meeting: Meeting | None) -> list[Element]:
    if one.state != "running":
        return [key_line(lang.t(f"meetings.series.{one.state}"))]
    if meeting is None:
        return [key_line(lang.t("meetings.series.nothing_planned"))]
    stage = lang.t(f"meetings.stage.{meeting.stage}")
    slot = meeting.slot or meeting.wanted
    shown = at_a_glance(lang, slot, one.today) if slot else until(lang, meeting)
    return [text(lang.t("meetings.series.next", stage=stage), weight="bolder"), shown]


def _open(lang: Lang, lines: Sequence[FollowUpLine], today: date) -> list[Element]:
    if lines:
        return standing.follow_ups(lang, lines, today=today)
    return [note(lang.t("meetings.follow_up.none"))]


def _facts(lang: Lang, one: Series) -> Element:
    posts = lang.listed((shortened(post, NAME_LENGTH) for post in one.posts), most=6)
    soft = "meetings.cadence.soft" if one.soft else "meetings.cadence.firm"
    cadence = when.cadence(lang, one.unit, one.count)
    return facts(
        [
            (lang.t("meetings.fact.cadence"), lang.t(soft, cadence=cadence)),
            (lang.t("meetings.fact.article"), shortened(one.article, NAME_LENGTH)),
            (lang.t("meetings.fact.owner"), shortened(one.owner, NAME_LENGTH)),
            (lang.t("meetings.fact.posts"), posts),
            (lang.t("meetings.fact.place"), place(lang, one)),
            (lang.t("meetings.fact.minutes"), lang.t("meetings.minutes_long", count=one.minutes)),
            (lang.t("meetings.fact.last_met"), last_met(lang, one.last_met_on)),
        ]
    )


def _undo(lang: Lang, one: Series) -> list[Action]:
    undo = UndoSeries(series_id=one.series_id, version=one.version)
    return [press(lang.t("meetings.press.undo"), undo)]


def _steps(lang: Lang, one: Series, meeting: Meeting | None) -> list[Action]:
    show = [] if meeting is None else [_meeting(lang, meeting)]
    mine = press(lang.t("meetings.press.mine"), Mine())
    if one.state == "ended":
        return [*show, mine]
    cadence = _cadence(lang, one)
    settings = press(lang.t("meetings.press.settings"), OpenSettings(series_id=one.series_id))
    end = press(lang.t("meetings.press.end"), OpenEnd(series_id=one.series_id), style="destructive")
    free = [cadence] if one.may_set_cadence else []
    return [*show, *free, settings, mine, *([end] if one.by_hand else [])]


def _cadence(lang: Lang, one: Series) -> Action:
    """Back to the question as long as it is open; then to what may be corrected."""
    verb = OpenCadence(series_id=one.series_id)
    if one.state == "asking":
        return press(lang.t("meetings.press.cadence_first"), verb, style="positive")
    return press(lang.t("meetings.press.cadence"), verb)


def _meeting(lang: Lang, meeting: Meeting) -> Action:
    show = Show(meeting_id=meeting.meeting_id)
    return press(lang.t("meetings.press.show_meeting"), show, style="positive")
