"""The workbook of a notice's outcome: everybody, who wasn't reached, who has no Teams, the sums."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from bot.errors import Unreadable
from bot.notices import lifecycle, outcomes
from bot.notices.model import Broadcast, Outcome
from bot.sheets import Sheet, write_book
from bot.storage.tx import Tx
from cards.lang import SOURCE, Lang
from cards.notices.progress import state_told
from cards.notices.reasons import reason_said, remedy_said, state_said

_AT_ONCE = 500
_LANG = Lang(SOURCE)
_TIMES = ("送信日時", "既読日時", "確認日時")
_PERSON = ("氏名", "メール", "所属", "職", "結果", "理由")


def check_name(file: Path) -> None:
    """Refuse a file that isn't to be a workbook, before anything is recorded."""
    if file.suffix.lower() != ".xlsx":
        raise Unreadable(file.name, "end the file's name in .xlsx")


def write(
    tx: Tx, *, notice: int, file: Path, now: datetime, told: Callable[[int], None]
) -> tuple[int, int, int]:
    """Write the workbook, all of it as of one moment; how many people are in each of its sheets."""
    broadcast = lifecycle.get(tx, notice)
    every = _every(tx, notice, now, told)
    sheets = (
        Sheet(
            name="結果",
            headings=(*_PERSON, *_TIMES, "確認した内容"),
            rows=(_line(broadcast, one, now) for one in every),
        ),
        Sheet(name="未達", headings=(*_PERSON, "対応"), rows=_unreached(tx, broadcast, now)),
        Sheet(
            name="Teamsのない職員",
            headings=("所属", "所属長の職", "所属長", "氏名"),
            rows=_without_teams(tx, notice, now),
        ),
        Sheet(name="集計", headings=("結果", "人数"), rows=_sums(tx, notice, now)),
    )
    people, unreached, without, _ = write_book(file, sheets)
    return people, unreached, without


def _every(tx: Tx, notice: int, now: datetime, told: Callable[[int], None]) -> Iterator[Outcome]:
    """Everybody, some hundred at a time: the sheet's memory doesn't grow with the audience."""
    last = 0
    while found := outcomes.outcome_rows(tx, notice, last, _AT_ONCE, on=now.date()):
        yield from found
        last = found[-1].recipient
        told(len(found))


def _person(broadcast: Broadcast, one: Outcome) -> tuple[str, ...]:
    state = state_said(_LANG, one.state, asks=_asks(broadcast))
    reason = reason_said(_LANG, one.reason) if one.reason else ""
    return (one.name, one.mail, one.department, one.post, state, reason)


def _asks(broadcast: Broadcast) -> bool:
    return broadcast.content is not None and broadcast.content.confirm


def _line(broadcast: Broadcast, one: Outcome, now: datetime) -> tuple[str, ...]:
    times = (_time(at, now) for at in (one.sent_at, one.read_at, one.confirmed_at))
    return (*_person(broadcast, one), *times, _confirmed(broadcast, one))


def _confirmed(broadcast: Broadcast, one: Outcome) -> str:
    """Who confirmed before a correction hasn't confirmed what it says now."""
    if one.edition is None:
        return ""
    return "今の内容" if one.edition == broadcast.edition else "訂正前の内容"


def _unreached(tx: Tx, broadcast: Broadcast, now: datetime) -> Iterator[tuple[str, ...]]:
    for one in outcomes.missed(tx, broadcast.notice, broadcast.audience, on=now.date()):
        yield (*_person(broadcast, one), remedy_said(_LANG, one.reason))


def _without_teams(tx: Tx, notice: int, now: datetime) -> Iterator[tuple[str, ...]]:
    """To be printed for the head of each office."""
    for office in outcomes.printed(tx, notice, on=now.date()):
        for name in office.names:
            yield office.department, office.head_post, office.head, name


def _sums(tx: Tx, notice: int, now: datetime) -> Iterator[tuple[str, int]]:
    """The numbers by state, and the audience that they sum to."""
    standing = lifecycle.standing(tx, notice, by=None, now=now)
    for state, count in standing.numbers.items():
        yield state_told(_LANG, standing, state), count
    yield "合計", standing.audience


def _time(at: datetime | None, now: datetime) -> str:
    """On the clocks of the tenant."""
    return "" if at is None else at.astimezone(now.tzinfo).strftime("%Y-%m-%d %H:%M:%S")
