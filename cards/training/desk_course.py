"""One course as who runs it sees it: how far it is, its sessions, its waves, what may be done."""

from typing import Literal

from cards.common import group, key_line
from cards.elements import (
    Action,
    ActionStyle,
    Card,
    Choice,
    Element,
    actions_row,
    card,
    columns,
    facts,
    note,
    press,
    shortened,
    show_card,
    text,
)
from cards.lang import Lang
from cards.training import when
from cards.training.desk_waves import wave_lines
from cards.training.desk_words import (
    finished,
    seats,
    session_state,
    unfinished,
)
from cards.training.matter import Course, Managed, Offer, Session, Wave
from cards.training.others import others
from cards.training.standing import NAME_LENGTH, minutes, place, subject
from cards.training.verbs import (
    Announce,
    CloseCourse,
    Courses,
    Manage,
    ManageSession,
    MeetPromise,
    OpenCourse,
    OpenPromise,
    OpenWave,
    ShowProgress,
)
from cards.verbs import Verb

CourseDone = Literal["opened", "closed", "bound", "untied", "wave_chosen"]

SESSIONS_SHOWN = 3
WAVES_OFFERED = 4
OFFERS_SHOWN = 3
TENANT_LENGTH = 24


def manage(lang: Lang, managed: Managed, *, done: CourseDone | None = None) -> Card:
    """研修の管理: `done` is what the reader's press has just made of it."""
    course = managed.course
    return card(
        lang,
        title=lang.t("training.desk.manage.title"),
        body=[
            *([key_line(lang.t(f"training.desk.manage.{done}"))] if done else []),
            *subject(lang, course),
            *_standing(lang, managed),
            _facts(lang, course),
            *group(lang.t("training.desk.manage.sessions"), _sessions(lang, managed)),
            *group(lang.t("training.desk.manage.waves"), wave_lines(lang, managed, names=False)),
            *group(lang.t("training.desk.manage.offers"), _offers(lang, managed)),
        ],
        actions=_steps(lang, managed),
        refresh=None if done else Manage(course_id=course.course_id),
    )


def _standing(lang: Lang, managed: Managed) -> list[Element]:
    """The state in a sentence, and the numbers under it."""
    course = managed.course
    bare = course.state in {"draft", "open"} and not managed.sessions
    state = lang.t(f"training.desk.manage.state.{course.state}")
    said = lang.t("training.desk.manage.bare") if bare else state
    return [
        key_line(said, urgent=bare),
        *_opening(lang, course),
        text(finished(lang, managed.total), weight="bolder"),
        text(unfinished(lang, managed.total), spacing="none"),
    ]


def _opening(lang: Lang, course: Course) -> list[Element]:
    """From when on staff may apply, as long as they can't."""
    if course.opens_at is None or course.state != "draft":
        return []
    opens = when.moment(lang, course.opens_at)
    return [text(lang.t("training.desk.manage.opens", moment=opens))]


def _facts(lang: Lang, course: Course) -> Element:
    deadline = when.until(lang, course.deadline) if course.deadline else ""
    promise = shortened(course.promise, NAME_LENGTH)
    elsewhere = lang.t("training.desk.manage.elsewhere") if course.from_elsewhere else ""
    key = "training.desk.fact"
    return facts(
        [
            (lang.t(f"{key}.code"), course.code),
            (lang.t(f"{key}.minutes"), minutes(lang, course)),
            (lang.t(f"{key}.deadline"), deadline),
            (lang.t(f"{key}.finish_by"), lang.day(course.finish_by)),
            (lang.t(f"{key}.promise"), promise),
            (lang.t(f"{key}.from"), elsewhere),
        ]
    )


def _sessions(lang: Lang, managed: Managed) -> list[Element]:
    if not managed.sessions:
        return [note(lang.t("training.desk.import"))]
    ordered = sorted(managed.sessions, key=lambda one: (one.over, one.starts_at))
    rows = [_session(lang, one) for one in ordered[:SESSIONS_SHOWN]]
    rest = [_choice(lang, one) for one in ordered[SESSIONS_SHOWN:]]
    label = lang.t("training.desk.manage.others")
    return [*rows, *others(lang, label, "session_id", rest, ManageSession)]


