"""内容を見る: what a family wrote, as the answer of one press; no posted copy ever holds it."""

from collections.abc import Sequence

from cards.attendance import staff
from cards.attendance.classes import class_name
from cards.attendance.matter import Class, Content, Told
from cards.attendance.verbs.health import OpenSuspension
from cards.attendance.verbs.staff import ConfirmClass, ShowReports
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    box,
    card,
    facts,
    note,
    press,
    section,
    shortened,
    text,
)
from cards.elements.blocks import Style
from cards.lang import Lang

MOST = 10
IN_SHORT = 200
_SUSPENDS = ("infection", "ill")


def content(lang: Lang, told: Told, said: Content, *, suspends: tuple[int, int] | None) -> Card:
    """One report, whole. `suspends`: school and pupil, where the reader may prepare 出席停止."""
    return card(
        lang,
        title=lang.t("attendance.staff.content"),
        body=[
            *staff.lines(lang, told),
            *written(lang, said),
            note(_logged(lang)),
            *staff.replies(lang, told),
        ],
        actions=[*staff.answers(lang, told, read=True), *_suspension(lang, said, suspends)],
        fallback_text=staff.preview(lang),
    )


def _logged(lang: Lang) -> str:
    return lang.t("attendance.staff.content_note")


def _suspension(lang: Lang, said: Content, suspends: tuple[int, int] | None) -> list[Action]:
    if suspends is None or said.reason not in _SUSPENDS:
        return []
    opened = OpenSuspension(school_id=suspends[0], pupil_id=suspends[1])
    return [press(lang.t("attendance.staff.press.suspension"), opened)]


def written(lang: Lang, said: Content) -> list[Element]:
    """What the family wrote, as they wrote it; fixed phrases in the reader's language."""
    pairs = [(lang.t(f"attendance.staff.{name}"), value) for name, value in _given(lang, said)]
    own = [section(lang.t("attendance.staff.text")), text(said.text)] if said.text else []
    if not (pairs or own):
        return [note(lang.t("attendance.staff.nothing_written"))]
    return [*([facts(pairs)] if pairs else []), *own]


def _given(lang: Lang, said: Content) -> list[tuple[str, str]]:
    """What was said, named by the ends of its text keys."""
    return [(name, value) for name, value in _pairs(lang, said) if value]


def _pairs(lang: Lang, said: Content) -> list[tuple[str, str]]:
    phrases = (lang.t(f"attendance.family.phrase.{one}") for one in said.phrases)
    reason = lang.t(f"attendance.family.reason_of.{said.reason}") if said.reason else ""
    relation = lang.t(f"attendance.office.relation_of.{said.relation}") if said.relation else ""
    return [
        ("reason", reason),
        ("arrives", lang.time(said.arrives) if said.arrives else ""),
        ("leaves", lang.time(said.leaves) if said.leaves else ""),
        ("pickup", said.pickup),
        ("temperature", _degrees(lang, said.temperature)),
        ("phrases", lang.listed(phrases)),
        ("meals", lang.t("attendance.staff.meals_stop") if said.meals_stop else ""),
        ("interpreting", lang.t("attendance.staff.needed") if said.interpreter else ""),
        ("relation", relation),
    ]


def _degrees(lang: Lang, tenths: int) -> str:
    whole, tenth = divmod(tenths, 10)
    return lang.t("attendance.staff.degrees", whole=whole, tenth=tenth) if tenths else ""


def of_class(
    lang: Lang,
    school_class: Class,
    day_id: ConfirmClass,
    entries: Sequence[tuple[Told, Content]],
    *,
    more: int = 0,
) -> Card:
    """The reports of a class and day, with what was written; `day_id` names both.

    `more`: how many others there are, to be read in the day's list.
    """
    where = class_name(lang, school_class)
    shown = [_entry(lang, told, said) for told, said in entries]
    return card(
        lang,
        title=lang.t("attendance.staff.class_title", class_name=where, day=day_id.day),
        body=[
            *(shown or [text(lang.t("attendance.staff.none"))]),
            *([note(lang.t("common.more", count=more))] if more > 0 else []),
            note(_logged(lang)),
        ],
        actions=_of_all(lang, day_id, [told for told, _ in entries]),
        fallback_text=staff.preview(lang),
    )


def _entry(lang: Lang, told: Told, said: Content) -> Element:
    """In short; the whole of it, and what can be answered, is one press away."""
    style: Style = "attention" if told.differs else "emphasis"
    marks = "　".join([staff.origin(lang, told), *staff.marks(lang, told)])
    return box(
        [
            text(staff.headline(lang, told), weight="bolder"),
            note(marks),
            *_in_short(lang, said),
            *staff.status(lang, told),
            *actions_row([staff.reading(lang, told)]),
        ],
        style=style,
    )


def _in_short(lang: Lang, said: Content) -> list[Element]:
    pairs = [f"{lang.t(f'attendance.staff.{name}')}：{value}" for name, value in _given(lang, said)]
    words = shortened("　".join([*pairs, said.text]).strip(), IN_SHORT)
    return [text(words or lang.t("attendance.staff.nothing_written"), spacing="small")]


def _of_all(lang: Lang, day_id: ConfirmClass, shown: Sequence[Told]) -> list[Action]:
    several = any(staff.can_confirm(one) for one in shown)
    every = press(lang.t("attendance.staff.press.confirm_all"), day_id, style="positive")
    back = press(lang.t("attendance.staff.press.list"), ShowReports(day=day_id.day))
    return [*([every] if several else []), back]
