"""The roster card: one for a class and day, updated in place; marks only, never a reason.

What stands in a staff place is read by everybody there, so that it lists those alone of whom
something was said, and names no support class.
"""

from cards.attendance.classes import class_name
from cards.attendance.matter import Line, Roster
from cards.attendance.verbs.day import MarkDone, OpenMissing
from cards.attendance.verbs.staff import ReadClass
from cards.common import key_line
from cards.elements import Action, Card, Element, card, columns, note, press, shortened, text
from cards.lang import Lang

PREVIEW = "attendance.staff.roster.preview"  # 「今日の出欠の一覧です」: there may be no report
LISTED = 44
NAME_LENGTH = 30


def roster(lang: Lang, shown: Roster) -> Card:
    """A class's morning as far as it is known."""
    marked = [line for line in shown.lines if line.mark]
    more = len(marked) - LISTED
    where = class_name(lang, shown.school_class)
    return card(
        lang,
        title=lang.t("attendance.staff.roster.title", class_name=where, day=shown.day),
        body=[
            key_line(_numbers(lang, shown), urgent=shown.missing > 0),
            *_missing(lang, shown),
            *(_line(lang, line) for line in marked[:LISTED]),
            *([note(lang.t("attendance.staff.roster.more", count=more))] if more > 0 else []),
            *_state(lang, shown),
        ],
        actions=_actions(lang, shown),
        fallback_text=lang.t(PREVIEW),
    )


def _numbers(lang: Lang, shown: Roster) -> str:
    if not shown.reported:
        return lang.t("attendance.staff.roster.none")
    counts = {"reported": shown.reported, "unanswered": shown.unanswered}
    return lang.t("attendance.staff.roster.numbers", **counts)


def _missing(lang: Lang, shown: Roster) -> list[Element]:
    if not shown.missing:
        return []
    return [text(lang.t("attendance.staff.roster.missing", count=shown.missing), weight="bolder")]


def _line(lang: Lang, line: Line) -> Element:
    named = lang.t("attendance.office.seat", number=line.number, name=_short(line.name)).strip()
    mark = lang.t(f"attendance.staff.mark.{line.mark}")
    answered = lang.t("attendance.staff.roster.answered") if line.answered else ""
    return columns(("stretch", [text(named)]), ("auto", [text(f"{mark}　{answered}".strip())]))


def _short(name: str) -> str:
    return shortened(name, NAME_LENGTH)


def _state(lang: Lang, shown: Roster) -> list[Element]:
    now = note(lang.t("attendance.staff.roster.updated", time=lang.time(shown.updated_at)))
    if shown.state == "silent":
        return [text(lang.t("attendance.staff.roster.silent")), now]
    if shown.state == "open" or shown.done_at is None:
        return [now]
    name = "done" if shown.state == "done" else "some_missing"
    said = {"by": shown.done_by, "time": lang.time(shown.done_at)}
    return [text(lang.t(f"attendance.staff.roster.{name}", **said)), now]


def _actions(lang: Lang, shown: Roster) -> list[Action]:
    read = ReadClass(class_id=shown.school_class.class_id, day=shown.day)
    reading = press(lang.t("attendance.staff.press.content"), read)
    if shown.state == "missing" and shown.roll_id:
        more = OpenMissing(roll_id=shown.roll_id)
        return [press(lang.t("attendance.staff.press.missing_more"), more), reading]
    if shown.state != "open" or not shown.roll_id:
        return [reading]
    done = MarkDone(roll_id=shown.roll_id, version=shown.version)
    return [
        press(lang.t("attendance.staff.press.roll_done"), done, style="positive"),
        press(lang.t("attendance.staff.press.missing"), OpenMissing(roll_id=shown.roll_id)),
        reading,
    ]
