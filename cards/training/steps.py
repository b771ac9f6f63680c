"""The buttons that staff press on their cards of training, by their names."""

from cards.elements import Action, ActionStyle, open_url, press, show_card, text
from cards.lang import Lang
from cards.training.matter import Course, Own, Session
from cards.training.verbs import (
    Accept,
    Enrol,
    Mine,
    OpenCannot,
    OpenCheck,
    OpenFilter,
    OpenSubstitute,
    Pass,
    Show,
    ShowCertificate,
    Withdraw,
)
from cards.verbs import Verb

_STYLES: dict[str, ActionStyle] = {
    "accept": "positive",
    "see_sessions": "positive",
    "check": "positive",
}
_OF_COURSE: dict[str, type[Verb]] = {
    "show": Show,
    "see_sessions": Show,
    "show_all": Show,
    "filter": OpenFilter,
    "substitute": OpenSubstitute,
    "cannot": OpenCannot,
    "check": OpenCheck,
    "certificate": ShowCertificate,
}
_CHANGING: dict[str, type[Verb]] = {
    "accept": Accept,
    "pass": Pass,
}


def opening(lang: Lang, course: Course, *names: str) -> list[Action]:
    """The buttons of these names that need to know the course alone."""
    known = {"course_id": course.course_id}
    return [_button(lang, name, _OF_COURSE[name].of(known)) for name in names]


def changing(lang: Lang, own: Own, *names: str) -> list[Action]:
    """The buttons of these names that change how the reader stands to the course."""
    known = {"course_id": own.course.course_id, "version": own.mine.version}
    return [_button(lang, name, _CHANGING[name].of(known)) for name in names]


def leaving(lang: Lang, own: Own, name: str) -> list[Action]:
    """申込みを取り消す, キャンセル待ちをやめる: unfolds what is lost, for it can't be undone."""
    verb = Withdraw(course_id=own.course.course_id, version=own.mine.version)
    sure = press(lang.t(f"training.own.leaving.{name}"), verb, style="destructive")
    lost = "list" if name == "leave_list" else _lost(own.mine.session)
    said = text(lang.t(f"training.own.leaving.{lost}"))
    return [show_card(lang.t(f"training.press.{name}"), [said], [sure])]


def _lost(session: Session | None) -> str:
    """Whether the seat goes to the `next`, may be had `again`, or the session is `closed`."""
    if session is None or session.waiting:
        return "next"
    if session.closed:
        return "closed"
    return "next" if session.held >= session.seats else "again"


def _button(lang: Lang, name: str, verb: Verb) -> Action:
    return press(lang.t(f"training.press.{name}"), verb, style=_STYLES.get(name, "default"))


def enrol(lang: Lang, session: Session) -> Action:
    """申し込む, キャンセル待ちに入る where no seat is left."""
    wait = session.left <= 0
    title = lang.t("training.press.wait" if wait else "training.press.enrol")
    verb = Enrol(session_id=session.session_id, wait=wait)
    return press(title, verb, style="default" if wait else "positive")


def to_list(lang: Lang) -> Action:
    """研修の一覧."""
    return press(lang.t("training.press.mine"), Mine())


def back(lang: Lang, course: Course) -> Action:
    """戻る: one's own card of the course, changes nothing."""
    return press(lang.t("common.back"), Show(course_id=course.course_id))


def joining(lang: Lang, session: Session | None) -> list[Action]:
    """Into the online meeting, where there is one."""
    if session is None or not session.link or session.state == "cancelled":
        return []
    return [open_url(lang.t("training.press.join"), session.link)]


def watching(lang: Lang, course: Course) -> list[Action]:
    """録画を見る, and the questions that finish the course where it has some."""
    if not course.recording:
        return []
    watch = open_url(lang.t("training.press.watch"), course.recording)
    return [watch, *(opening(lang, course, "check") if course.questions else [])]
