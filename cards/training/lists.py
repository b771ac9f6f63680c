"""研修: what the reader has booked, may book and has finished."""

from collections.abc import Sequence
from datetime import date

from cards.common import group
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    card,
    columns,
    note,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Line, Standing
from cards.training.standing import ACTIVE
from cards.training.verbs import (
    Courses,
    OpenSelfCheck,
    Secondments,
    Show,
    ShowCertificate,
    ToApprove,
)
from cards.verbs import Verb

ACTIVE_SHOWN = 6
OPEN_SHOWN = 6
FINISHED_SHOWN = 3
LINE_LENGTH = 60


def mine(
    lang: Lang,
    lines: Sequence[Line],
    *,
    requests: int,
    manages: bool,
    seconded: bool = False,
) -> Card:
    """`requests`: applications that wait for the reader; `manages`: they run courses;
    `seconded`: they are, or were, seconded."""
    finished = sorted(_with(lines, "finished"), key=_finished, reverse=True)
    active = sorted(_with(lines, "active"), key=_start)
    rest = sorted(_with(lines, "open"), key=_urgency)
    return card(
        lang,
        title=lang.t("training.mine.title"),
        body=[
            *([text(lang.t("training.mine.none"))] if not lines else []),
            *_group(lang, "active", active, ACTIVE_SHOWN),
            *_group(lang, "open", rest, OPEN_SHOWN),
            *_group(lang, "finished", finished, FINISHED_SHOWN),
        ],
        actions=_actions(lang, requests, manages=manages, seconded=seconded),
    )


def _with(lines: Sequence[Line], group: str) -> list[Line]:
    return [one for one in lines if _group_of(one.mine) == group]


def _group_of(mine: Standing) -> str:
    if mine.finished_on:
        return "finished"
    return "active" if mine.state in ACTIVE else "open"


def _start(line: Line) -> float:
    session = line.mine.session
    return session.starts_at.timestamp() if session else 0.0


def _urgency(line: Line) -> tuple[bool, float]:
    """Courses that one must finish first, then by their deadline."""
    deadline = line.course.deadline
    return not line.course.mandatory, deadline.timestamp() if deadline else float("inf")


def _finished(line: Line) -> date:
    return line.mine.finished_on or date.min


def _group(lang: Lang, name: str, lines: Sequence[Line], most: int) -> list[Element]:
    more = len(lines) - most
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    rows = [_row(lang, one) for one in lines[:most]]
    return group(lang.t(f"training.mine.{name}"), [*rows, *rest])


def _row(lang: Lang, line: Line) -> Element:
    said = [
        text(_above(lang, line), size="small", separator=True),
        text(shortened(line.course.title, LINE_LENGTH), weight="bolder", spacing="none"),
    ]
    return columns(("stretch", said), ("auto", actions_row([_open(lang, line)])))


def _open(lang: Lang, line: Line) -> Action:
    course = line.course.course_id
    if line.mine.finished_on:
        return press(lang.t("training.press.certificate"), ShowCertificate(course_id=course))
    return press(lang.t("common.open"), Show(course_id=course))


def _above(lang: Lang, line: Line) -> str:
    """受講決定　12月9日（水）13:30～15:00; 必修　締切12月7日（月）17:15まで."""
    mine = line.mine
    if mine.finished_on:
        return lang.t(
            "training.mine.line", state=_state(lang, line), what=lang.day(mine.finished_on)
        )
    if mine.state in ACTIVE and mine.session:
        session = when.session_line(lang, mine.session)
        return lang.t("training.mine.line", state=_state(lang, line), what=session)
    return lang.t("training.mine.line", state=_state(lang, line), what=_deadline(lang, line))


def _state(lang: Lang, line: Line) -> str:
    if line.mine.finished_on:
        return lang.t("training.state.finished")
    if line.mine.state:
        return lang.t(f"training.state.{line.mine.state}")
    return lang.t("training.kind.mandatory" if line.course.mandatory else "training.kind.free")


def _deadline(lang: Lang, line: Line) -> str:
    course = line.course
    if course.state != "open":
        return lang.t("training.mine.closed")
    if course.deadline is None:
        return lang.t("training.mine.by_recording" if course.recording else "training.mine.later")
    return lang.t("training.mine.deadline", until=when.until(lang, course.deadline))


def _actions(lang: Lang, requests: int, *, manages: bool, seconded: bool) -> list[Action]:
    asked = lang.t("training.press.to_approve", count=requests)
    offered: list[tuple[bool, str, Verb]] = [
        (bool(requests), asked, ToApprove()),
        (manages, lang.t("training.press.courses"), Courses()),
        (True, lang.t("training.press.self_check"), OpenSelfCheck()),
        (seconded, lang.t("training.press.secondments"), Secondments()),
    ]
    return [press(words, verb) for shown, words, verb in offered if shown]
