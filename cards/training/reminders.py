"""Reminders of training, each to who needs it and with why they get it."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from cards.common import key_day
from cards.elements import Action, Card, Element, box, card, note, text
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Course, Session
from cards.training.standing import DATED, SEAT, about, appointed, course_facts, head_part, subject
from cards.training.steps import joining, opening, watching

Ahead = Literal["7d", "1d", "1h"]
URGENT_DAYS = 3
LEFT = ("minutes", "duty", "promise")  # beside the day by which it is to be finished


def before(lang: Lang, course: Course, session: Session, ahead: Ahead, *, today: date) -> Card:
    """The session that the reader has booked comes: in a week, tomorrow, in an hour."""
    join, show = joining(lang, session), opening(lang, course, "show")
    body = [appointed(lang, session), course_facts(lang, course, SEAT)]
    return _reminder(
        lang,
        course,
        "before",
        title=_soon(lang, session, ahead, today),
        body=body,
        actions=[*join, *show, *opening(lang, course, *(("cannot",) if ahead != "1h" else ()))],
    )


def _soon(lang: Lang, session: Session, ahead: Ahead, today: date) -> str:
    if ahead == "1h":
        return lang.t("training.before.hour")
    days = (session.starts_at.date() - today).days
    if days <= 1:
        return lang.t("training.before.tomorrow" if days == 1 else "training.before.today")
    return lang.t("training.before.days", count=days)


def apply_reminder(lang: Lang, course: Course, *, days_left: int) -> Card:
    """The last deadline to apply comes and the reader hasn't."""
    deadline = when.until(lang, course.deadline) if course.deadline else ""
    body = [
        *_until(lang, "apply", deadline, days_left),
        *about(course),
        course_facts(lang, course, DATED),
        *head_part(lang, course),
    ]
    return _reminder(
        lang,
        course,
        "apply",
        title=lang.t("training.apply.title"),
        body=body,
        actions=opening(lang, course, "see_sessions", "cannot"),
    )


def recording_reminder(lang: Lang, course: Course) -> Card:
    """The reader missed the session and may finish by its recording."""
    until = key_day(lang, lang.t("training.unfinished.until"), course.finish_by)
    lead = text(lang.t("training.recording.lead"))
    return _reminder(
        lang,
        course,
        "recording",
        title=lang.t("training.recording.title"),
        body=[until, lead, course_facts(lang, course, LEFT)],
        actions=[*watching(lang, course), *opening(lang, course, "show")],
    )


def unfinished(lang: Lang, course: Course, *, days_left: int) -> Card:
    """A course that everybody addressed must finish, and the reader hasn't yet."""
    how = "both" if course.recording and course.sessions else "recording"
    way = how if course.recording else "session"
    body = [
        *_until(lang, "unfinished", lang.day(course.finish_by), days_left),
        text(lang.t(f"training.unfinished.way.{way}")),
        course_facts(lang, course, ("dates", *LEFT)),
    ]
    sessions = opening(lang, course, "see_sessions" if course.sessions else "show")
    return _reminder(
        lang,
        course,
        "unfinished",
        title=lang.t("training.unfinished.title"),
        body=body,
        actions=[*sessions, *watching(lang, course), *opening(lang, course, "cannot")],
    )


def _until(lang: Lang, name: str, day: str, days_left: int) -> list[Element]:
    """The one day, and how far ahead it is."""
    if not day:
        return []
    left = (
        lang.count("common.left.ahead", days_left) if days_left > 0 else lang.t("common.left.today")
    )
    lines = [
        text(lang.t(f"training.{name}.until")),
        text(day, weight="bolder", size="large", spacing="none"),
        text(left, size="small", spacing="none"),
    ]
    return [box(lines, style="warning" if days_left <= URGENT_DAYS else "accent")]


def _reminder(
    lang: Lang,
    course: Course,
    name: str,
    *,
    title: str,
    body: Sequence[Element],
    actions: Sequence[Action],
) -> Card:
    """It carries no refresh: that would put the plain card in its place."""
    return card(
        lang,
        title=title,
        body=[*subject(lang, course), *body, note(lang.t(f"training.{name}.why"))],
        actions=actions,
        fallback_text=lang.t("training.reminder.fallback", said=title, title=course.title),
    )
