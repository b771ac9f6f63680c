"""The forms of 出席停止: whose it is, what is known of it, when the child comes again."""

from collections.abc import Sequence
from datetime import date

from cards.attendance.classes import seat
from cards.attendance.health import Child, School, guide
from cards.attendance.matter import Suspension
from cards.attendance.verbs.health import (
    WHO_LENGTH,
    WHY_LENGTH,
    DecideReturn,
    FindForSuspension,
    OpenSuspension,
    PrepareSuspension,
    SetSuspensionDays,
    ShowSuspension,
    Suspensions,
)
from cards.common import group
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    Need,
    actions_row,
    card,
    choice_input,
    columns,
    date_input,
    note,
    press,
    submit,
    text,
    text_input,
)
from cards.lang import Lang

DISEASES = (
    "influenza",
    "covid_19",
    "measles",
    "pharyngoconjunctival",
    "mumps",
    "rubella",
    "chickenpox",
    "pertussis",
    "tuberculosis",
    "meningococcal",
    "third_class",
    "first_class",
    "household",
    "area",
    "travel",
)
_PREPARED = ("onset", "ended_on", "sampled_on", "treated_on")
_ALL = (*_PREPARED, "cleared_on")
CHILDREN_SHOWN = 12


def find(lang: Lang, school: School) -> Card:
    """出席停止を準備する: whose, by class and number or by name."""
    key = "attendance.health.find"
    return card(
        lang,
        title=lang.t("attendance.health.press.prepare"),
        body=[
            text(school.name, size="small"),
            text_input(
                "who",
                lang.t(f"{key}.who"),
                need=_need(lang),
                most=WHO_LENGTH,
                placeholder=lang.t(f"{key}.hint"),
            ),
        ],
        actions=[
            submit(
                lang.t(f"{key}.next"),
                FindForSuspension,
                {"school_id": school.school_id},
            ),
            _to_list(lang),
        ],
    )


def choose(lang: Lang, school: School, found: Sequence[Child]) -> Card:
    """Several children fit what was typed: which one is meant."""
    rows = [_child(lang, school, one) for one in found[:CHILDREN_SHOWN]]
    again = press(lang.t("common.back"), OpenSuspension(school_id=school.school_id))
    title = lang.t("attendance.health.find.choose")
    return card(lang, title=title, body=rows, actions=[again])


def _child(lang: Lang, school: School, one: Child) -> Element:
    verb = OpenSuspension(school_id=school.school_id, pupil_id=one.pupil_id)
    words = [text(seat(lang, one.school_class, one.number, one.name))]
    button = press(lang.t("attendance.health.find.this"), verb)
    return columns(("stretch", words), ("auto", actions_row([button])))


def prepare(lang: Lang, school: School, child: Child, *, today: date) -> Card:
    """What nurse or homeroom knows; the principal orders (法19条)."""
    known = {"school_id": school.school_id, "pupil_id": child.pupil_id}
    return card(
        lang,
        title=lang.t("attendance.health.press.prepare"),
        body=[
            text(seat(lang, child.school_class, child.number, child.name), weight="bolder"),
            _disease(lang),
            date_input(
                "since",
                lang.t("attendance.health.form.since"),
                need=_need(lang),
                value=today,
            ),
            *_days(lang, _PREPARED, None),
            note(lang.t("attendance.health.form.why")),
        ],
        actions=[
            submit(lang.t("attendance.health.form.send"), PrepareSuspension, known),
            _to_list(lang),
        ],
    )


def _disease(lang: Lang) -> Element:
    choices = (Choice(title=_named(lang, one), value=one) for one in DISEASES)
    label = lang.t("attendance.health.fact.disease")
    return choice_input("disease", label, choices, need=_need(lang))


def _named(lang: Lang, disease: str) -> str:
    return lang.t(f"attendance.family.disease.{disease}")


def _days(lang: Lang, names: Sequence[str], one: Suspension | None) -> list[Element]:
    return [
        date_input(
            name,
            lang.t(f"attendance.health.form.{name}"),
            value=None if one is None else getattr(one, name),
        )
        for name in names
    ]


def days(lang: Lang, one: Suspension) -> Card:
    """日付を直す: a second fever empties the day on which it had ended."""
    known = {"suspension_id": one.suspension_id, "version": one.version}
    return card(
        lang,
        title=lang.t("attendance.health.press.days"),
        body=[
            text(seat(lang, one.school_class, one.number, one.name), weight="bolder"),
            text(_named(lang, one.disease)),
            *_days(lang, _ALL, one),
            note(lang.t("attendance.health.form.again")),
        ],
        actions=[submit(lang.t("common.save"), SetSuspensionDays, known), _back(lang, one)],
    )


def returning(lang: Lang, one: Suspension) -> Card:
    """登校する日を決める: the reckoned day stands in it, the school decides."""
    known = {"suspension_id": one.suspension_id, "version": one.version}
    key = "attendance.health.form"
    value = one.returns_on or one.guide.school_day
    return card(
        lang,
        title=lang.t("attendance.health.press.return"),
        body=[
            text(seat(lang, one.school_class, one.number, one.name), weight="bolder"),
            *guide(lang, one.guide),
            *group(
                lang.t(f"{key}.decision"),
                [
                    date_input(
                        "returns_on", lang.t(f"{key}.returns_on"), need=_need(lang), value=value
                    ),
                    text_input("why", lang.t(f"{key}.reason"), most=WHY_LENGTH),
                    note(lang.t(f"{key}.doctor")),
                ],
            ),
        ],
        actions=[submit(lang.t(f"{key}.decide"), DecideReturn, known), _back(lang, one)],
    )


def _need(lang: Lang) -> Need:
    return Need(message=lang.t("common.need"))


def _back(lang: Lang, one: Suspension) -> Action:
    return press(lang.t("common.back"), ShowSuspension(suspension_id=one.suspension_id))


def _to_list(lang: Lang) -> Action:
    return press(lang.t("attendance.health.press.list"), Suspensions())
