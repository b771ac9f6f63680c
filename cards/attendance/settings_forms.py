"""The forms of 学校の設定: one for each group, filled with what holds now."""

from collections.abc import Callable, Mapping

from cards.attendance.settings import HOURS, MORNING, NAME_LENGTH, STEPS, meals, steps
from cards.attendance.settings_matter import School
from cards.attendance.verbs.settings import (
    Group,
    SchoolSettings,
    SetHours,
    SetMorning,
    SetOptions,
    SetSearch,
)
from cards.common import key_line
from cards.elements import (
    Card,
    Choice,
    Element,
    Need,
    card,
    choice_input,
    note,
    number_input,
    press,
    shortened,
    submit,
    time_input,
    toggle_input,
)
from cards.lang import Lang
from cards.verbs import Verb

LONGEST = 480  # minutes until the last step of a search
MEALS_AHEAD = 10  # school days
NO_MEALS = -1
_KEY = "attendance.settings"
_SENDS: Mapping[Group, type[Verb]] = {
    "morning": SetMorning,
    "hours": SetHours,
    "search": SetSearch,
    "options": SetOptions,
}


def settings_form(lang: Lang, school: School, group: Group) -> Card:
    """朝の時刻を変える and the like: what holds now, to write over."""
    known = {"school_id": school.id, "version": school.version}
    send = submit(lang.t(f"{_KEY}.press.set"), _SENDS[group], known)
    stop = press(lang.t(f"{_KEY}.press.stop"), SchoolSettings(school_id=school.id))
    return card(
        lang,
        title=lang.t(f"{_KEY}.press.{group}"),
        body=[
            key_line(shortened(school.name, NAME_LENGTH)),
            *_INPUTS[group](lang, school),
            note(lang.t(f"{_KEY}.note.{group}")),
        ],
        actions=[send, stop],
    )


def _times(lang: Lang, school: School, names: tuple[str, ...]) -> list[Element]:
    need = Need(message=lang.t(f"{_KEY}.need_time"))
    return [
        time_input(
            name,
            lang.t(f"{_KEY}.long.{name}"),
            need=need,
            value=getattr(school.times, name).isoformat("minutes"),
        )
        for name in names
    ]


def _morning(lang: Lang, school: School) -> list[Element]:
    return _times(lang, school, MORNING)


def _hours(lang: Lang, school: School) -> list[Element]:
    return _times(lang, school, HOURS)


def _search(lang: Lang, school: School) -> list[Element]:
    """The telephone is taken at once: minutes are asked of the steps after it."""
    need = Need(message=lang.t(f"{_KEY}.need_minutes", most=LONGEST))
    minutes = steps(school)
    return [
        number_input(
            name,
            lang.t(f"{_KEY}.after", step=lang.t(f"attendance.day.step.{name}")),
            need=need,
            value=minutes[name],
            least=1,
            most=LONGEST,
        )
        for name in STEPS[1:]
    ]


def _options(lang: Lang, school: School) -> list[Element]:
    percent = Need(message=lang.t(f"{_KEY}.need_percent"))
    return [
        _toggle(lang, "holds_pupils", on=school.holds_pupils),
        _toggle(lang, "shows_teacher", on=school.shows_teacher),
        _meals(lang, school.meals_days),
        number_input(
            "closure_percent",
            lang.t(f"{_KEY}.long.closure_percent"),
            need=percent,
            value=school.closure_percent,
            least=1,
            most=100,
        ),
    ]


def _toggle(lang: Lang, name: str, *, on: bool) -> Element:
    title = lang.t(f"{_KEY}.value.{name}_on")
    return toggle_input(name, lang.t(f"{_KEY}.long.{name}"), title, value=on)


def _meals(lang: Lang, days: int | None) -> Element:
    offered = (None, *range(MEALS_AHEAD + 1))
    choices = [Choice(title=meals(lang, one), value=_days(one)) for one in offered]
    need = Need(message=lang.t(f"{_KEY}.need_meals"))
    label = lang.t(f"{_KEY}.long.meals_days")
    return choice_input("meals_days", label, choices, need=need, value=_days(days))


def _days(days: int | None) -> str:
    return str(NO_MEALS if days is None else days)


_INPUTS: Mapping[Group, Callable[[Lang, School], list[Element]]] = {
    "morning": _morning,
    "hours": _hours,
    "search": _search,
    "options": _options,
}
