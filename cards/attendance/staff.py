"""What a family reported, as the child's teachers see it: no reason on any card that is posted.

A posted card is a copy outside our encryption: its preview names nobody, and what the family wrote
is the answer of one press.
"""

from typing import Literal

from cards.attendance.classes import seat
from cards.attendance.matter import Told
from cards.attendance.verbs.staff import (
    Call,
    Confirm,
    ConfirmHeld,
    ReadContent,
    Returned,
    ShareNurse,
    ShowReports,
)
from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Choice,
    Element,
    box,
    card,
    choice_input,
    note,
    press,
    shortened,
    submit,
    text,
)
from cards.lang import Lang
from cards.verbs import Verb

About = Literal["title", "title_nurse", "title_held"]
REPLIES = ("please_call", "pick_up", "get_well", "take_rest", "understood")
_OVER = ("withdrawn", "replaced")
READING_LENGTH = 16


def received(lang: Lang, told: Told, *, about: About = "title") -> Card:
    """出欠連絡: one child, what and when, who said so, and what the school did with it."""
    return card(
        lang,
        title=lang.t(f"attendance.staff.{about}"),
        body=[*lines(lang, told), *replies(lang, told)],
        actions=answers(lang, told),
        fallback_text=preview(lang),
    )


def done(lang: Lang) -> Card:
    """対応済み: what stands in the place of every card of a day that is over, or of a child whose
    cards are taken away at once. It names nobody."""
    return card(
        lang,
        title=lang.t("attendance.staff.done"),
        body=[note(lang.t("attendance.staff.done_note"))],
        fallback_text=lang.t("attendance.staff.done"),
    )


def ended(lang: Lang, *, waiting: int = 0) -> Card:
    """表示を終えました: a card whose day is over, and how many of its reports nobody has answered.
    It names nobody."""
    left = [text(lang.t("attendance.staff.ended_waiting", count=waiting))] if waiting else []
    return card(
        lang,
        title=lang.t("attendance.staff.ended"),
        body=[*left, note(lang.t("attendance.staff.ended_note"))],
        fallback_text=lang.t("attendance.staff.ended"),
    )


def opened(lang: Lang, verb: Verb) -> Card:
    """A way to what names children: it stays in the chat, and names come as a press's answer."""
    return card(
        lang,
        title=lang.t("attendance.staff.title"),
        body=[],
        actions=[press(lang.t("common.open"), verb)],
        fallback_text=preview(lang),
    )


def preview(lang: Lang) -> str:
    """「出欠連絡が1件あります」: all that a preview, a feed or a lock screen shows."""
    return lang.t("attendance.staff.preview")


def lines(lang: Lang, told: Told) -> list[Element]:
    """A report in a few lines; the first says who and what at a glance."""
    return [
        key_line(headline(lang, told), urgent=told.differs or told.request),
        text(days(lang, told), spacing="small"),
        note(origin(lang, told)),
        *_warnings(lang, told),
        *status(lang, told),
    ]


def headline(lang: Lang, told: Told) -> str:
    """3年2組 12番　青木 はる　お休み."""
    who = seat(lang, told.school_class, told.number, told.name)
    return f"{who}　{lang.t(f'attendance.family.kind_of.{told.kind}')}"


def reading(lang: Lang, told: Told) -> Action:
    """内容を見る among other reports: it names the child, so that no two buttons sound alike."""
    named = shortened(told.name, READING_LENGTH)
    who = lang.t("attendance.office.seat", number=told.number, name=named).strip()
    title = lang.t("attendance.staff.press.content_of", who=who)
    return press(title, ReadContent(report_id=told.report_id))


def days(lang: Lang, told: Told) -> str:
    """The day, or the first and the last."""
    if told.since == told.until:
        return lang.day(told.since)
    since, until = lang.short_day(told.since), lang.short_day(told.until)
    return lang.t("attendance.staff.period", since=since, until=until)


def origin(lang: Lang, told: Told) -> str:
    """保護者から　8:05; of an earlier day than the first reported one with that day."""
    who = lang.t(f"attendance.staff.who.{told.who}")
    is_of_the_day = told.sent_at.date() >= told.since
    sent = lang.time(told.sent_at) if is_of_the_day else lang.instant(told.sent_at)
    return lang.t("attendance.staff.meta", who=who, time=sent)


