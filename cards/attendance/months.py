"""出席簿: the classes of a school and a class's month, with each child's days counted."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.attendance.classes import class_name, opening
from cards.attendance.matter import Class, Month, MonthLine
from cards.attendance.verbs.health import WHY_LENGTH
from cards.attendance.verbs.months import (
    LockMonth,
    Months,
    ShowMarks,
    ShowMonth,
    UnlockMonth,
)
from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Element,
    Need,
    actions_row,
    card,
    columns,
    note,
    press,
    show_card,
    submit,
    text,
    text_input,
    toggle_input,
)
from cards.lang import Lang

LINES_ON_PAGE = 12
CLASSES_SHOWN = 18
_KEY = "attendance.months"


class ClassMonth(Protocol):
    """A class whose month may be opened, and whether it is locked."""

    @property
    def school_class(self) -> Class: ...
    @property
    def locked(self) -> bool: ...


def classes(lang: Lang, school: str, month: date, lines: Sequence[ClassMonth]) -> Card:
    """The classes of a school whose month the reader may open."""
    rows = [_class_row(lang, one, month) for one in lines[:CLASSES_SHOWN]]
    more = len(lines) - CLASSES_SHOWN
    return card(
        lang,
        title=lang.t(f"{_KEY}.title"),
        body=[
            text(lang.t(f"{_KEY}.of", school=school, month=_month(lang, month))),
            *(rows or [text(lang.t(f"{_KEY}.none"))]),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
        ],
        actions=[_other(lang, month, -1), _other(lang, month, 1)],
    )


def _class_row(lang: Lang, one: ClassMonth, month: date) -> Element:
    state = lang.t(f"{_KEY}.locked" if one.locked else f"{_KEY}.open")
    words = [
        text(class_name(lang, one.school_class), weight="bolder"),
        text(state, size="small", spacing="none"),
    ]
    verb = ShowMonth(class_id=one.school_class.class_id, month=month)
    button = opening(lang, class_name(lang, one.school_class), verb)
    return columns(("stretch", words), ("auto", actions_row([button])))


def _other(lang: Lang, month: date, step: int) -> Action:
    year, index = divmod(month.year * 12 + month.month - 1 + step, 12)
    other = date(year, index + 1, 1)
    return press(_month(lang, other), Months(month=other))


def _month(lang: Lang, month: date) -> str:
    return lang.t(f"{_KEY}.month", year=month.year, month=month.month)


def month(lang: Lang, one: Month, *, may: frozenset[str], page: int = 0, done: str = "") -> Card:
    """A class's month: each child's days counted. `may`: lock, unlock."""
    first = first_day(one)
    shown = one.lines[page * LINES_ON_PAGE : (page + 1) * LINES_ON_PAGE]
    return card(
        lang,
        title=lang.t(f"{_KEY}.title"),
        body=[
            *([key_line(lang.t(f"{_KEY}.done.{done}"))] if done else []),
            text(f"{class_name(lang, one.school_class)}　{_month(lang, first)}", weight="bolder"),
            text(_state(lang, one), size="small", spacing="none"),
            *[_child_row(lang, one, line) for line in shown],
        ],
        actions=[*_pages(lang, one, page), *_locking(lang, one, may), _back_to_classes(lang, one)],
    )


def first_day(one: Month) -> date:
    """The month by its first day, as verbs name it."""
    return date(one.year, one.month, 1)


def _state(lang: Lang, one: Month) -> str:
    days = lang.t(f"{_KEY}.taught", count=len(one.days))
    if one.locked_at is None:
        return lang.t(f"{_KEY}.state_open", days=days)
    when = lang.short_day(one.locked_at.date())
    return lang.t(f"{_KEY}.state_locked", days=days, by=one.locked_by, day=when)


def _child_row(lang: Lang, one: Month, line: MonthLine) -> Element:
    words = [
        text(_named(lang, line), weight="bolder", separator=True),
        text(sums(lang, line), size="small", spacing="none"),
    ]
    class_id = one.school_class.class_id
    verb = ShowMarks(class_id=class_id, pupil_id=line.pupil_id, month=first_day(one))
    button = opening(lang, lang.t(f"{_KEY}.number", number=line.number), verb)
    return columns(("stretch", words), ("auto", actions_row([button])))


def _named(lang: Lang, line: MonthLine) -> str:
    return lang.t(f"{_KEY}.child", number=line.number, name=line.name)


def sums(lang: Lang, line: MonthLine) -> str:
    """出席18／19日　欠席1　停止・忌引等0　遅刻2　早退0."""
    found, blank = line.sums, line.marks.count("")
    counted = lang.t(
        f"{_KEY}.sums",
        attended=found.attended,
        owed=found.owed,
        absent=found.absent,
        excused=found.excused,
        late=found.late,
        early=found.early,
    )
    return f"{counted}　{lang.t(f'{_KEY}.blank', count=blank)}" if blank else counted


def _pages(lang: Lang, one: Month, page: int) -> list[Action]:
    last = (len(one.lines) - 1) // LINES_ON_PAGE
    known = {"class_id": one.school_class.class_id, "month": first_day(one).isoformat()}
    before = ShowMonth.of({**known, "page": page - 1})
    after = ShowMonth.of({**known, "page": page + 1})
    return [
        *([press(lang.t(f"{_KEY}.before"), before)] if page > 0 else []),
        *([press(lang.t(f"{_KEY}.after"), after)] if page < last else []),
    ]


def _locking(lang: Lang, one: Month, may: frozenset[str]) -> list[Action]:
    known = {
        "class_id": one.school_class.class_id,
        "month": first_day(one).isoformat(),
        "version": one.version,
    }
    if "lock" in may:
        sure = submit(lang.t(f"{_KEY}.lock"), LockMonth, known)
        said = [text(lang.t(f"{_KEY}.locking")), _presume(lang)]
        return [show_card(lang.t(f"{_KEY}.locks"), said, [sure])]
    if "unlock" in may:
        sure = submit(lang.t(f"{_KEY}.unlock"), UnlockMonth, known, style="destructive")
        return [show_card(lang.t(f"{_KEY}.unlocks"), [why(lang)], [sure])]
    return []


def _presume(lang: Lang) -> Element:
    label, title = lang.t(f"{_KEY}.unknown"), lang.t(f"{_KEY}.present")
    return toggle_input("present", label, title)


def _back_to_classes(lang: Lang, one: Month) -> Action:
    return press(lang.t(f"{_KEY}.press.classes"), Months(month=first_day(one)))


def why(lang: Lang) -> Element:
    """The reason that a decision is kept with."""
    return text_input("why", lang.t(f"{_KEY}.why"), need=need(lang), most=WHY_LENGTH)


def need(lang: Lang) -> Need:
    """What can't be left open."""
    return Need(message=lang.t("common.need"))
