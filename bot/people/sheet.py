"""The people file: which columns it has and what one row of it says."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bot import sheets
from bot.people import rules
from bot.people.model import STAFF_ROLES, Role
from bot.sheets import Column, Row
from cards.lang import CODES

COLUMNS = (
    Column("aad_object_id", "オブジェクトID", "AADオブジェクトID", "Entra ID", "ユーザーID"),
    Column("name", "氏名", "名前", required=True),
    Column("mail", "メール", "メールアドレス", "e-mail", "email"),
    Column("department", "所属", "部署", "課"),
    Column("post", "職", "職名", "役職", "ポスト"),
    Column("grade", "職位", "級", "職種", "任用区分"),
    Column("superior_post", "上位の職", "上司の職", "上位職"),
    Column("municipality", "市区町村", "自治体", "団体"),
    Column("roles", "役割", "ロール"),
    Column("language", "言語"),
    Column("from", "開始日", "発令日", "着任日", "から"),
    Column("to", "終了日", "退任日", "任期末", "まで"),
    Column("leave_from", "休業開始日", "休業開始", "休職開始日"),
    Column("leave_to", "休業終了日", "休業終了", "休職終了日"),
)

_ROLE_WORDS: dict[str, Role] = {
    "職員": Role.STAFF,
    "管理職": Role.MANAGER,
    "協定担当": Role.AGREEMENT_DESK,
    "研修担当": Role.TRAINING_DESK,
    "研修取りまとめ": Role.TRAINING_COORDINATOR,
    "担任": Role.HOMEROOM,
    "副担任": Role.DEPUTY_HOMEROOM,
    "教員": Role.TEACHER,
    "学年主任": Role.YEAR_HEAD,
    "養護教諭": Role.SCHOOL_NURSE,
    "教務主任": Role.CURRICULUM_HEAD,
    "給食": Role.SCHOOL_MEALS,
    "学校事務": Role.SCHOOL_OFFICE,
    "教頭": Role.VICE_PRINCIPAL,
    "副校長": Role.VICE_PRINCIPAL,
    "校長": Role.PRINCIPAL,
    "教育委員会": Role.BOARD_OF_EDUCATION,
    "児童生徒": Role.PUPIL,
    "保護者": Role.GUARDIAN,
    "通知承認者": Role.NOTICE_APPROVER,
    "学校担当": Role.SCHOOL_DESK,
    "情報セキュリティ責任者": Role.SECURITY_OFFICER,
    "監査": Role.AUDITOR,
    "運用": Role.OPERATOR,
}
_ROLES = {role.value.replace("_", "").casefold(): role for role in Role} | _ROLE_WORDS
_LANGUAGES = {code: code for code in CODES} | {"日本語": "ja", "英語": "en", "English": "en"}
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")


def rows(path: Path, today: date) -> Iterator[dict[str, Any]]:
    """What each row of the file says, as plain values; raises Unreadable, with all bad rows."""
    return sheets.each(sheets.read(path, COLUMNS), lambda row: _read(row, today))


def _read(row: Row, today: date) -> dict[str, Any]:
    aad, mail = row.text("aad_object_id", at_most=64).lower(), _mail(row)
    if not aad and not mail:
        raise row.bad("mail", "give the mail address or the aad_object_id")
    grade = row.text("grade", at_most=100)
    since, to = _span(row, "from", "to")
    leave = _span(row, "leave_from", "leave_to")
    if leave[1] and not leave[0]:
        raise row.bad("leave_from", "is empty; write the first day of the leave")
    return {
        "line": row.line,
        "key": aad or f"mail:{mail}",
        "aad_object_id": aad,
        "mail": mail,
        "name": " ".join(row.needed("name", at_most=200).split()),
        "department": row.text("department", at_most=200),
        "post": row.text("post", at_most=200),
        "grade": grade,
        "superior_post": row.text("superior_post", at_most=200),
        "municipality": row.text("municipality", at_most=200),
        "roles": [role.value for role in _roles(row)],
        "language": row.choice("language", _LANGUAGES) or "",
        "from": since,
        "to": rules.until(grade, since, to, today),
        "leave_from": leave[0],
        "leave_to": leave[1],
    }


def _mail(row: Row) -> str:
    mail = row.text("mail", at_most=320).lower()
    if mail and not _MAIL.fullmatch(mail):
        raise row.bad("mail", "is not a mail address")
    return mail


def _span(row: Row, first: str, last: str) -> tuple[date | None, date | None]:
    since, until = row.day(first), row.day(last)
    if since and until and until < since:
        raise row.bad(last, "lies before the first day")
    return since, until


def _roles(row: Row) -> tuple[Role, ...]:
    """Everybody in the file is staff, but for those whose only roles say that they are none."""
    found = [_role(row, word) for word in row.listed("roles")]
    if not found or STAFF_ROLES.intersection(found):
        found.append(Role.STAFF)
    return tuple(dict.fromkeys(found))


def role_called(word: str) -> Role | None:
    """The role that people files call so."""
    return _ROLES.get(re.sub(r"[\s_-]", "", word).casefold())


def _role(row: Row, word: str) -> Role:
    role = role_called(word)
    if role is None:
        known = ", ".join(role.value for role in Role)
        raise row.bad("roles", f"write roles out of {known}")
    return role
