"""Every button of the meetings slice; names and fields are an API that lives for ever."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from cards.verbs import Upto, Verb

Every = Literal["month", "two_months", "quarter", "half", "year", "weeks"]
Reply = Literal["yes", "no", "maybe"]

TITLE_LENGTH = 100
ITEM_LENGTH = 200
REASON_LENGTH = 300
LINK_LENGTH = 1000
DECISIONS_LENGTH = 2000
WHO_LENGTH = 300
POSTS_LENGTH = 2000  # as many as a series may have
ROOM_LENGTH = 200

Title = Annotated[str, Upto(TITLE_LENGTH)]
Item = Annotated[str, Upto(ITEM_LENGTH)]
Reason = Annotated[str, Upto(REASON_LENGTH)]
Link = Annotated[str, Upto(LINK_LENGTH)]
Decisions = Annotated[str, Upto(DECISIONS_LENGTH, lines=True)]
Who = Annotated[str, Upto(WHO_LENGTH)]
Posts = Annotated[str, Upto(POSTS_LENGTH)]
Room = Annotated[str, Upto(ROOM_LENGTH)]
Time = Annotated[str, Upto(5)]  # HH:MM, as Input.Time sends it


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine(Verb):
    """会議: the series and meetings that concern the reader."""

    name: ClassVar[str] = "meetings.mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Verb):
    """The meeting as it stands; a client asks by itself, it changes nothing."""

    name: ClassVar[str] = "meetings.show"
    meeting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSeries(Verb):
    """The series with its quarters met, as a table and a picture; it changes nothing."""

    name: ClassVar[str] = "meetings.show_series"
    series_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquire(Verb):
    """この日程で先方に照会: the text of a mail to copy, with up to three candidates."""

    name: ClassVar[str] = "meetings.inquire"
    meeting_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAgain(Verb):
    """候補を出し直す: other slots."""

    name: ClassVar[str] = "meetings.propose_again"
    meeting_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBooking(Verb):
    """先方の回答を登録して予約: asks for the form."""

    name: ClassVar[str] = "meetings.open_booking"
    meeting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Verb):
    """予約する: the slot of this number among those offered, or a day and time of one's own."""

    name: ClassVar[str] = "meetings.book"
    meeting_id: int
    version: int
    slot: int = -1
    day: date | None = None
    at: Time = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMove(Verb):
    """日時を変更: asks for the form."""

    name: ClassVar[str] = "meetings.open_move"
    meeting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Verb):
    """変更する: another day and time for a booked meeting."""

    name: ClassVar[str] = "meetings.move"
    meeting_id: int
    version: int
    day: date
    at: Time


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCancel(Verb):
    """予約を取り消す: asks whether, and for the reason."""

    name: ClassVar[str] = "meetings.open_cancel"
    meeting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Verb):
    """取り消す: the event is withdrawn from everybody's calendar; the period stays owed."""

    name: ClassVar[str] = "meetings.cancel"
    meeting_id: int
    version: int
    reason: Reason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutlook(Verb):
    """予定表に合わせる: what somebody changed by hand in Outlook is right."""

    name: ClassVar[str] = "meetings.take_outlook"
    meeting_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore(Verb):
    """元の日時で予約し直す: what somebody changed by hand in Outlook is put right."""

    name: ClassVar[str] = "meetings.restore"
    meeting_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSkip(Verb):
    """今期は開催しない: asks for the reason."""

    name: ClassVar[str] = "meetings.open_skip"
    meeting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip(Verb):
    """開催しないことを記録: with its reason, an answer for this period."""

    name: ClassVar[str] = "meetings.skip"
    meeting_id: int
    version: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWritten(Verb):
    """書面で実施: asks for the day and what was exchanged."""

    name: ClassVar[str] = "meetings.open_written"
    meeting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWritten(Verb):
    """書面での実施を記録: an exchange in writing serves for this period."""

    name: ClassVar[str] = "meetings.record_written"
    meeting_id: int
    version: int
    day: date
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMinutes(Verb):
    """議事録・決定事項を登録: asks for the form."""

    name: ClassVar[str] = "meetings.open_minutes"
    meeting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMinutes(Verb):
    """登録する: the meeting was held on this day; up to three things to do, each with who and when.

    `post1` … are posts as they are typed; empty means the post that owns the series.
    """

    name: ClassVar[str] = "meetings.record_minutes"
    meeting_id: int
    version: int
    day: date
    link: Link = ""
    decisions: Decisions = ""
    todo1: Item = ""
    post1: Who = ""
    due1: date | None = None
    todo2: Item = ""
    post2: Who = ""
    due2: date | None = None
    todo3: Item = ""
    post3: Who = ""
    due3: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Verb):
    """取り消す: takes back the last record, within five minutes."""

    name: ClassVar[str] = "meetings.undo"
    meeting_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem(Verb):
    """議題を追加: asks for the form."""

    name: ClassVar[str] = "meetings.open_item"
    meeting_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem(Verb):
    """追加する: an item for the agenda, by anybody who attends."""

    name: ClassVar[str] = "meetings.add_item"
    meeting_id: int
    text: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class DropItem(Verb):
    """削除: an item of one's own, or any by the owner."""

    name: ClassVar[str] = "meetings.drop_item"
    meeting_id: int
    item_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoItem(Verb):
    """取り消す: the item that one has just deleted stands there again, within five minutes."""

    name: ClassVar[str] = "meetings.undo_item"
    meeting_id: int
    item_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attend(Verb):
    """出席 / 欠席 / 未定."""

    name: ClassVar[str] = "meetings.attend"
    meeting_id: int
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishFollowUp(Verb):
    """対応済みにする."""

    name: ClassVar[str] = "meetings.finish_follow_up"
    follow_up_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoFollowUp(Verb):
    """取り消す: it isn't done after all, within five minutes."""

    name: ClassVar[str] = "meetings.undo_follow_up"
    follow_up_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFollowUp(Verb):
    """期日・担当を変更: asks for the form."""

    name: ClassVar[str] = "meetings.open_follow_up"
    follow_up_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFollowUp(Verb):
    """変更する: who sees to it and until when."""

    name: ClassVar[str] = "meetings.change_follow_up"
    follow_up_id: int
    version: int
    post: Who = ""
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCadence(Verb):
    """開催の間隔を決める: asks for the form."""

    name: ClassVar[str] = "meetings.open_cadence"
    series_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCadence(Verb):
    """この間隔にする: how often the city meets; `weeks` with how many."""

    name: ClassVar[str] = "meetings.set_cadence"
    series_id: int
    version: int
    every: Every
    weeks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNew(Verb):
    """定例会を登録: asks for the form."""

    name: ClassVar[str] = "meetings.open_new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(Verb):
    """登録する: a series by hand. `posts` and `owner` are posts as typed, 、 between them."""

    name: ClassVar[str] = "meetings.create"
    title: Title
    partner: Title = ""
    owner: Who = ""
    every: Every
    weeks: int = 0
    since: date | None = None
    posts: Posts = ""
    room: Room = ""
    minutes: int = 60
    online: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSettings(Verb):
    """出席者・会議室を変更: asks for the form."""

    name: ClassVar[str] = "meetings.open_settings"
    series_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle(Verb):
    """保存する: who attends, where, for how long."""

    name: ClassVar[str] = "meetings.settle"
    series_id: int
    version: int
    posts: Posts = ""
    room: Room = ""
    minutes: int = 60
    online: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnd(Verb):
    """定例会を終了: asks whether."""

    name: ClassVar[str] = "meetings.open_end"
    series_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSeries(Verb):
    """終了する: no further meeting is owed; only for a series by hand."""

    name: ClassVar[str] = "meetings.end_series"
    series_id: int
    version: int
    reason: Reason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoSeries(Verb):
    """取り消す: the last この間隔にする or 終了する, within five minutes."""

    name: ClassVar[str] = "meetings.undo_series"
    series_id: int
    version: int
