"""Lines that the cards of training share: which course, when and where, how many seats are left."""

from collections.abc import Sequence

from cards.common import group
from cards.elements import (
    Element,
    Style,
    actions_row,
    box,
    facts,
    note,
    shortened,
    text,
)
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Course, Session, Standing
from cards.training.steps import enrol

ACTIVE = frozenset(("requested", "booked", "waiting", "offered"))
TITLE_LENGTH = 100
TEXT_LENGTH = 200
PLACE_LENGTH = 80
NAME_LENGTH = 60
REASON_LENGTH = 200
SESSIONS_SHOWN = 6
REQUIRES_SHOWN = 2
COURSE = ("minutes", "duty", "finish_by", "requires", "promise")
DATED = ("dates", *COURSE)
SEAT = ("duty", "finish_by", "promise")  # beside a day and its hours


def subject(lang: Lang, course: Course) -> list[Element]:
    """Which course it is, whether one must, and of which series."""
    name = text(shortened(course.title, TITLE_LENGTH), weight="bolder", size="medium")
    kind = lang.t("training.kind.mandatory" if course.mandatory else "training.kind.free")
    parts = (kind, shortened(course.series, NAME_LENGTH))
    return [name, text("　".join(filter(None, parts)), size="small", spacing="none")]


def about(course: Course) -> list[Element]:
    """What one learns there."""
    return [text(shortened(course.text, TEXT_LENGTH))] if course.text else []


def course_facts(lang: Lang, course: Course, names: Sequence[str] = COURSE) -> Element:
    """The facts of these names, those without a value left out."""
    said = {
        "dates": _dates(lang, course),
        "minutes": minutes(lang, course),
        "duty": duty(lang, course),
        "finish_by": lang.day(course.finish_by) if course.mandatory else "",
        "requires": _requires(lang, course),
        "promise": shortened(course.promise, TITLE_LENGTH),
    }
    return facts((lang.t(f"training.fact.{name}"), said[name]) for name in names)


def _dates(lang: Lang, course: Course) -> str:
    if course.first is None or course.last is None:
        return ""
    span = when.span(lang, course.first, course.last)
    return lang.t("training.dates", span=span, sessions=sessions(lang, course))


def sessions(lang: Lang, course: Course) -> str:
    """全6回."""
    return lang.count("training.sessions", course.sessions)


def minutes(lang: Lang, course: Course) -> str:
    """90分."""
    return lang.t("training.minutes", count=course.minutes)


def duty(lang: Lang, course: Course) -> str:
    """職務として受講, 職務専念義務の免除, 勤務時間外の自主参加."""
    return lang.t(f"training.duty.{course.duty}")


def _requires(lang: Lang, course: Course) -> str:
    named = [shortened(one, NAME_LENGTH) for one in course.requires]
    return lang.listed(named, most=REQUIRES_SHOWN)


def head_part(lang: Lang, course: Course) -> list[Element]:
    """What an application sets going with the reader's head, where it does."""
    return [] if course.head == "none" else [note(lang.t(f"training.head.{course.head}"))]


def appointed(lang: Lang, session: Session, *, style: Style = "accent") -> Element:
    """The day, the time and the place of one session, at a glance."""
    return box(
        [
            text(lang.day(session.starts_at.date()), weight="bolder", size="large"),
            text(when.hours(lang, session), weight="bolder", size="large", spacing="none"),
            text(place(lang, session), spacing="small"),
        ],
        style=style,
    )


def has_begun(mine: Standing) -> bool:
    """Whether the session that the reader has booked has begun: its seat is nobody else's now."""
    return mine.state == "booked" and mine.session is not None and mine.session.over


def style_of(mine: Standing) -> Style:
    """A session that is booked stands out; one that is waited for doesn't look as if it were."""
    return "accent" if mine.state in {"booked", "offered"} else "emphasis"


def place(lang: Lang, session: Session) -> str:
    """The room, Teams, or both."""
    room = [shortened(session.place, PLACE_LENGTH)] if session.place else []
    online = [lang.t("training.online")] if session.link else []
    return lang.listed([*room, *online]) or lang.t("training.no_place")


def to_choose(lang: Lang, found: Sequence[Session]) -> list[Element]:
    """日程と空席: each session with its button."""
    rows = [element for one in found[:SESSIONS_SHOWN] for element in _session(lang, one)]
    return group(lang.t("training.own.sessions"), rows)


def _session(lang: Lang, session: Session) -> list[Element]:
    lines = [
        text(when.numbered(lang, session), weight="bolder"),
        text(place(lang, session), spacing="none"),
        *seat_lines(lang, session),
    ]
    button = actions_row([enrol(lang, session)]) if _takes(session) else []
    return [box([*lines, *button])]


def _takes(session: Session) -> bool:
    return session.state == "open" and not (session.over or session.closed)


def seat_lines(lang: Lang, session: Session) -> list[Element]:
    """空き12席（定員30人）, 締切 12月7日（月）17:15まで; why not, where nobody can apply."""
    if session.state in {"cancelled", "held"}:
        return [text(lang.t(f"training.session.{session.state}"), spacing="none")]
    if not _takes(session):
        return [text(lang.t("training.session.closed"), spacing="none")]
    until = lang.t("training.session.deadline", until=when.until(lang, session.deadline))
    return [
        text(_left(lang, session), spacing="none"),
        text(until, size="small", spacing="none"),
    ]


def _left(lang: Lang, session: Session) -> str:
    if session.left > 0:
        narrower = session.left < session.seats - session.held
        said = "training.session.left_of_quota" if narrower else "training.session.left"
        return lang.t(said, left=session.left, seats=session.seats)
    full = session.held >= session.seats
    said = lang.t("training.session.full" if full else "training.session.quota")
    if not session.waiting:
        return said
    return lang.t("training.session.waiting", said=said, count=session.waiting)
