"""The mail that asks the partner for a day."""

from cards.lang import Lang
from cards.meetings import when
from cards.meetings.matter import Meeting

CANDIDATES = 3


def mail_text(lang: Lang, meeting: Meeting) -> str:
    """A letter with up to three candidates; of the city it names the post alone."""
    key = "meetings.mail"
    slots = "\n".join(
        lang.t(f"{key}.candidate", nth=nth, slot=when.slot_day(lang, slot))
        for nth, slot in enumerate(meeting.slots[:CANDIDATES], start=1)
    )
    subject = lang.t(f"{key}.subject", title=meeting.title)
    body = lang.t(
        f"{key}.body",
        partner=meeting.partner or lang.t(f"{key}.nobody"),
        owner=meeting.owner,
        title=meeting.title,
        period=when.period(lang, meeting.first, meeting.last),
        slots=slots or lang.t(f"{key}.no_candidate"),
        minutes=meeting.minutes,
        place=_place(lang, meeting),
    )
    return f"{lang.t(f'{key}.subject_line', subject=subject)}\n{body}"


def _place(lang: Lang, meeting: Meeting) -> str:
    """The partner learns which room it is when it is booked."""
    room = [lang.t("meetings.mail.room")] if meeting.room else []
    online = [lang.t("meetings.online")] if meeting.online else []
    return lang.t("meetings.mail.or").join([*room, *online]) or lang.t("meetings.no_place")
