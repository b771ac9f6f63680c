"""The family's form: child, days, kind and reason first; then only what that kind needs."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import get_args

from cards.attendance.beside import beside, both
from cards.attendance.family_fields import asked
from cards.attendance.family_matter import Child, Second
from cards.attendance.family_words import (
    DISTRESS,
    PHRASED,
    days,
    frame,
    name_of,
    telephone,
)
from cards.attendance.verbs.family import (
    FamilyBack,
    FamilyComes,
    FamilyHelp,
    FamilyNext,
    FamilyReports,
    FamilySame,
    FamilySend,
    KindWord,
    OpenLanguage,
    ReasonWord,
)
from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    Need,
    choice_input,
    date_input,
    facts,
    note,
    press,
    submit,
    text,
    toggle_input,
)
from cards.lang import Lang
from cards.verbs import Verb

AHEAD = timedelta(days=30)
_STARTS = "attendance.family.starts_at"
_CLOSED = {
    "closed": "closed",
    "grade_closed": "closed",
    "class_closed": "closed",
    "at_home": "home_today",
    "": "not_enrolled",
}


def first(
    lang: Lang,
    children: Sequence[Child],
    *,
    day: date | None,
    today: date,
    typed: FamilyNext | None = None,
    same: bool = False,
    comes: bool = False,
) -> Card:
    """出欠の連絡: the first step. `day` is what it offers, `typed` what was kept of it earlier.

    `same` and `comes`: there is an earlier report to send again, or one ahead to take back.
    """
    chosen = typed.pupil_id if typed else 0
    one = next((child for child in children if child.pupil_id == chosen), children[0])
    return frame(
        lang,
        [
            *([note(both(lang, "attendance.family.draft"))] if typed else []),
            *_todays(lang, children),
            *_child(lang, children, one),
            *_days(lang, today, typed.since if typed else day, typed.until if typed else None),
            _choices(lang, "kind", get_args(KindWord), typed.kind if typed else ""),
            _choices(lang, "reason", get_args(ReasonWord), (typed and typed.reason) or ""),
            _interpreter(lang, wanted=typed is not None and typed.interpreter),
            *telephone(lang, _phones(children)),
        ],
        [_next(lang, children), *_besides(lang, one, same=same, comes=comes)],
    )


def _todays(lang: Lang, children: Sequence[Child]) -> list[Element]:
    """What today is, where it isn't an ordinary school day; for each child where there are several.

    A family must not wonder whether to report on a day without school.
    """
    said = [(child, _today(lang, child)) for child in children]
    if len({words for _, words in said}) == 1:
        return [key_line(said[0][1], urgent=True)] if said[0][1] else []
    return [key_line(f"{name_of(child)}　{words}", urgent=True) for child, words in said if words]


def _today(lang: Lang, child: Child) -> str:
    if child.in_session:
        at = child.starts_at
        return beside(lang, lambda one: one.t(_STARTS, time=one.time(at))) if at else ""
    return both(lang, f"attendance.family.{_CLOSED.get(child.day_kind, 'no_school_today')}")


def _child(lang: Lang, children: Sequence[Child], one: Child) -> list[Element]:
    if len(children) == 1:
        return []
    choices = [Choice(title=name_of(child), value=str(child.pupil_id)) for child in children]
    label = both(lang, "attendance.family.child")
    need = Need(message=both(lang, "common.need"))
    return [choice_input("pupil_id", label, choices, need=need, value=str(one.pupil_id))]


def _days(lang: Lang, today: date, since: date | None, until: date | None) -> list[Element]:
    most = (today + AHEAD) if since is None or since >= today else None
    need = Need(message=both(lang, "attendance.family.refused.past"))
    label = both(lang, "attendance.family.since")
    later = both(lang, "attendance.family.until")
    wrong = both(lang, "attendance.family.refused.far", days=AHEAD.days)
    return [
        date_input("since", label, need=need, value=since, earliest=today, latest=most),
        date_input("until", later, value=until, earliest=today, latest=most, message=wrong),
    ]


def _choices(lang: Lang, name: str, words: Iterable[str], value: str) -> Element:
    choices = [
        Choice(title=both(lang, f"attendance.family.{name}_of.{word}"), value=word)
        for word in words
    ]
    need = Need(message=both(lang, f"attendance.family.refused.{name}"))
    label = both(lang, f"attendance.family.{name}")
    required = need if name == "kind" else None
    return choice_input(name, label, choices, need=required, value=value, expanded=True)


def _interpreter(lang: Lang, *, wanted: bool) -> Element:
    label = both(lang, "attendance.family.interpreter")
    title = both(lang, "attendance.family.interpreter_yes")
    return toggle_input("interpreter", label, title, value=wanted)


def _phones(children: Sequence[Child]) -> list[str]:
    return list(dict.fromkeys(child.phone for child in children if child.phone))


def _next(lang: Lang, children: Sequence[Child]) -> Action:
    known = {"pupil_id": children[0].pupil_id} if len(children) == 1 else {}
    return submit(both(lang, "attendance.family.press.next"), FamilyNext, known)


def _besides(lang: Lang, one: Child, *, same: bool, comes: bool) -> list[Action]:
    """What else can be done from here; of several children for the one that is chosen."""
    pupil = one.pupil_id
    return [
        *([_press(lang, "same", FamilySame(pupil_id=pupil))] if same else []),
        *([_press(lang, "comes", FamilyComes(pupil_id=pupil))] if comes else []),
        _press(lang, "reports", FamilyReports()),
        _press(lang, "help", FamilyHelp()),
        _press(lang, "language", OpenLanguage()),
    ]


def _press(lang: Lang, name: str, verb: Verb) -> Action:
    return press(both(lang, f"attendance.family.press.{name}"), verb)


def second(lang: Lang, step: Second) -> Card:
    """The second step: the day once more in full, and only what this kind needs."""
    rings = telephone(lang, [step.phone] if step.phone else [])
    return frame(
        lang,
        [
            facts(_chosen(lang, step)),
            *_lead(lang, step),
            *(rings if step.content.reason == DISTRESS else []),
            *asked(lang, step),
            *(rings if step.content.reason != DISTRESS else []),
        ],
        [
            submit(
                both(lang, "attendance.family.press.send"),
                FamilySend,
                {"draft_id": step.draft_id},
            ),
            press(both(lang, "attendance.family.press.back"), FamilyBack(draft_id=step.draft_id)),
        ],
    )


def _chosen(lang: Lang, step: Second) -> list[tuple[str, str]]:
    day = (both(lang, "attendance.family.since"), days(lang, step.since, step.until))
    if step.same:
        return [day]
    kind = both(lang, f"attendance.family.kind_of.{step.kind}")
    return [day, (both(lang, "attendance.family.kind"), kind)]


def _lead(lang: Lang, step: Second) -> list[Element]:
    """忌引 gets quiet words; somebody in distress a telephone number, and no promise."""
    if step.same:
        return [text(both(lang, "attendance.family.same_as"))]
    reason = step.content.reason
    said = [key_line(both(lang, f"attendance.family.{reason}"))] if reason in PHRASED else []
    rings = [text(both(lang, "attendance.family.rings"))] if step.kind == "early" else []
    return [*said, *rings]
