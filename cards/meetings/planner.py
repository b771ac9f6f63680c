"""Until a day is found: the planner, the mail to the partner, and the answers instead of a day."""

from cards.common import copyable
from cards.elements import Card, Element, box, bullets, card, copy_box, press, section, text
from cards.lang import Lang
from cards.meetings import when
from cards.meetings.matter import Meeting
from cards.meetings.standing import (
    agenda,
    at_a_glance,
    known_facts,
    period,
    subject,
    troubles,
    until,
)
from cards.meetings.steps import answers_otherwise, offered
from cards.meetings.texts import mail_text
from cards.meetings.verbs import Show

SLOTS_SHOWN = 5
UNSEEN = frozenset(("no_mailbox", "unseen", "left", "vacant", "room_missing", "room_unseen"))


def planner(lang: Lang, meeting: Meeting) -> Card:
    """日程を決める時期です: candidates, and what can be done with them."""
    stage = _told(meeting)
    return card(
        lang,
        title=lang.t(f"meetings.planner.title.{stage}"),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            until(lang, meeting),
            *_candidates(lang, meeting, stage),
            *(_mail(lang, meeting) if stage == "inquired" else ()),
            *troubles(lang, meeting.troubles),
            *(agenda(lang, meeting.agenda) if meeting.agenda else ()),
            known_facts(lang, meeting),
        ],
        actions=offered(lang, meeting, *_steps(meeting, stage)),
        fallback_text=_fallback(lang, meeting),
        refresh=Show(meeting_id=meeting.meeting_id),
    )


def _told(meeting: Meeting) -> str:
    """How far the search is, as the card says it."""
    if meeting.stage in {"proposed", "inquired"}:
        return meeting.stage if meeting.slots else "no_slot"
    return "looking"


def _steps(meeting: Meeting, stage: str) -> tuple[str, ...]:
    first = {
        "looking": ("own_day",),
        "no_slot": ("own_day", "propose_again"),
        "proposed": ("inquire", "booking", "propose_again"),
        "inquired": ("booking", "inquire_again", "propose_again"),
    }[stage]
    return (*first, *answers_otherwise(meeting), "series")


def _candidates(lang: Lang, meeting: Meeting, stage: str) -> list[Element]:
    if stage in {"looking", "no_slot"}:
        return [text(lang.t(f"meetings.planner.{stage}"))]
    slots = meeting.slots[:SLOTS_SHOWN]
    lines = (candidate(lang, meeting, nth) for nth, _ in enumerate(slots))
    said = "proposed_partly" if stage == "proposed" and _is_unsure(meeting) else stage
    lead = lang.t(f"meetings.planner.{said}", count=len(slots))
    return [section(lang.t("meetings.planner.candidates")), text(lead), box([*bullets(lines)])]


def _is_unsure(meeting: Meeting) -> bool:
    """Whether a calendar that counts was not among those that are free."""
    return any(one.code in UNSEEN for one in meeting.troubles)


def _mail(lang: Lang, meeting: Meeting) -> list[Element]:
    """On the card itself: every copy is replaced at once, so that no answer to a press stays."""
    box = copy_box(lang.t("common.copy.label"), mail_text(lang, meeting))
    return [section(lang.t("meetings.inquiry.title")), text(lang.t("meetings.inquiry.lead")), box]


def candidate(lang: Lang, meeting: Meeting, nth: int) -> str:
    """候補1　12月9日（水）10:00～11:00."""
    line = when.slot_line(lang, meeting.slots[nth])
    return lang.t("meetings.planner.candidate", nth=nth + 1, slot=line)


def _fallback(lang: Lang, meeting: Meeting) -> str:
    return lang.t("meetings.planner.fallback", title=meeting.title, period=period(lang, meeting))


def working(lang: Lang, meeting: Meeting) -> Card:
    """確認中: the calendar is being written; the card will be replaced."""
    slot = meeting.wanted or meeting.slot
    day = [at_a_glance(lang, slot, meeting.today)] if slot else []
    return card(
        lang,
        title=lang.t(f"meetings.working.title.{meeting.stage}"),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            *day,
            text(lang.t(f"meetings.working.{meeting.stage}")),
            *troubles(lang, meeting.troubles),
        ],
        actions=offered(lang, meeting, "show"),
        refresh=Show(meeting_id=meeting.meeting_id),
    )


def inquiry(lang: Lang, meeting: Meeting, mail: str) -> Card:
    """The mail to the partner, to copy; who presses sends it."""
    back = press(lang.t("common.back"), Show(meeting_id=meeting.meeting_id))
    return card(
        lang,
        title=lang.t("meetings.inquiry.title"),
        body=[
            text(lang.t("meetings.inquiry.lead")),
            *subject(lang, meeting.title, meeting.partner),
            *copyable(lang, mail),
        ],
        actions=[*offered(lang, meeting, "booking"), back],
    )


def late(lang: Lang, meeting: Meeting, days_left: int, *, superior: bool = False) -> Card:
    """The period nears its end and no day is booked: the owner again, and who is above.

    It carries no refresh: that would put the planner in its place.
    """
    whose = "superior" if superior else "owner"
    steps = ("show", "series") if superior else _steps(meeting, _told(meeting))
    return card(
        lang,
        title=lang.count("meetings.late.title", days_left),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            until(lang, meeting),
            text(lang.t(f"meetings.late.{whose}")),
            *_candidates(lang, meeting, _told(meeting)),
            *troubles(lang, meeting.troubles),
            known_facts(lang, meeting),
        ],
        actions=offered(lang, meeting, *steps),
        fallback_text=_fallback(lang, meeting),
    )


def passed(lang: Lang, meeting: Meeting, *, superior: bool = False) -> Card:
    """The period is over without a record: it was held, or there is an answer, or it comes late."""
    whose = "superior" if superior else "owner"
    answers = ("held", *(("written",) if meeting.may_write else ()), "why_not", "book_later")
    return card(
        lang,
        title=lang.t("meetings.passed.title", period=period(lang, meeting)),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            until(lang, meeting),
            text(lang.t(f"meetings.passed.{whose}")),
            known_facts(lang, meeting),
        ],
        actions=offered(lang, meeting, *(("show",) if superior else answers), "series"),
        fallback_text=lang.t("meetings.passed.fallback", title=meeting.title),
    )
