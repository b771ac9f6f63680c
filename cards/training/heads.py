"""What heads of staff see: who applied for what, what they decide, what they are told."""

from collections.abc import Sequence
from typing import Literal

from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Element,
    actions_row,
    box,
    card,
    facts,
    note,
    press,
    shortened,
    text,
)
from cards.lang import Lang
from cards.training import when
from cards.training.matter import Request
from cards.training.standing import (
    NAME_LENGTH,
    SEAT,
    TITLE_LENGTH,
    appointed,
    course_facts,
    place,
    subject,
)
from cards.training.steps import to_list
from cards.training.verbs import Decide, ToApprove

Asked = Literal["first", "again", "superior"]
CalledOff = Literal["withdrawn", "cannot", "replaced"]
REQUESTS_SHOWN = 6
NOTIFIED_SHOWN = 10


def request(lang: Lang, request: Request, *, asked: Asked = "first") -> Card:
    """受講の承認のお願い. `asked`: the first time, once more, or above who was asked before."""
    return card(
        lang,
        title=lang.t("training.request.title"),
        body=[
            key_line(_who(lang, request)),
            *subject(lang, request.course),
            appointed(lang, request.session),
            *_waiting(lang, request),
            course_facts(lang, request.course, SEAT),
            note(lang.t(f"training.request.why.{asked}")),
        ],
        actions=[
            *_answers(lang, request),
            press(lang.t("training.press.all_requests"), ToApprove()),
        ],
        fallback_text=lang.t("training.request.fallback", title=request.course.title),
    )


def _who(lang: Lang, request: Request) -> str:
    name = shortened(request.name, NAME_LENGTH)
    department = shortened(request.department, NAME_LENGTH)
    return lang.t("training.request.who", name=name, department=department)


def _waiting(lang: Lang, request: Request) -> list[Element]:
    return [text(lang.t("training.request.waiting"))] if request.waiting else []


def _answers(lang: Lang, request: Request) -> list[Action]:
    known = {"enrolment_id": request.enrolment_id, "version": request.version}
    agree = Decide.of({**known, "agree": True})
    refuse = Decide.of({**known, "agree": False})
    return [
        press(lang.t("training.press.agree"), agree, style="positive"),
        press(lang.t("training.press.refuse"), refuse),
    ]


def requests(lang: Lang, requests: Sequence[Request]) -> Card:
    """承認を待つ申込み: each with its two buttons."""
    more = len(requests) - REQUESTS_SHOWN
    rest = [note(lang.t("training.requests.more", count=more))] if more > 0 else []
    none = [text(lang.t("training.requests.none"))] if not requests else []
    return card(
        lang,
        title=lang.t("training.requests.title"),
        body=[*none, *(_listed(lang, one) for one in requests[:REQUESTS_SHOWN]), *rest],
        actions=[to_list(lang)],
    )


def _listed(lang: Lang, request: Request) -> Element:
    return box([*_lines(lang, request), *actions_row(_answers(lang, request))])


def _lines(lang: Lang, request: Request) -> list[Element]:
    waiting = lang.t("training.request.on_list") if request.waiting else ""
    session = f"{when.session_line(lang, request.session)}{waiting}"
    return [
        text(_who(lang, request), weight="bolder"),
        text(shortened(request.course.title, TITLE_LENGTH), spacing="none"),
        text(session, spacing="none"),
        text(place(lang, request.session), size="small", spacing="none"),
    ]


def decided(lang: Lang, request: Request, agree: bool, by: str) -> Card:
    """What was decided and by whom, for who pressed and for everybody else who was asked."""
    name = "agreed" if agree else "refused"
    return _closed(lang, request, name, lang.t("training.fact.decided_by"), by)


def settled(lang: Lang, request: Request) -> Card:
    """Nothing is to be decided any more: withdrawn, or the session was cancelled."""
    return _closed(lang, request, "settled", "", "")


def called_off(lang: Lang, request: Request, why: CalledOff) -> Card:
    """What had been approved doesn't come about: its person has gone another way."""
    return _closed(lang, request, why, "", "")


def _closed(lang: Lang, request: Request, name: str, fact: str, by: str) -> Card:
    return card(
        lang,
        title=lang.t(f"training.decided.title.{name}"),
        body=[
            box(_lines(lang, request)),
            facts([(fact, shortened(by, NAME_LENGTH))]),
            note(lang.t(f"training.decided.next.{name}")),
        ],
        actions=[press(lang.t("training.press.all_requests"), ToApprove())],
        fallback_text=lang.t(f"training.decided.title.{name}"),
    )


def notified(lang: Lang, requests: Sequence[Request]) -> Card:
    """Who of one's staff has booked what since the last working morning; nothing is to be done."""
    more = len(requests) - NOTIFIED_SHOWN
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    return card(
        lang,
        title=lang.count("training.notified.title", len(requests)),
        body=[
            text(lang.t("training.notified.lead")),
            *(box(_lines(lang, one)) for one in requests[:NOTIFIED_SHOWN]),
            *rest,
            note(lang.t("training.notified.why")),
        ],
        actions=[to_list(lang)],
        fallback_text=lang.count("training.notified.title", len(requests)),
    )
