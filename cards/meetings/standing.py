"""Lines that the cards of meetings share: whose, with whom, by when, who comes, what troubles."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from cards.common import group, left
from cards.elements import Element, box, bullets, facts, note, section, shortened, text
from cards.lang import Lang
from cards.meetings import when
from cards.meetings.matter import AgendaLine, Attendee, FollowUpLine, Meeting, Placed, Slot, Trouble

TITLE_LENGTH = 100
NAME_LENGTH = 60
LINE_LENGTH = 200
ATTENDEES_SHOWN = 8
AGENDA_SHOWN = 12
TROUBLES_SHOWN = 6
FOLLOW_UPS_SHOWN = 6
URGENT_DAYS = 14
REPLIES = ("yes", "no", "maybe", "")


def subject(lang: Lang, title: str, partner: str) -> list[Element]:
    """What is met about, and with whom."""
    name = text(shortened(title, TITLE_LENGTH), weight="bolder", size="medium")
    whom = lang.t("meetings.partner", names=shortened(partner, TITLE_LENGTH))
    return [name, *([text(whom, spacing="small")] if partner else [])]


def period(lang: Lang, meeting: Meeting) -> str:
    """第3四半期（10～12月）."""
    return when.period(lang, meeting.first, meeting.last)


def until(lang: Lang, meeting: Meeting) -> Element:
    """By when the meeting of this period must be held."""
    key = "meetings.over" if meeting.overdue else "meetings.until"
    urgent = (meeting.until - meeting.today).days <= URGENT_DAYS
    lines = [
        text(lang.t(key, period=period(lang, meeting))),
        text(lang.day(meeting.until), weight="bolder", size="large", spacing="none"),
        *([] if meeting.overdue else [_ahead(lang, meeting.until, meeting.today)]),
    ]
    return box(lines, style="warning" if urgent else "emphasis")


def appointed(lang: Lang, meeting: Meeting) -> list[Element]:
    """The day and the time, at a glance; nothing before they are booked."""
    slot = meeting.slot
    return [] if slot is None else [at_a_glance(lang, slot, meeting.today)]


def at_a_glance(lang: Lang, slot: Slot, today: date) -> Element:
    """A day and a time, and how far ahead they are."""
    day = slot.start.date()
    hours = lang.t("meetings.hours", at=when.clock(slot), till=when.till(slot))
    lines = [
        text(lang.day(day), weight="bolder", size="large"),
        text(hours, weight="bolder", size="large", spacing="none"),
        *([] if day < today else [_ahead(lang, day, today)]),
    ]
    return box(lines, style="accent")


def _ahead(lang: Lang, day: date, today: date) -> Element:
    return text(left(lang, day, today), size="small", spacing="none")


def troubles(lang: Lang, found: Sequence[Trouble]) -> list[Element]:
    """What must be known, each with what can be done about it."""
    if not found:
        return []
    lines = [_trouble(lang, one) for one in found[:TROUBLES_SHOWN]]
    more = len(found) - TROUBLES_SHOWN
    rest = [lang.t("common.more", count=more)] if more > 0 else []
    head = text(lang.t("meetings.trouble.title"), weight="bolder")
    return [box([head, *bullets([*lines, *rest])], style="warning")]


def _trouble(lang: Lang, trouble: Trouble) -> str:
    nobody = "some_post" if trouble.code == "vacant" else "somebody"
    name = shortened(trouble.name, NAME_LENGTH) or lang.t(f"meetings.trouble.{nobody}")
    at = when.moment(lang, trouble.at) if trouble.at else lang.t("meetings.trouble.some_time")
    return lang.t(f"meetings.trouble.{trouble.code}", name=name, at=at)


def place(lang: Lang, placed: Placed) -> str:
    """The room, Teams, or both; of a mail address what stands before the @."""
    online = [lang.t("meetings.online")] if placed.online else []
    room = [shortened(placed.room.partition("@")[0], NAME_LENGTH)] if placed.room else []
    return lang.listed([*room, *online]) or lang.t("meetings.no_place")


def who_comes(lang: Lang, attendees: Sequence[Attendee]) -> list[Element]:
    """Answers counted, and each person's."""
    if not attendees:
        return []
    more = len(attendees) - ATTENDEES_SHOWN
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    lines = bullets(_attendee(lang, one) for one in attendees[:ATTENDEES_SHOWN])
    head = lang.t("meetings.attendees", counted=counted(lang, attendees))
    return [section(head), *lines, *rest]


