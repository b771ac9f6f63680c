"""Forms about one meeting: book, move, cancel, answer otherwise, add to the agenda."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from cards.elements import (
    Action,
    ActionStyle,
    Card,
    Choice,
    Element,
    Need,
    actions_row,
    card,
    choice_input,
    columns,
    date_input,
    note,
    press,
    section,
    submit,
    text,
    text_input,
    time_input,
)
from cards.lang import Lang
from cards.meetings import when
from cards.meetings.matter import AgendaLine, Meeting
from cards.meetings.planner import SLOTS_SHOWN, candidate
from cards.meetings.standing import agenda, appointed, item, subject, until
from cards.meetings.verbs import (
    ITEM_LENGTH,
    REASON_LENGTH,
    AddItem,
    Book,
    Cancel,
    DropItem,
    Move,
    RecordWritten,
    Show,
    Skip,
    UndoItem,
)
from cards.verbs import Verb

OWN_DAY = "-1"
A_YEAR = timedelta(days=366)


def need(lang: Lang) -> Need:
    """What is said where a required input is empty."""
    return Need(message=lang.t("common.need"))


def back(lang: Lang, meeting: Meeting) -> Action:
    """戻る: shows the meeting, changes nothing."""
    return press(lang.t("common.back"), Show(meeting_id=meeting.meeting_id))


def known(meeting: Meeting) -> Mapping[str, object]:
    """What each form brings back besides its inputs."""
    return {"meeting_id": meeting.meeting_id, "version": meeting.version}


def booking_form(lang: Lang, meeting: Meeting) -> Card:
    """先方の回答を登録して予約: one of the candidates, or another day."""
    offered = bool(meeting.slots)
    return _form(
        lang,
        meeting,
        "booking",
        Book,
        [
            until(lang, meeting),
            *(_slots(lang, meeting) if offered else []),
            *_day_and_time(lang, meeting, needed=not offered),
            note(lang.t("meetings.form.booking.note", minutes=meeting.minutes)),
        ],
    )


def _slots(lang: Lang, meeting: Meeting) -> list[Element]:
    listed = [
        Choice(title=candidate(lang, meeting, nth), value=str(nth))
        for nth, _ in enumerate(meeting.slots[:SLOTS_SHOWN])
    ]
    other = Choice(title=lang.t("meetings.form.booking.other"), value=OWN_DAY)
    label = lang.t("meetings.form.booking.slot")
    choice = choice_input("slot", label, [*listed, other], need=need(lang), expanded=True)
    return [choice, section(lang.t("meetings.form.booking.own"))]


def _day_and_time(lang: Lang, meeting: Meeting, *, needed: bool) -> list[Element]:
    message = lang.t("meetings.form.day_range")
    return [
        date_input(
            "day",
            lang.t("meetings.form.day"),
            need=Need(message=message) if needed else None,
            earliest=meeting.today,
            latest=meeting.today + A_YEAR,
            message=message,
        ),
        time_input("at", lang.t("meetings.form.at"), need=need(lang) if needed else None),
    ]


def move_form(lang: Lang, meeting: Meeting) -> Card:
    """日時を変更: everybody's calendar follows."""
    message = Need(message=lang.t("meetings.form.day_range"))
    slot = meeting.slot
    inputs = [
        date_input(
            "day",
            lang.t("meetings.form.move.day"),
            need=message,
            value=slot.start.date() if slot and slot.start.date() >= meeting.today else None,
            earliest=meeting.today,
            latest=meeting.today + A_YEAR,
        ),
        time_input(
            "at",
            lang.t("meetings.form.at"),
            need=need(lang),
            value=f"{slot.start:%H:%M}" if slot else "",
        ),
    ]
    told = note(lang.t("meetings.form.move.note"))
    return _form(lang, meeting, "move", Move, [*appointed(lang, meeting), *inputs, told])


def cancel_form(lang: Lang, meeting: Meeting) -> Card:
    """予約を取り消す: the period stays owed."""
    label = lang.t("meetings.form.cancel.reason")
    parts = [
        *appointed(lang, meeting),
        text(lang.t("meetings.form.cancel.lead")),
        text_input("reason", label, most=REASON_LENGTH),
    ]
    return _form(lang, meeting, "cancel", Cancel, parts, style="destructive")


def skip_form(lang: Lang, meeting: Meeting) -> Card:
    """今期は開催しない: with its reason that is an answer."""
    label = lang.t("meetings.form.skip.reason")
    hint = lang.t("meetings.form.skip.hint")
    parts = [
        until(lang, meeting),
        text(lang.t("meetings.form.skip.lead")),
        text_input("reason", label, need=need(lang), most=REASON_LENGTH, placeholder=hint),
    ]
    return _form(lang, meeting, "skip", Skip, parts)


def written_form(lang: Lang, meeting: Meeting) -> Card:
    """書面で実施: when, and what was exchanged."""
    past = Need(message=lang.t("meetings.form.past_day"))
    day = lang.t("meetings.form.written.day")
    label = lang.t("meetings.form.written.reason")
    hint = lang.t("meetings.form.written.hint")
    parts = [
        until(lang, meeting),
        text(lang.t("meetings.form.written.lead")),
        date_input("day", day, need=past, value=meeting.today, latest=meeting.today),
        text_input("reason", label, need=need(lang), most=REASON_LENGTH, placeholder=hint),
    ]
    return _form(lang, meeting, "written", RecordWritten, parts)


def _form(
    lang: Lang,
    meeting: Meeting,
    name: str,
    verb: type[Verb],
    parts: Sequence[Element],
    *,
    style: ActionStyle = "positive",
) -> Card:
    send = submit(lang.t(f"meetings.form.{name}.send"), verb, known(meeting), style=style)
    return card(
        lang,
        title=lang.t(f"meetings.form.{name}.title"),
        body=[*subject(lang, meeting.title, meeting.partner), *parts],
        actions=[send, back(lang, meeting)],
    )


def item_form(lang: Lang, meeting: Meeting, *, dropped: int = 0) -> Card:
    """議題を追加: what stands on the agenda, one's own to delete, one more to write.

    `dropped`: the item that the reader has just deleted.
    """
    label = lang.t("meetings.form.item.text")
    add = submit(lang.t("meetings.form.item.send"), AddItem, {"meeting_id": meeting.meeting_id})
    removable = [line for line in meeting.agenda if line.removable]
    fixed = [line for line in meeting.agenda if not line.removable]
    return card(
        lang,
        title=lang.t("meetings.form.item.title"),
        body=[
            *subject(lang, meeting.title, meeting.partner),
            *([text(when.slot_day(lang, meeting.slot))] if meeting.slot else []),
            *(agenda(lang, fixed) if fixed or not removable else []),
            *(element for line in removable for element in _removable(lang, meeting, line)),
            text_input("text", label, need=need(lang), most=ITEM_LENGTH),
        ],
        actions=[add, *(_undo(lang, meeting, dropped) if dropped else ()), back(lang, meeting)],
    )


def _undo(lang: Lang, meeting: Meeting, dropped: int) -> list[Action]:
    undo = UndoItem(meeting_id=meeting.meeting_id, item_id=dropped)
    return [press(lang.t("meetings.press.undo_item"), undo)]


def _removable(lang: Lang, meeting: Meeting, line: AgendaLine) -> list[Element]:
    drop = DropItem(meeting_id=meeting.meeting_id, item_id=line.item_id)
    button = press(lang.t("meetings.press.drop_item"), drop)
    words = text(item(lang, line), spacing="none")
    return [columns(("stretch", [words]), ("auto", actions_row([button])))]