def _choice(lang: Lang, session: Session) -> Choice:
    return Choice(title=when.numbered(lang, session), value=str(session.session_id))


def _session(lang: Lang, session: Session) -> Element:
    state = session_state(lang, session)
    above = lang.t("training.desk.manage.line", number=session.number, state=state)
    where = lang.t(
        "training.desk.manage.where", place=place(lang, session), seats=seats(lang, session)
    )
    words = [
        text(above, size="small", separator=True),
        text(when.session_line(lang, session), weight="bolder", spacing="none"),
        text(where, size="small", spacing="none"),
    ]
    button = press(lang.t("common.open"), ManageSession(session_id=session.session_id))
    return columns(("stretch", words), ("auto", actions_row([button])))


def _offers(lang: Lang, managed: Managed) -> list[Element]:
    """A line for each tenant that has the course too."""
    lines = [_offer(lang, one) for one in managed.offers[:OFFERS_SHOWN]]
    more = len(managed.offers) - OFFERS_SHOWN
    rest = [lang.t("common.more", count=more)] if more > 0 else []
    return [text("\n\n".join((*lines, *rest)), size="small")] if lines else []


def _offer(lang: Lang, offer: Offer) -> str:
    said = "told" if offer.told_at else "untold"
    return lang.t(
        f"training.desk.manage.offer_{said}",
        tenant=shortened(offer.tenant, TENANT_LENGTH),
        seats=f"{offer.seats:,}",
        booked=f"{offer.booked:,}",
        finished=f"{offer.finished:,}",
    )


def _steps(lang: Lang, managed: Managed) -> list[Action]:
    """What the reader may do, the next step of the course first."""
    course, may = managed.course, _may(managed)
    known = {"course_id": course.course_id, "version": course.version}
    show = {"course_id": course.course_id}
    return [
        *(_step(lang, "open", OpenCourse.of(known), may, style="positive")),
        *(_announcing(lang, managed) if "announce" in may else ()),
        press(lang.t("training.desk.press.progress"), ShowProgress(course_id=course.course_id)),
        *(_step(lang, "waves", OpenWave.of(show), may)),
        *(_step(lang, "promise", OpenPromise.of(show), may)),
        *(_step(lang, "meet", MeetPromise.of(known), may)),
        *(_step(lang, "close", CloseCourse.of(known), may, style="destructive")),
        press(lang.t("training.desk.press.courses"), Courses()),
    ]


def _may(managed: Managed) -> frozenset[str]:
    """Nobody chooses among no waves, nor meets a promise that isn't there."""
    waves = frozenset() if managed.waves else frozenset({"waves"})
    promise = frozenset() if managed.course.promise else frozenset({"meet"})
    return managed.may - waves - promise


def _step(
    lang: Lang, name: str, verb: Verb, may: frozenset[str], *, style: ActionStyle = "default"
) -> list[Action]:
    return [press(lang.t(f"training.desk.press.{name}"), verb, style=style)] if name in may else []


def _announcing(lang: Lang, managed: Managed) -> list[Action]:
    """One card for everybody, or one for each wave that has had none."""
    if not managed.waves:
        key = "announce_rest" if managed.announced else "announce"
        return [_announce(managed.course, lang.t(f"training.desk.press.{key}"), 0)]
    unsent = [one for one in managed.waves if not one.made][:WAVES_OFFERED]
    if not unsent:
        return [_announce(managed.course, lang.t("training.desk.press.announce_rest"), 0)]
    buttons = [_of_wave(lang, managed.course, one) for one in unsent]
    return [show_card(lang.t("training.desk.press.announce_waves"), [], buttons)]


def _of_wave(lang: Lang, course: Course, wave: Wave) -> Action:
    said = lang.t("training.desk.press.announce_wave", title=shortened(wave.title, 20))
    return _announce(course, said, wave.number)


def _announce(course: Course, said: str, wave: int) -> Action:
    verb = Announce(course_id=course.course_id, version=course.version, wave=wave)
    return press(said, verb)
