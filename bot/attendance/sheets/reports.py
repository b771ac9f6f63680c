"""Reads what the city's own guardian app (連絡アプリ) took in: one line for each report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from bot import sheets
from bot.attendance.model import Content, Kind, Reason
from bot.attendance.rules import numbers
from bot.sheets import BadCell, Column, Gathering, Row, clock_in

COLUMNS: Sequence[Column] = (
    Column("key", "学籍番号", "児童生徒番号", required=True),
    Column("since", "日付", "開始日", "欠席日", required=True),
    Column("until", "最後の日", "終了日"),
    Column("kind", "連絡の種類", "種類", "区分", required=True),
    Column("reason", "理由", "理由の区分"),
    Column("at", "時刻", "登校・早退の時刻"),
    Column("pickup", "迎えに来る人", "お迎え"),
    Column("text", "備考", "連絡事項", "コメント"),
    Column("relation", "続柄", "連絡者"),
    Column("contact", "連絡先", "電話番号", "電話"),
    Column("mail", "メール", "メールアドレス", "e-mail", "email"),
    Column("aad_object_id", "オブジェクトID", "AADオブジェクトID", "Entra ID", "ユーザーID"),
    Column("number", "受付番号", "連絡番号", required=True),
    Column("cancelled", "取消", "取り消し"),
)
KINDS: Mapping[str, Kind] = {
    "欠席": Kind.ABSENT,
    "お休み": Kind.ABSENT,
    "遅刻": Kind.LATE,
    "早退": Kind.EARLY,
    "相談": Kind.TALK,
} | {one.value: one for one in Kind}
REASONS: Mapping[str, Reason] = {
    "体調": Reason.ILL,
    "体調不良": Reason.ILL,
    "感染症": Reason.INFECTION,
    "家の用事": Reason.FAMILY,
    "家庭の都合": Reason.FAMILY,
    "忌引": Reason.MOURNING,
    "学校に行きたくない気持ちがある": Reason.RELUCTANT,
    "理由は先生に直接話したい": Reason.DIRECT,
} | {one.value: one for one in Reason}
RELATIONS: Mapping[str, str] = {
    "母": "mother",
    "父": "father",
    "祖父": "grandparent",
    "祖母": "grandparent",
    "祖父母": "grandparent",
    "親族": "relative",
    "本人": "child",
    "その他": "other",
}
_MOST_TEXT, _MOST_LINE = 500, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One line; `number` is the app's own, by which the same line comes once.

    `mail` or `aad_object_id` is the sender's account here, else `contact` what the app knows them
    by: it has verified that, the line's own 続柄 nobody has.
    """

    row: Row
    key: str
    contact: str
    mail: str
    aad_object_id: str
    since: date
    until: date
    kind: Kind
    content: Content
    number: str
    cancelled: bool


def read(path: Path, faults: list[BadCell]) -> Iterator[ReportLine]:
    """The good lines, one by one; what is wrong with the others is added to `faults`.

    A report isn't held up by another's mistake. Raises Unreadable for what is no such table.
    """
    return sheets.good(sheets.read(path, COLUMNS, ignore_unknown=True), _line, faults)


def _line(row: Row) -> ReportLine:
    take = Gathering()
    key, number = take(row.needed, "key", at_most=60), take(row.needed, "number", at_most=60)
    since, until = take(_needed_day, row), take(row.day, "until")
    kind, content = take(_kind, row), take(_content, row)
    cancelled, contact = take(row.flag, "cancelled"), take(_contact, row)
    take.check()
    return ReportLine(
        row=row,
        key=key,
        contact=contact,
        mail=row.text("mail").lower(),
        aad_object_id=row.text("aad_object_id").lower(),
        since=since,
        until=until or since,
        kind=kind,
        content=content,
        number=number,
        cancelled=cancelled,
    )


def _contact(row: Row) -> str:
    """Whose word it is has to be told: a child's number alone anybody may know."""
    found = row.text("contact", at_most=200)
    if not (found or row.text("mail", at_most=320) or row.text("aad_object_id", at_most=64)):
        raise row.bad(
            "contact", "is empty; give the 連絡先 (or メール, オブジェクトID) of who sent it"
        )
    return found


def _needed_day(row: Row) -> date:
    found = row.day("since")
    if found is None:
        raise row.bad("since", "is empty; fill it in")
    return found


def _kind(row: Row) -> Kind:
    found = row.choice("kind", KINDS)
    if found is None:
        raise row.bad("kind", "is empty; fill it in")
    return found


def _content(row: Row) -> Content:
    kind, at = _kind(row), _time(row)
    return Content(
        reason=row.choice("reason", REASONS),
        arrives=at if kind is Kind.LATE else None,
        leaves=at if kind is Kind.EARLY else None,
        pickup=_words(row, "pickup", _MOST_LINE),
        text=_words(row, "text", _MOST_TEXT),
        relation=row.choice("relation", RELATIONS) or "",
    )


def _words(row: Row, key: str, most: int) -> str:
    """What somebody wrote; a 個人番号 in it isn't kept (番号法20条)."""
    found = row.text(key, at_most=most)
    if numbers.holds_number(found):
        raise row.bad(key, "holds an Individual Number (個人番号); it must not be kept here")
    return found


def _time(row: Row) -> time | None:
    cell = row.cells.get("at", "")
    if isinstance(cell, datetime):
        return cell.time()
    if not (written := row.text("at")):
        return None
    if (found := clock_in(written)) is None:
        raise row.bad("at", "is not a time; write it like 10:30")
    return found
