"""Two schools on a school morning: what families report, and what their teachers get of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.attendance.model import Content, Report, School
from bot.attendance.store import reports, schools, shows
from bot.attendance.turns import content, office, telephone
from bot.attendance.turns import reports as report_turns
from bot.delivery.rows import DELIVERY
from bot.turns.router import Router
from tests.bot.attendance.schools import (
    TENANT,
    TOKYO,
    A,
    B,
    Posted,
    Schools,
    copied,
    loaded,
    said,
    verbs,
    written,
)

__all__ = ["TENANT", "TOKYO", "A", "B", "Posted", "said", "verbs", "written"]

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=TOKYO)  # a Wednesday, before 連絡締切
TODAY = NOW.date()
ROUTER = Router().include(part.router for part in (report_turns, content, office, telephone))
_PUPIL = ("学籍番号", "氏名", "ふりがな", "学校コード", "学年", "組", "出席番号", "交流学級")
FILES: dict[str, Sequence[Sequence[str]]] = {
    "schools": (
        ("学校コード", "学校名", "学校種別", "電話番号"),
        (A, "あかつき小学校", "小学校", "0000-00-0001"),
        (B, "ひので小学校", "小学校", "0000-00-0002"),
    ),
    "classes": (
        ("学校コード", "学年", "組", "学級の種別"),
        (A, "3", "1", ""),
        (A, "3", "2", ""),
        (A, "4", "1", ""),
        (A, "3", "なかよし", "特別支援学級"),
        (B, "3", "2", ""),
    ),
    "staff": (
        ("学校コード", "職", "氏名", "オブジェクトID", "学年", "組"),
        (A, "担任", "東 花子", "homeroom", "3", "2"),
        (A, "副担任", "西 次郎", "deputy", "3", "2"),
        (A, "担任", "南 三郎", "other", "3", "1"),
        (A, "担任", "仲 良子", "support", "3", "なかよし"),
        (A, "学年主任", "北 四郎", "head3", "3", ""),
        (A, "学年主任", "中 五郎", "head4", "4", ""),
        (A, "養護教諭", "保 健子", "nurse", "", ""),
        (A, "学校事務", "事 務子", "office", "", ""),
        (A, "教員", "教 六郎", "teacher", "", ""),
        (A, "教頭", "頭 七子", "vice", "", ""),
        (A, "校長", "長 八郎", "principal", "", ""),
        (B, "担任", "他 九郎", "elsewhere", "3", "2"),
        (B, "教頭", "他 十子", "elsewhere_vice", "", ""),
    ),
    "pupils": (
        _PUPIL,
        *((f"P{n}", f"青木 子{n}", f"あおき こ{n}", A, "3", "2", str(n), "") for n in range(1, 41)),
        ("Q1", "上田 空", "うえだ そら", A, "3", "1", "1", ""),
        ("R1", "江口 海", "えぐち うみ", A, "4", "1", "1", ""),
        ("S1", "支援 星", "しえん ほし", A, "3", "なかよし", "1", "3-2"),
        ("T1", "転校 風", "てんこう かぜ", B, "3", "2", "1", ""),
    ),
}
PRESSED = ("homeroom", "deputy", "other", "support", "head3", "head4", "nurse", "office")


@dataclass
class City(Schools):
    """The schools on a Wednesday, and what teachers press."""

    now: datetime = NOW
    router = ROUTER
    said_by_default = Content(text="昨夜から熱があります")

    def options(self, **changed: Any) -> School:
        old = self.school()
        return self.write(
            lambda tx: schools.save(tx, replace(old, version=old.version + 1, **changed))
        )

    def kept(self, report: Report) -> Report:
        return self.read(lambda tx: reports.get(tx, report.id))

    def delivered(self) -> None:
        """Everything that was due has arrived."""
        due = DELIVERY.c.not_before <= self.now
        self.write(lambda tx: tx.run(update(DELIVERY).where(due).values(state="sent")))

    def cards_of(self, day: date | None = None) -> tuple[shows.Shown, ...]:
        return self.read(lambda tx: shows.standing(tx, self.school().id, day or self.today))


@pytest.fixture(scope="session")
def _taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the schools in it, to be copied."""
    return loaded(tmp_path_factory.mktemp("taught"), FILES)


@pytest.fixture
def city(_taught: Path, tmp_path: Path) -> Iterator[City]:
    with copied(_taught, tmp_path) as (storage, file):
        yield City(storage, file)
