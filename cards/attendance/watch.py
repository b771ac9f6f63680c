"""Long absences: the hint, the principal's duty, the watch list and what was agreed."""

from collections.abc import Sequence

from cards.attendance.classes import NAME_LENGTH, class_name, opened_by
from cards.attendance.day_matter import Agreed, LongAway
from cards.attendance.quiet import QUIET
from cards.attendance.verbs.day import (
    MeetDuty,
    OpenRhythm,
    Seen,
    SetGuarded,
    ShowWatched,
    WatchList,
)
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

LINES_SHOWN = 10
LONGEST_GAP = 30


def long_absence(lang: Lang, one: LongAway) -> Card:
    """欠席が3日続いています: to the homeroom teacher and the vice-principal."""
    return card(
        lang,
        title=lang.t("attendance.day.long.title"),
        body=[
            key_line(seat(lang, one), urgent=True),
            text(lang.t("attendance.day.long.body", days=one.days)),
            note(lang.t("attendance.day.long.why")),
        ],
        fallback_text=lang.t(QUIET),
    )


def absence_owed(lang: Lang, one: LongAway) -> Card:
    """欠席が7日続いています: the principal's duty (学校教育法施行令20条)."""
    return card(
        lang,
        title=lang.t("attendance.day.owed.title"),
        body=[
            key_line(seat(lang, one), urgent=one.met_on is None),
            *_law(lang, one),
            facts(_facts(lang, one)),
            note(lang.t("attendance.day.owed.why")),
        ],
        actions=[
            *_meeting(lang, one),
            press(lang.t("common.open"), ShowWatched(pupil_id=one.pupil_id)),
        ],
        fallback_text=lang.t(QUIET),
    )


def absence_met(lang: Lang) -> Card:
    """What stays of the principal's card once the duty is met; no name."""
    return card(
        lang,
        title=lang.t("attendance.day.done.title"),
        body=[text(lang.t("attendance.day.done.body"))],
        fallback_text=lang.t(QUIET),
    )


def unseen(lang: Lang, count: int) -> Card:
    """To principal, vice-principal and nurse: so many children weren't seen as agreed; no name."""
    return card(
        lang,
        title=lang.t("attendance.day.unseen.title"),
        body=[
            text(lang.t("attendance.day.unseen.body", count=count)),
            note(lang.t("attendance.day.unseen.why")),
        ],
        actions=[press(lang.t("attendance.day.unseen.open"), WatchList())],
        fallback_text=lang.t(QUIET),
    )


def watch_list(lang: Lang, found: Sequence[LongAway], *, page: int = 1) -> Card:
    """長期欠席の一覧: who is absent longest above."""
    pages = max(1, -(-len(found) // LINES_SHOWN))
    page = min(max(page, 1), pages)
    rows = [_row(lang, one) for one in found[(page - 1) * LINES_SHOWN : page * LINES_SHOWN]]
    return card(
        lang,
        title=lang.t("attendance.day.watch.title"),
        body=[
            note(lang.t("attendance.day.watch.only")),
            *(rows or [text(lang.t("attendance.day.nobody_away"))]),
            *([note(lang.t("attendance.day.pages", page=page, pages=pages))] if pages > 1 else []),
        ],
        actions=_turning(lang, page, pages),
        fallback_text=lang.t(QUIET),
    )


def _turning(lang: Lang, page: int, pages: int) -> list[Action]:
    earlier = (
        [press(lang.t("attendance.day.earlier"), WatchList(page=page - 1))] if page > 1 else []
    )
    later = (
        [press(lang.t("attendance.day.later"), WatchList(page=page + 1))] if page < pages else []
    )
    return [*earlier, *later]


def _row(lang: Lang, one: LongAway) -> Element:
    seen = lang.short_day(one.seen_on) if one.seen_on else ""
    kind = "line" if one.seen_on else "line_never"
    words = [
        text(seat(lang, one), weight="bolder"),
        text(
            lang.t(f"attendance.day.watch.{kind}", days=one.days, seen=seen),
            size="small",
            spacing="none",
        ),
    ]
    return opened_by(lang, words, one.name, ShowWatched(pupil_id=one.pupil_id))


def watched(lang: Lang, one: LongAway) -> Card:
    """長期欠席の状況 of one child."""
    return card(
        lang,
        title=lang.t("attendance.day.watch.child"),
        body=[
            key_line(seat(lang, one), urgent=one.owed and one.met_on is None),
            *([text(lang.t("attendance.day.watch.guarded"))] if one.guarded else []),
            *(_law(lang, one) if one.owed else []),
            facts(_facts(lang, one)),
            note(lang.t("attendance.day.watch.only")),
        ],
        actions=_actions(lang, one),
        fallback_text=lang.t(QUIET),
    )


def seat(lang: Lang, one: LongAway) -> str:
    """3年2組　12番　青木 はる."""
    name = shortened(one.name, NAME_LENGTH)
    number = lang.t("attendance.day.seat", number=one.number, name=name)
    return f"{class_name(lang, one.school_class)}　{number}"


def _law(lang: Lang, one: LongAway) -> list[Element]:
    said = [text(lang.t("attendance.day.watch.duty"))]
    if one.guarded:
        said.append(text(lang.t("attendance.day.watch.duty_guarded")))
    if one.met_on:
        said.append(text(lang.t("attendance.day.watch.met", day=one.met_on)))
    return said


def _facts(lang: Lang, one: LongAway) -> list[tuple[str, str]]:
    label = "attendance.day.watch"
    return [
        (lang.t(f"{label}.days"), lang.t(f"{label}.days_count", count=one.days)),
        (lang.t(f"{label}.since"), lang.day(one.since) if one.since else ""),
        (
            lang.t(f"{label}.seen_on"),
            lang.day(one.seen_on) if one.seen_on else lang.t(f"{label}.never"),
        ),
        (lang.t(f"{label}.rhythm"), agreed(lang, one.rhythm) if one.rhythm else ""),
    ]


def agreed(lang: Lang, rhythm: Agreed) -> str:
    """月、水に登校。7日に1回は本人に会う（…まで）."""
    days = lang.listed(lang.t(f"attendance.day.weekday.{day}") for day in rhythm.weekdays)
    kind = "rhythm_of" if rhythm.weekdays else "rhythm_none"
    said = lang.t(f"attendance.day.watch.{kind}", days=days, every=rhythm.seen_every)
    if rhythm.until is None:
        return said
    return said + lang.t("attendance.day.watch.rhythm_until", day=rhythm.until)


def _meeting(lang: Lang, one: LongAway) -> list[Action]:
    if not one.can_meet:
        return []
    verb = MeetDuty(pupil_id=one.pupil_id, version=one.version)
    return [press(lang.t("attendance.day.watch.meet"), verb, style="positive")]


def _actions(lang: Lang, one: LongAway) -> list[Action]:
    known = {"pupil_id": one.pupil_id, "version": one.version}
    guard = SetGuarded(**known, guarded=not one.guarded)
    key = "attendance.day.watch"
    return [
        *_meeting(lang, one),
        press(lang.t(f"{key}.saw"), Seen(**known, seen_on=one.today)),
        press(lang.t(f"{key}.open_rhythm"), OpenRhythm(pupil_id=one.pupil_id)),
        press(lang.t(f"{key}.{'guard_off' if one.guarded else 'guard_on'}"), guard),
        press(lang.t(f"{key}.list"), WatchList()),
    ]