def marks(lang: Lang, told: Told) -> list[str]:
    """What must not be missed, in a word each."""
    found = (("differs", told.differs), ("request", _rings(told)), ("late", told.late))
    named = [lang.t(f"attendance.staff.{name}") for name, is_so in found if is_so]
    return named + ([lang.t("attendance.staff.interpreter")] if told.interpreter else [])


def _warnings(lang: Lang, told: Told) -> list[Element]:
    found: list[Element] = []
    if told.differs:
        found += _warning(lang, "differs")
    if _rings(told):
        found += _warning(lang, "request")
    if told.state == "held":
        note_of = "held_file_note" if told.who == "file_held" else "held_note"
        found += [note(lang.t(f"attendance.staff.{note_of}"))]
    if told.late:
        found += [note(lang.t("attendance.staff.late"))]
    return found + ([note(lang.t("attendance.staff.interpreter"))] if told.interpreter else [])


def _warning(lang: Lang, name: str) -> list[Element]:
    said = text(lang.t(f"attendance.staff.{name}"), weight="bolder")
    return [box([said, note(lang.t(f"attendance.staff.{name}_note"))], style="attention")]


def status(lang: Lang, told: Told) -> list[Element]:
    """What the school did with it, and the phrase that the family reads."""
    if told.state in _OVER:
        return [text(lang.t(f"attendance.staff.{told.state}"), weight="bolder")]
    return [text(answered(lang, told)), *_replied(lang, told)]


def answered(lang: Lang, told: Told) -> str:
    """Who answered and when; or that nobody has."""
    if not told.ack or told.answered_at is None:
        return lang.t("attendance.staff.unanswered")
    when = lang.time(told.answered_at)
    return lang.t(f"attendance.staff.ack.{told.ack}", by=told.answered_by, time=when)


def _replied(lang: Lang, told: Told) -> list[Element]:
    if not told.reply:
        return []
    phrase = lang.t(f"attendance.family.phrase.{told.reply}")
    return [note(lang.t("attendance.staff.replied", phrase=phrase))]


def answers(lang: Lang, told: Told, *, read: bool = False) -> list[Action]:
    """What can be pressed about a report as it stands, and how to read it unless it was `read`."""
    reading = ReadContent(report_id=told.report_id)
    content = [] if read else [press(lang.t("attendance.staff.press.content"), reading)]
    listing = press(lang.t("attendance.staff.press.list"), ShowReports())
    if told.state in _OVER:
        return [*content, listing]
    return [*_confirming(lang, told), *_calling(lang, told), *content, listing]


def _confirming(lang: Lang, told: Told) -> list[Action]:
    """The one answer that settles it: a request by ringing, a held one by asking, else by 確認."""
    if told.state == "held" and told.can_return:
        held = ConfirmHeld(report_id=told.report_id)
        return [press(lang.t("attendance.staff.press.held"), held, style="positive")]
    if _rings(told) and told.can_return:
        returned = Returned(report_id=told.report_id)
        return [press(lang.t("attendance.staff.press.returned"), returned, style="positive")]
    if can_confirm(told):
        known = {"report_id": told.report_id}
        return [submit(lang.t("attendance.staff.press.confirm"), Confirm, known)]
    return []


def _calling(lang: Lang, told: Told) -> list[Action]:
    if not told.can_answer:
        return []
    call = Call(report_id=told.report_id)
    nurse = ShareNurse(report_id=told.report_id)
    calling = [press(lang.t("attendance.staff.press.call"), call)] if told.ack != "calling" else []
    return [*calling, press(lang.t("attendance.staff.press.nurse"), nurse)]


def can_confirm(told: Told) -> bool:
    """Whether 確認しました is the reader's to press: not before a request was rung back, not while
    what a child sent is being checked, and once."""
    settled = told.ack in ("confirmed", "returned")
    return told.can_answer and told.state == "standing" and not settled and not _rings(told)


def _rings(told: Told) -> bool:
    return told.request and told.ack != "returned" and told.state not in _OVER


def replies(lang: Lang, told: Told) -> list[Element]:
    """A fixed phrase to the family to choose, where 確認しました can be pressed."""
    return [_reply(lang)] if can_confirm(told) else []


def _reply(lang: Lang) -> Element:
    choices = [
        Choice(title=lang.t(f"attendance.family.phrase.{one}"), value=one) for one in REPLIES
    ]
    label = lang.t("attendance.staff.reply")
    return choice_input("reply", label, choices, placeholder=lang.t("attendance.staff.reply_none"))