def counted(lang: Lang, attendees: Sequence[Attendee]) -> str:
    """出席2・未定1・未回答3."""
    replies = Counter(one.reply for one in attendees)
    said = [
        lang.t("meetings.reply.counted", reply=reply_word(lang, reply), count=replies[reply])
        for reply in REPLIES
        if replies[reply]
    ]
    return ("・" if lang.japanese else ", ").join(said)


def reply_word(lang: Lang, reply: str) -> str:
    """出席, 欠席, 未定, 未回答."""
    return lang.t(f"meetings.reply.{reply or 'none'}")


def _attendee(lang: Lang, one: Attendee) -> str:
    named = "　".join(filter(None, (shortened(one.post, 40), shortened(one.name, 40))))
    return lang.t("meetings.reply.line", name=named, reply=reply_word(lang, one.reply))


def agenda(lang: Lang, lines: Sequence[AgendaLine]) -> list[Element]:
    """The items, those carried over from the last meeting marked."""
    if not lines:
        return [section(lang.t("meetings.agenda.title")), note(lang.t("meetings.agenda.none"))]
    more = len(lines) - AGENDA_SHOWN
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    said = bullets(item(lang, line) for line in lines[:AGENDA_SHOWN])
    return [*group(lang.t("meetings.agenda.title"), said), *rest]


def item(lang: Lang, line: AgendaLine) -> str:
    """An item with who put it there."""
    said = shortened(line.text, LINE_LENGTH)
    if line.carried:
        return lang.t("meetings.agenda.carried", text=said)
    return lang.t("meetings.agenda.by", text=said, by=line.by) if line.by else said


def follow_ups(
    lang: Lang, lines: Sequence[FollowUpLine], *, today: date | None = None
) -> list[Element]:
    """What is left to do: who, until when."""
    more = len(lines) - FOLLOW_UPS_SHOWN
    rest = [note(lang.t("common.more", count=more))] if more > 0 else []
    said = bullets(follow_up(lang, line, today=today) for line in lines[:FOLLOW_UPS_SHOWN])
    return [*group(lang.t("meetings.follow_up.list"), said), *rest]


def follow_up(lang: Lang, line: FollowUpLine, *, today: date | None = None) -> str:
    """資料を送る（企画課長・12月18日（金）まで）."""
    done = line.done_on is not None
    ahead = left(lang, line.due_on, today) if today and not done else ""
    return lang.t(
        "meetings.follow_up.done_line" if done else "meetings.follow_up.line",
        text=shortened(line.text, LINE_LENGTH),
        post=shortened(line.post, NAME_LENGTH),
        day=lang.short_day(line.done_on or line.due_on),
        left=f"・{ahead}" if ahead and lang.japanese else f", {ahead}" if ahead else "",
    )


def last_met(lang: Lang, day: date | None) -> str:
    """The day of the last meeting."""
    return lang.day(day) if day else lang.t("meetings.never_met")


def known_facts(lang: Lang, meeting: Meeting) -> Element:
    """What reminds somebody who knows the series."""
    return facts(
        [
            (lang.t("meetings.fact.owner"), shortened(meeting.owner, NAME_LENGTH)),
            (lang.t("meetings.fact.cadence"), when.cadence(lang, meeting.unit, meeting.count)),
            (lang.t("meetings.fact.article"), shortened(meeting.article, NAME_LENGTH)),
            (lang.t("meetings.fact.last_met"), last_met(lang, meeting.last_met_on)),
        ]
    )
