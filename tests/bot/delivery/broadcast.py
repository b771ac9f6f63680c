"""A broadcast on a database, with a pump's steps taken one by one and no wire."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.clock import real_now
from bot.delivery import claims, feeding, outbox, results, waiting
from bot.delivery.claims import Attempt, Shelf
from bot.delivery.outcomes import Outcome, Sent
from bot.delivery.results import Result
from bot.delivery.rows import State
from bot.delivery.tally import Progress
from bot.emulator.tenant import TenantSpec
from bot.storage.store import Storage
from tests.bot.delivery.rig import APP, NOW, card, enlist, member

DUE, END = NOW + timedelta(hours=1), NOW + timedelta(days=3)


@dataclass
class Broadcast:
    """One notice and its people, the last of whom has no conversation."""

    storage: Storage
    tenant: str
    people: list[int]
    notice: int = 0
    now: Any = DUE
    real: Any = field(default_factory=real_now)
    posted: int = 10**12

    def write(self, work: Any) -> Any:
        return self.storage.write_now(self.tenant, work)

    def draft(self, key: str = "k", **more: Any) -> int:
        given = {
            "kind": "test",
            "source_key": key,
            "lane": 3,
            "due_at": DUE,
            "expires_at": END,
            "cards": {"ja": card()},
            "summaries": {"ja": "お知らせ"},
            "title": "避難訓練",
            "author": self.people[0],
            "audience": {"to": [["all", ""]]},
            "now": NOW,
            **more,
        }
        found: int = self.write(lambda tx: outbox.draft(tx, **given))
        return found

    def do(self, act: Any, *more: Any) -> Any:
        """An act of the outbox that names the notice first."""
        return self.write(lambda tx: act(tx, self.notice, *more))

    def revise(self, words: str = "訂正") -> None:
        self.write(lambda tx: outbox.revise(tx, notice=self.notice, cards={"ja": card(words)}))

    def withdraw(self) -> None:
        self.write(lambda tx: outbox.withdraw(tx, notice=self.notice))

    def walk(self, *, dry: bool = True, most: int = 2) -> int:
        """One step of the walks; how many moved."""
        step = {"dry": dry, "most": most}
        moved: int = self.write(lambda tx: feeding.feed(tx, self.now, self.real, **step))
        return moved

    def walk_on(self, *, dry: bool = True) -> None:
        while self.walk(dry=dry):
            pass

    def claim(self, most: int = 100) -> tuple[Attempt, ...]:
        self.real += timedelta(minutes=1)
        given = {"owner": "o", "now": self.now, "real": self.real, "most": most}
        found: tuple[Attempt, ...] = self.write(
            lambda tx: claims.claim(tx, **given, lease=8.0, shelf=Shelf())
        )
        return found

    def settle(self, attempts: Any, outcome: Outcome | None = None) -> None:
        """Write back that all of them arrived, or what else came of each."""
        landed = [Result(attempt=a, outcome=outcome or Sent(self._id())) for a in attempts]
        self.write(lambda tx: results.settle(tx, landed, owner="o", real=self.real))

    def send(self, most: int = 100) -> list[str]:
        """Attempt what is due; what was done, in order."""
        found = self.claim(most)
        self.settle(found)
        return [attempt.work.value for attempt in found]

    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        while self.write(lambda tx: waiting.expire(tx, now=self.now)):
            pass

    def calls(self) -> bool:
        found: bool = self.write(
            lambda tx: waiting.calls_for_pump(tx, now=self.now, real=self.real)
        )
        return found

    def progress(self) -> Progress:
        found: Progress = self.do(outbox.progress)
        assert sum(found.numbers.values()) == found.audience
        return found

    def numbers(self) -> dict[State, int]:
        """The states that occur, after checking that they sum to the audience."""
        return {state: count for state, count in self.progress().numbers.items() if count}

    def reasons(self) -> list[str]:
        return [row.reason for row in self.do(outbox.rows, 0, 100)]

    def _id(self) -> str:
        self.posted += 1
        return str(self.posted)


def staffed(storage: Storage, tenant: str, *, people: int = 6, unknown: int = 1) -> Broadcast:
    """A register of people, of whom the last few have never met the bot, and no notice yet."""
    members = tuple(member(number, tenant) for number in range(people))
    spec = TenantSpec(tenant_id=tenant, name="試験", app_id=APP, people=members)

    def work(tx: Any) -> list[int]:
        known = enlist(tx, members[: people - unknown], spec, "http://127.0.0.1/")
        return known + enlist(tx, members[people - unknown :], spec, "")

    return Broadcast(storage, tenant, storage.write_now(tenant, work))
