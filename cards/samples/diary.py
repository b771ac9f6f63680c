"""The meetings of the samples: invented days, people and decisions of あかつき市."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cards.samples.city import LONG, LONG_NAME, TODAY, TOKYO

JOIN = "https://teams.microsoft.com/l/meetup-join/sample"
MINUTES = "https://akatsuki.example.jp/minutes/2026-12-09"
LONG_POST = "地域共生推進部 デジタル連携推進課長"
CODES = (
    "taken",
    "no_slot",
    "no_mailbox",
    "left",
    "vacant",
    "room_missing",
    "not_consented",
    "organiser_mailbox",
    "organiser_left",
    "unreachable",
    "unseen",
    "uninvited",
    "room_unseen",
    "room_declined",
    "not_moved",
    "unanswered",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An hour of the samples."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What must be known in the samples."""

    code: str
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who is asked to come in the samples."""

    name: str
    post: str
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item for the agenda of the samples."""

    item_id: int = 1
    text: str = "窓口の予約：利用の状況"
    by: str = "企画課長"
    carried: bool = False
    removable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A thing to do of the samples."""

    follow_up_id: int = 4
    version: int = 1
    text: str = "端末の活用研修の日程案を先方へ送る"
    post: str = "学校教育課長"
    due_on: date = date(2026, 12, 18)
    done_on: date | None = None
    title: str = "包括連携に関する協定書"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A period of the samples."""

    first: date
    last: date
    state: str
    on: date | None = None
    meeting_id: int = 0


def slot(day: date, hour: int, minute: int = 0) -> Slot:
    """An hour from then on."""
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)
    return Slot(start=start, end=start + timedelta(hours=1))


SLOTS = (
    slot(date(2026, 12, 7), 10),
    slot(date(2026, 12, 9), 14),
    slot(date(2026, 12, 11), 9, 30),
    slot(date(2026, 12, 15), 15, 30),
    slot(date(2026, 12, 17), 10, 30),
)
BOOKED = SLOTS[1]
PEOPLE = (
    Attendee(name="暁 花子", post="企画課長", reply="yes"),
    Attendee(name="東雲 太郎", post="連携推進係長", reply="yes"),
    Attendee(name="朝日 次郎", post="学校教育課長", reply="maybe"),
    Attendee(name="夕凪 春子", post="市民課長"),
)
AGENDA = (
    Item(text="端末の活用研修の日程", by="", carried=True),
    Item(item_id=2),
    Item(item_id=3, text="避難所の情報発信の進め方", by="危機管理課長"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of the samples."""

    meeting_id: int = 3
    series_id: int = 2
    version: int = 4
    title: str = "包括連携に関する協定書"
    partner: str = "株式会社みらいテック"
    article: str = "第4条第1項"
    owner: str = "企画課長"
    first: date = date(2026, 10, 1)
    last: date = date(2026, 12, 31)
    until: date = date(2026, 12, 31)
    unit: str = "months"
    count: int = 3
    today: date = TODAY
    stage: str = "proposed"
    may_write: bool = True
    comes_again: bool = True
    overdue: bool = False
    over: bool = False
    slots: tuple[Slot, ...] = SLOTS
    troubles: tuple[Trouble, ...] = ()
    slot: Slot | None = None
    wanted: Slot | None = None
    seen: Slot | None = None
    minutes: int = 60
    room: str = "本庁舎 第2会議室"
    online: bool = True
    join_url: str = ""
    in_calendar: bool = True
    organiser: str = ""
    attendees: tuple[Attendee, ...] = PEOPLE
    agenda: tuple[Item, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    reason: str = ""
    held_on: date | None = None
    minutes_url: str = ""
    decisions: str = ""
    last_met_on: date | None = date(2026, 9, 10)
    undoable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series of the samples."""

    series_id: int = 2
    version: int = 3
    title: str = "包括連携に関する協定書"
    partner: str = "株式会社みらいテック"
    article: str = "第4条第1項"
    by_hand: bool = False
    state: str = "running"
    unit: str = "months"
    count: int = 3
    may_set_cadence: bool = False
    soft: bool = True
    owner: str = "企画課長"
    posts: tuple[str, ...] = ("企画課 連携推進係長", "学校教育課 課長")
    room: str = "room-2@akatsuki.example.jp"
    minutes: int = 60
    online: bool = True
    today: date = TODAY
    quarters: tuple[Quarter, ...] = ()
    last_met_on: date | None = date(2026, 9, 10)


LOOKING = Meeting(stage="looking", slots=())
STANDING = Meeting(
    stage="booked",
    slot=BOOKED,
    join_url=JOIN,
    organiser="暁 花子",
    agenda=AGENDA,
)
HELD = replace(
    STANDING,
    stage="held",
    today=date(2026, 12, 9),
    over=True,
    held_on=date(2026, 12, 9),
    minutes_url=MINUTES,
    decisions="窓口の予約の対象に、こども課の手続を加える。\n端末の活用研修を2月に行う。",
    follow_ups=(FollowUp(),),
    undoable=True,
)
WORST = Meeting(
    title=LONG,
    partner=LONG_NAME,
    article="第12条第3項第4号ただし書及び別記第2第5項",
    owner=LONG_POST,
    room="あかつき市役所 本庁舎 東館 5階 第501・502・503合同会議室（視聴覚設備付き）",
    join_url=JOIN,
    organiser="暁 花子",
    troubles=tuple(Trouble(code=code, name=f"{LONG_POST}　暁 花子") for code in CODES),
    attendees=tuple(
        Attendee(name="東雲 太郎左衛門", post=f"{LONG_POST}（第{n}担当）", reply=reply)
        for n, reply in enumerate(("yes", "no", "maybe", "") * 4, start=1)
    ),
    agenda=tuple(
        Item(item_id=n, text=f"第{n}の議題：{LONG}", by=LONG_POST, carried=n < 3, removable=n > 18)
        for n in range(1, 21)
    ),
    follow_ups=tuple(
        FollowUp(follow_up_id=n, text=LONG, post=LONG_POST, title=LONG) for n in range(1, 15)
    ),
    decisions="\n".join([LONG] * 15),
    reason=LONG,
    minutes_url=MINUTES,
    undoable=True,
)


def quarters(states: str, *, months: int = 3) -> tuple[Quarter, ...]:
    """Periods from April 2025 on, one for each word."""
    made, first = [], date(2025, 4, 1)
    for state in states.split():
        year, month = divmod(first.month - 1 + months, 12)
        after = date(first.year + year, month + 1, 1)
        on = first + timedelta(days=69) if state in {"met", "written", "booked"} else None
        made.append(Quarter(first=first, last=after - timedelta(days=1), state=state, on=on))
        first = after
    return tuple(made)


def weeks(count: int) -> tuple[Quarter, ...]:
    """So many weeks from April 2025 on, nearly all of them met."""
    first = date(2025, 4, 7)
    days = (first + timedelta(weeks=n) for n in range(count))
    return tuple(
        Quarter(
            first=day,
            last=day + timedelta(days=6),
            state="skipped" if n % 9 == 8 else "met",
            on=day + timedelta(days=2),
        )
        for n, day in enumerate(days)
    )
