"""What a school decides for itself (学校の設定), in plain words."""

from collections.abc import Sequence
from datetime import time
from typing import get_args

from cards.attendance.quiet import QUIET
from cards.attendance.settings_matter import Change, Named, School
from cards.attendance.verbs.day import ShowDays
from cards.attendance.verbs.settings import Group, OpenSettings, SchoolSettings
from cards.common import key_line
from cards.elements import (
    Card,
    Choice,
    Element,
    Need,
    actions_row,
    bullets,
    card,
    choice_input,
    facts,
    note,
    press,
    section,
    shortened,
    submit,
    text,
)
from cards.lang import Lang
from cards.verbs import Verb

NAME_LENGTH = 60
SCHOOLS_SHOWN = 100
GROUPS: tuple[Group, ...] = get_args(Group)
MORNING = ("report_by", "assembly", "missing_from", "confirm_by", "summary_at")
HOURS = ("wake", "leave_from", "ends_at")
STEPS = ("call", "other_contact", "way", "visit", "police")
OPTIONS = ("holds_pupils", "shows_teacher", "meals_days", "closure_percent")
_KEY = "attendance.settings"


def settings_schools(lang: Lang, schools: Sequence[Named]) -> Card:
    """どの学校の設定ですか: for whoever may set several."""
    listed = [
        Choice(title=shortened(one.name, NAME_LENGTH), value=str(one.id))
        for one in schools[:SCHOOLS_SHOWN]
    ]
    need = Need(message=lang.t(f"{_KEY}.need_school"))
    return card(
        lang,
        title=lang.t(f"{_KEY}.title"),
        body=[choice_input("school_id", lang.t(f"{_KEY}.school"), listed, need=need)],
        actions=[submit(lang.t(f"{_KEY}.press.show"), SchoolSettings, {})],
    )


def settings(
    lang: Lang,
    school: School,
    *,
    changed: Sequence[Change] | None = None,
    back: Verb | None = None,
    days: bool = True,
) -> Card:
    """How a school has set its day. `changed`: the answer to a form, () where it changed nothing;
    `back`: what sets it as it was before; `days`: the reader may read 学校の予定."""
    undo = [press(lang.t(f"{_KEY}.press.back"), back)] if back else []
    show = press(lang.t("attendance.day.days.title"), ShowDays(school_id=school.id))
    return card(
        lang,
        title=lang.t(f"{_KEY}.title"),
        body=[
            key_line(shortened(school.name, NAME_LENGTH)),
            *_changed(lang, changed),
            *(one for name in GROUPS for one in _group(lang, school, name)),
            facts([(lang.t(f"{_KEY}.phone"), school.phone)]),
            note(lang.t(f"{_KEY}.roster")),
        ],
        actions=[*undo, *([show] if days else [])],
        fallback_text=lang.t(QUIET),
    )


def _changed(lang: Lang, changed: Sequence[Change] | None) -> list[Element]:
    if changed is None:
        return []
    if not changed:
        return [text(lang.t(f"{_KEY}.same"), weight="bolder")]
    today = [note(lang.t(f"{_KEY}.today"))] if _is_any_time(changed) else []
    lines = bullets(_line(lang, one) for one in changed)
    return [text(lang.t(f"{_KEY}.done"), weight="bolder"), *lines, *today]


def _is_any_time(changed: Sequence[Change]) -> bool:
    return any(one.name not in OPTIONS for one in changed)


def _line(lang: Lang, one: Change) -> str:
    """連絡締切：8:15 → 8:20."""
    before, after = _said(lang, one.name, one.before), _said(lang, one.name, one.after)
    name = lang.t(f"{_KEY}.name.{one.name}")
    return lang.t(f"{_KEY}.changed", name=name, before=before, after=after)


def _group(lang: Lang, school: School, name: Group) -> list[Element]:
    change = press(lang.t(f"{_KEY}.press.{name}"), OpenSettings(school_id=school.id, group=name))
    return [
        section(lang.t(f"{_KEY}.group.{name}")),
        facts(_facts(lang, school, name)),
        *actions_row([change]),
    ]


def _facts(lang: Lang, school: School, name: Group) -> list[tuple[str, str]]:
    if name == "search":
        minutes = steps(school).items()
        return [(lang.t(f"attendance.day.step.{one}"), _minutes(lang, at)) for one, at in minutes]
    if name == "options":
        named = [(one, getattr(school, one)) for one in OPTIONS]
    else:
        times = MORNING if name == "morning" else HOURS
        named = [(one, getattr(school.times, one)) for one in times]
    return [(lang.t(f"{_KEY}.name.{one}"), _said(lang, one, value)) for one, value in named]


def steps(school: School) -> dict[str, int]:
    """The minutes of each step of a search; the last one set holds for the rest."""
    found = school.times.steps or (0,)
    return {step: found[min(place, len(found) - 1)] for place, step in enumerate(STEPS)}


def _minutes(lang: Lang, minutes: int) -> str:
    return lang.t(f"{_KEY}.minutes", count=minutes) if minutes else lang.t(f"{_KEY}.at_once")


def _said(lang: Lang, name: str, value: object) -> str:
    """One setting in words."""
    if name in ("holds_pupils", "shows_teacher"):
        return lang.t(f"{_KEY}.value.{name}_{'on' if value else 'off'}")
    if name == "meals_days":
        return meals(lang, value)
    if name == "closure_percent":
        return lang.t(f"{_KEY}.value.percent", percent=value)
    if name == "steps" and isinstance(value, tuple):
        later = " / ".join(str(one) for one in value[1:])  # the telephone is taken at once
        return lang.t(f"{_KEY}.value.steps", minutes=later)
    return lang.time(value if isinstance(value, time) else time.fromisoformat(str(value)))


def meals(lang: Lang, days: object) -> str:
    """2日前まで; a school without meals says so."""
    if days is None:
        return lang.t(f"{_KEY}.value.no_meals")
    return lang.t(f"{_KEY}.value.meals" if days else f"{_KEY}.value.meals_today", days=days)
