"""How one reader stands to one course: may apply, booked, waiting, offered, finished."""

from datetime import date
from typing import Literal

from cards.common import key_line
from cards.elements import (
    Card,
    Element,
    box,
    card,
    facts,
    note,
    shortened,
    text,
)
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Own, Standing
from cards.training.offers import offered
from cards.training.own_steps import actions
from cards.training.standing import (
    ACTIVE,
    NAME_LENGTH,
    PLACE_LENGTH,
    REASON_LENGTH,
    SEAT,
    about,
    appointed,
    course_facts,
    has_begun,
    head_part,
    style_of,
    subject,
    to_choose,
)
from cards.training.verbs import Show

Done = Literal[
    "enrolled",
    "requested",
    "waiting",
    "withdrawn",
    "left_list",
    "accepted",
    "passed",
    "cannot",
    "substitute_asked",
    "took_over",
    "faster",
]


def own(
    lang: Lang, own: Own, *, done: Done | None = None, since: date | None = None, place: str = ""
) -> Card:
    """The reader's own card. `done`: what their press has just done; `since` and `place`: what
    narrows the sessions.

    It asks for news by itself only while something is booked or waited for: seats left are looked
    at again with each press, and thousands look at them in the same minute.
    """
    mine = own.mine
    if mine.state == "offered":
        return offered(lang, own)
    shown = Show(course_id=own.course.course_id)
    return card(
        lang,
        title=title(lang, own, done),
        body=[
            *(_done(lang, done) if done else []),
            *subject(lang, own.course),
            *standing(lang, own),
            *_sessions(lang, own, since, place),
        ],
        actions=actions(lang, own, narrowed=bool(since or place) or done == "faster"),
        fallback_text=lang.t("training.own.fallback", title=own.course.title),
        refresh=shown if mine.state in ACTIVE and not done else None,
    )


def title(lang: Lang, own: Own, done: Done | None = None) -> str:
    """How the reader stands to the course, in a few words."""
    if done == "faster":
        return lang.t("training.own.title.faster")
    return lang.t(f"training.own.title.{kind(own)}", place=own.mine.place)


def kind(own: Own) -> str:
    """finished, begun, a word of the state, or whether somebody without one may apply."""
    mine, course = own.mine, own.course
    if mine.finished_on:
        return "finished"
    if has_begun(mine):
        return "begun"
    if mine.state:
        return mine.state
    if own.refused:
        return "refused"
    if own.sessions or own.more:
        return "free"
    return "recording" if course.recording and course.questions else "no_session"


def _done(lang: Lang, done: Done) -> list[Element]:
    words = text(lang.t(f"training.own.done.{done}"), weight="bolder")
    return [box([words], style="warning" if done == "faster" else "good")]


def standing(lang: Lang, own: Own) -> list[Element]:
    """What has been booked, or what the course is and whether one may apply."""
    if own.mine.finished_on:
        return [_finished(lang, own)]
    if own.mine.state in ACTIVE:
        return _active(lang, own)
    return [
        *_lead(lang, own),
        *_refused(lang, own),
        *about(own.course),
        course_facts(lang, own.course),
        *head_part(lang, own.course),
    ]


def _finished(lang: Lang, own: Own) -> Element:
    on = own.mine.finished_on
    pairs = [
        (lang.t("training.fact.finished_on"), lang.day(on) if on else ""),
        (lang.t("training.fact.how"), lang.t(f"training.how.{own.mine.how}")),
    ]
    return facts(pairs)


def _active(lang: Lang, own: Own) -> list[Element]:
    session = own.mine.session
    return [
        *([appointed(lang, session, style=style_of(own.mine))] if session else []),
        *_lead(lang, own),
        *_other_wave(lang, own),
        facts(_own_facts(lang, own.mine)),
        course_facts(lang, own.course, SEAT),
    ]


def _other_wave(lang: Lang, own: Own) -> list[Element]:
    """The municipality's wave was changed since: what is booked stays."""
    changed = own.refused == "training.refused.other_wave"
    return [key_line(lang.t("training.told.lead.wave"))] if changed else []


def _own_facts(lang: Lang, mine: Standing) -> list[tuple[str, str]]:
    return [
        (lang.t("training.fact.calendar"), _calendar(lang, mine)),
        (lang.t("training.fact.substitute"), _substitute(lang, mine)),
    ]


def _calendar(lang: Lang, mine: Standing) -> str:
    said = mine.state == "booked" and mine.calendar in {"wanted", "stands", "refused"}
    return lang.t(f"training.calendar.{mine.calendar}") if said else ""


def _substitute(lang: Lang, mine: Standing) -> str:
    if not mine.substitute:
        return ""
    return lang.t("training.own.asking", name=shortened(mine.substitute, NAME_LENGTH))


def _lead(lang: Lang, own: Own) -> list[Element]:
    """What the state means for the reader; nothing where the heading has said it all."""
    key = f"training.own.lead.{kind(own)}"
    if not lang.knows(key):
        return []
    mine = own.mine
    head = shortened(mine.head, NAME_LENGTH) or lang.t("training.head.somebody")
    session = when.numbered(lang, mine.session) if mine.session else ""
    said = [text(lang.t(key, head=head, place=mine.place, session=session))]
    if mine.state == "dropped" and mine.session and mine.session.reason:
        reason = shortened(mine.session.reason, REASON_LENGTH)
        said.append(facts([(lang.t("training.fact.reason"), reason)]))
    return said


def _refused(lang: Lang, own: Own) -> list[Element]:
    if not own.refused:
        return []
    return [key_line(lang.t(own.refused, **own.facts))]


def _sessions(lang: Lang, own: Own, since: date | None, place: str) -> list[Element]:
    """What one may apply for; nothing while something else stands or nobody may."""
    if own.mine.finished_on or own.mine.state in ACTIVE or own.refused:
        return []
    narrowed = _narrowed(lang, since, place)
    none = [note(lang.t("training.own.none_found"))] if narrowed and not own.sessions else []
    more = [note(lang.t("training.own.more", count=own.more))] if own.more else []
    return [*narrowed, *to_choose(lang, own.sessions), *none, *more]


def _narrowed(lang: Lang, since: date | None, place: str) -> list[Element]:
    parts = [
        lang.t("training.own.since", day=lang.short_day(since)) if since else "",
        lang.t("training.own.place", place=shortened(place, PLACE_LENGTH)) if place else "",
    ]
    named = lang.listed(filter(None, parts))
    return [note(lang.t("training.own.narrowed", parts=named))] if named else []
