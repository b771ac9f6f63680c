"""The buttons of a meeting, by their names."""

from cards.elements import Action, ActionStyle, open_url, press, show_card
from cards.lang import Lang
from cards.meetings.matter import Meeting
from cards.meetings.verbs import (
    Attend,
    Inquire,
    OpenBooking,
    OpenCancel,
    OpenItem,
    OpenMinutes,
    OpenMove,
    OpenSkip,
    OpenWritten,
    ProposeAgain,
    Reply,
    Restore,
    Show,
    ShowSeries,
    TakeOutlook,
    Undo,
)
from cards.verbs import Verb

STYLES: dict[str, ActionStyle] = {
    "inquire": "positive",
    "booking": "positive",
    "minutes": "positive",
    "take_outlook": "positive",
    "cancel": "destructive",
}
_OPENING: dict[str, type[Verb]] = {
    "booking": OpenBooking,
    "own_day": OpenBooking,
    "book_later": OpenBooking,
    "move": OpenMove,
    "cancel": OpenCancel,
    "skip": OpenSkip,
    "why_not": OpenSkip,
    "written": OpenWritten,
    "minutes": OpenMinutes,
    "held": OpenMinutes,
    "item": OpenItem,
    "show": Show,
}
_CHANGING: dict[str, type[Verb]] = {
    "inquire": Inquire,
    "inquire_again": Inquire,
    "propose_again": ProposeAgain,
    "take_outlook": TakeOutlook,
    "drop": TakeOutlook,
    "restore": Restore,
    "take_over": Restore,
    "undo": Undo,
}
REPLIES: tuple[Reply, ...] = ("yes", "no", "maybe")


def offered(lang: Lang, meeting: Meeting, *names: str) -> list[Action]:
    """The buttons of these names."""
    return [_button(lang, meeting, name) for name in names]


def _button(lang: Lang, meeting: Meeting, name: str) -> Action:
    style = STYLES.get(name, "default")
    return press(lang.t(f"meetings.press.{name}"), _verb(meeting, name), style=style)


def _verb(meeting: Meeting, name: str) -> Verb:
    if name == "series":
        return ShowSeries(series_id=meeting.series_id)
    if name in _OPENING:
        return _OPENING[name].of({"meeting_id": meeting.meeting_id})
    known = {"meeting_id": meeting.meeting_id, "version": meeting.version}
    return _CHANGING[name].of(known)


def replies(lang: Lang, meeting: Meeting) -> list[Action]:
    """出席・欠席・未定."""
    return [
        press(
            lang.t(f"meetings.press.attend_{reply}"),
            Attend(meeting_id=meeting.meeting_id, reply=reply),
        )
        for reply in REPLIES
    ]


def joining(lang: Lang, meeting: Meeting) -> list[Action]:
    """Into the online meeting, where there is one."""
    if not meeting.join_url:
        return []
    return [open_url(lang.t("meetings.press.join"), meeting.join_url)]


def more(lang: Lang, meeting: Meeting, *names: str) -> Action:
    """その他: what is needed seldom unfolds."""
    return show_card(lang.t("meetings.press.more"), [], offered(lang, meeting, *names))


def answers_otherwise(meeting: Meeting) -> tuple[str, ...]:
    """書面で実施, where that serves, and 今期は開催しない."""
    return (*(("written",) if meeting.may_write else ()), "skip")
