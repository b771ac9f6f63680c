"""Samples of what a school decides for itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import time
from functools import partial

from cards.attendance import settings as view
from cards.attendance import settings_forms as forms
from cards.attendance.verbs.settings import SetSearch
from cards.samples.sample import Sample, sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    report_by: time = time(8, 15)
    assembly: time = time(8, 25)
    missing_from: time = time(8, 40)
    confirm_by: time = time(8, 45)
    summary_at: time = time(9, 15)
    wake: time = time(7, 0)
    leave_from: time = time(7, 20)
    ends_at: time = time(17, 0)
    steps: tuple[int, ...] = (0, 10, 20, 40, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    id: int = 3
    name: str = "あかつき市立みどり小学校"
    phone: str = "0000-00-0001"
    version: int = 2
    times: Times = field(default_factory=Times)
    holds_pupils: bool = True
    shows_teacher: bool = False
    meals_days: int | None = 2
    closure_percent: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    name: str
    before: object
    after: object


SCHOOL = School()
WORST = replace(
    SCHOOL,
    name="とても長い名前の市立義務教育学校ひので校舎分教室 " * 4,
    times=Times(steps=(0, 120, 240, 360, 480)),
    holds_pupils=False,
    shows_teacher=True,
    meals_days=None,
    closure_percent=100,
)
EVERYTHING = [
    *(Changed(name=name, before="07:00", after="23:59") for name in (*view.MORNING, *view.HOURS)),
    Changed(name="steps", before=SCHOOL.times.steps, after=WORST.times.steps),
    *(
        Changed(name=name, before=getattr(SCHOOL, name), after=getattr(WORST, name))
        for name in view.OPTIONS
    ),
]
BACK = SetSearch(school_id=3, version=3, other_contact=10, way=20, visit=40, police=60)


def samples() -> Iterator[Sample]:
    """The settings as they hold, after a change, and the form of each group."""
    own = partial(sample, "attendance.settings")
    yield own("usual", lambda lang: view.settings(lang, SCHOOL))
    yield own("desk", lambda lang: view.settings(lang, SCHOOL, days=False))
    yield own("same", lambda lang: view.settings(lang, SCHOOL, changed=()))
    yield own("options", lambda lang: view.settings(lang, SCHOOL, changed=EVERYTHING[-1:]))
    yield own("worst", lambda lang: view.settings(lang, WORST, changed=EVERYTHING, back=BACK))
    form = partial(sample, "attendance.settings_form")
    for group in view.GROUPS:
        yield form(group, partial(forms.settings_form, school=SCHOOL, group=group))
        yield form(f"{group}_worst", partial(forms.settings_form, school=WORST, group=group))
    many = [replace(SCHOOL, id=n, name=f"第{n}小学校") for n in range(1, 41)]
    yield sample(
        "attendance.settings_schools", "many", lambda lang: view.settings_schools(lang, many)
    )
