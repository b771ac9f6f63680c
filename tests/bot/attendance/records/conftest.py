"""A school whose days are recorded: children, their families, the staff who decide, the board."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.attendance import health
from bot.attendance.model import (
    Content,
    Disease,
    Guardian,
    LinkState,
    Reason,
    RollState,
    Suspension,
)
from bot.attendance.store import guardians, rolls, suspensions
from bot.attendance.turns import (
    guardians as guardian_turns,
)
from bot.attendance.turns import (
    months,
    numbers,
    preparing,
    protection,
    suspended_family,
)
from bot.attendance.turns import (
    suspensions as suspension_turns,
)
from bot.delivery import outbox
from bot.errors import Mistyped
from bot.ledger.model import Actor
from bot.slice import Tick
from bot.storage.tx import Tx
from bot.turns.router import Router
from cards.attendance.verbs import health as verbs
from cards.verbs import Verb
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
)
from tests.bot.attendance.schools import (
    verbs as sent,
)

__all__ = ["TENANT", "TOKYO", "A", "B", "Posted", "buttons", "said"]

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO)  # a Tuesday after a holiday
ROUTER = Router().include(
    part.router
    for part in (
        suspension_turns,
        preparing,
        suspended_family,
        months,
        numbers,
        guardian_turns,
        protection,
    )
)
FILES: dict[str, Sequence[Sequence[str]]] = {
    "schools": (
        ("学校コード", "学校名", "学校種別", "電話番号"),
        (A, "あかつき小学校", "小学校", "0000-00-0001"),
        (B, "ひので小学校", "小学校", "0000-00-0002"),
    ),
    "classes": (("学校コード", "学年", "組"), (A, "3", "1"), (A, "3", "2"), (B, "3", "2")),
    "staff": (
        ("学校コード", "職", "氏名", "オブジェクトID", "メール", "学年", "組"),
        (A, "担任", "東 花子", "homeroom", "higashi@akatsuki.example.jp", "3", "2"),
        (A, "担任", "南 三郎", "other", "minami@akatsuki.example.jp", "3", "1"),
        (A, "学年主任", "北 四郎", "head3", "kita@akatsuki.example.jp", "3", ""),
        (A, "教員", "教 六郎", "teacher", "kyo@akatsuki.example.jp", "", ""),
        (A, "養護教諭", "保 健子", "nurse", "ho@akatsuki.example.jp", "", ""),
        (A, "学校事務", "事 務子", "office", "ji@akatsuki.example.jp", "", ""),
        (A, "教務主任", "務 教子", "curriculum", "mu@akatsuki.example.jp", "", ""),
        (A, "教頭", "頭 七子", "vice", "to@akatsuki.example.jp", "", ""),
        (A, "校長", "長 八郎", "principal", "cho@akatsuki.example.jp", "", ""),
        (B, "養護教諭", "他 九子", "strange_nurse", "hoka@akatsuki.example.jp", "", ""),
        (B, "校長", "他 十郎", "strange_principal", "juro@akatsuki.example.jp", "", ""),
        (B, "学校事務", "他 子", "strange_office", "ko@akatsuki.example.jp", "", ""),
    ),
    "pupils": (
        (
            "学籍番号",
            "氏名",
            "ふりがな",
            "学校コード",
            "学年",
            "組",
            "出席番号",
            "オブジェクトID",
        ),
        ("P1", "青木 はる", "あおき はる", A, "3", "2", "1", "haru"),
        *((f"P{n}", f"青木 子{n}", f"あおき こ{n}", A, "3", "2", str(n), "") for n in range(2, 7)),
        ("Q1", "上田 空", "うえだ そら", A, "3", "1", "1", ""),
        ("T1", "他校 風", "たこう かぜ", B, "3", "2", "1", ""),
    ),
    "guardians": (
        ("学籍番号", "続柄", "連絡先", "保護者氏名", "オブジェクトID", "世帯"),
        ("P1", "母", "0000-11-0001", "青木 母", "mother", "A"),
        ("P1", "父", "0000-11-0002", "青木 父", "father", "B"),
    ),
}
PEOPLE: Sequence[Sequence[str]] = (
    ("aad_object_id", "name", "mail", "department", "roles"),
    ("board", "教委 己", "board@akatsuki.example.jp", "教育委員会", "board_of_education"),
    ("bare_nurse", "無職 庚", "bare@akatsuki.example.jp", "総務課", "school_nurse,principal"),
)


@dataclass
class City(Schools):
    """The schools on a Tuesday, and what of their days is decided."""

    now: datetime = NOW
    router = ROUTER
    said_by_default = Content(reason=Reason.ILL)

    def link(self, aad: str) -> Guardian:
        (found,) = self.read(lambda tx: guardians.by_person(tx, self.person(aad).id))
        return found

    def only(self) -> Suspension:
        (one,) = self.read(lambda tx: suspensions.of_pupil(tx, self.pupil().id))
        return one

    # what is done

    def refused(self, aad: str, verb: Verb) -> str:
        """The form with which a press comes back, in words; nothing has changed."""
        with pytest.raises(Mistyped) as error:
            self.press(aad, verb)
        return said(error.value.form)

    def confirm(self, aad: str, **rights: bool) -> Guardian:
        """The office has confirmed a link, with all rights but those named."""
        usual = dict.fromkeys(("may_report", "may_see_status", "may_be_notified"), True)
        given: dict[str, Any] = {**usual, **rights}
        link = self.link(aad)
        new = replace(link, state=LinkState.CONFIRMED, version=link.version + 1, **given)
        return self.write(lambda tx: guardians.save(tx, new))

    def rolled(self, *days: date) -> None:
        """The roll of 3年2組 was marked on these days."""
        class_, at = self.class_(), self.now

        def work(tx: Tx) -> None:
            for day in days:
                opened = rolls.open_many(tx, class_.school, day, [(class_.id, at)])
                roll = next(one for one in opened if one.class_id == class_.id)
                done = replace(roll, state=RollState.DONE, version=roll.version + 1)
                rolls.save(tx, done, look_at=None)

        self.write(work)

    def prepare(self, aad: str = "nurse", **more: Any) -> Suspension:
        """The nurse prepares 出席停止 of はる, influenza since today."""
        given: dict[str, Any] = {
            "disease": Disease.INFLUENZA.value,
            "since": self.today,
            "onset": self.today,
        }
        verb = verbs.PrepareSuspension(
            school_id=self.school().id, pupil_id=self.pupil().id, **{**given, **more}
        )
        self.press(aad, verb)
        return self.read(lambda tx: suspensions.of_pupil(tx, self.pupil().id))[-1]

    def order(self, aad: str = "principal", **more: Any) -> Suspension:
        one = self.prepare(**more)
        self.press(aad, verbs.OrderSuspension(suspension_id=one.id, version=one.version))
        return self.only()

    def morning(self, day: date, hour: int = 9) -> None:
        """The clock, by default at half past nine of a day."""
        self.now = datetime.combine(day, time(hour, 30), TOKYO)

        def work(tx: Tx) -> None:
            outbox.turnstile(tx)
            actor = Actor.job("test")
            health.follow(Tick(now=self.now, today=self.today, actor=actor, tx=tx))

        self.write(work)

    def later(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def posted(self, kind: str) -> list[Posted]:
        return self.notices(kind)


def buttons(card: Any) -> set[str]:
    """What the buttons of a card send, each once."""
    return set(sent(card))


@pytest.fixture(scope="session")
def _recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with schools, families and the board in it, to be copied."""
    return loaded(tmp_path_factory.mktemp("recorded"), FILES, PEOPLE)


@pytest.fixture
def city(_recorded: Path, tmp_path: Path) -> Iterator[City]:
    with copied(_recorded, tmp_path) as (storage, file):
        yield City(storage, file)
