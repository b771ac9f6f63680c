"""How long one tick takes over a register of 100,000 agreements.

    python -m tests.bench.bench_tick [AGREEMENTS]

CPU seconds of a slice's jobs, their commit included, on a real SQLite file; 400 posts own
the agreements. The floor does the least: it reads the due rows on bare sqlite3 and writes one
notice and one delivery row for each.
"""

import csv
import sqlite3
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot import slices
from bot.agreements.model import Agreement, Party, PartyName, Renewal, RenewalKind
from bot.agreements.store import register
from bot.people import imports
from bot.people import store as people
from bot.settings import Settings
from bot.slice import Slice
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from tests.bench.figures import Figure, show

TENANT, POSTS, DUE = "bench", 400, 1000
ZONE = Settings().zone
FILLED, DUE_DAY, LATER = date(2026, 11, 24), date(2026, 12, 28), date(2027, 5, 6)
AGREEMENT = Agreement(
    id=0,
    number="",
    title="見守り活動に関する協定",
    parties=(
        Party(role="甲", ours=True, names=(PartyName(name="あかつき市"),)),
        Party(role="乙", names=(PartyName(name="ひのでロジ株式会社"),)),
    ),
    signed_on=date(2024, 4, 1),
    start=date(2024, 4, 1),
    end=date(2027, 3, 31),
    renewal=Renewal(kind=RenewalKind.MUTUAL, extension_months=12, article="第8条"),
    lead_days=0,
    post=0,
    registered_on=FILLED,
)
# What is due later is copied by the database: entering each would take minutes.
COPY = """
WITH RECURSIVE another(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM another WHERE n < ?)
INSERT INTO agreement
  (tenant_id, number, title, state, "end", post, facts, words, next_due_on, version)
SELECT tenant_id, 'later' || n, title, state, "end", post, facts, words, ?, version
FROM another JOIN agreement ON agreement.number = CAST(n % ? AS TEXT)
"""
OWN = """
INSERT INTO agreement_owner (tenant_id, post, agreement_id, rank)
SELECT tenant_id, post, id, 0 FROM agreement WHERE number LIKE 'later%'
"""


def fill(storage: Storage, file: Path, agreements: int) -> None:
    """A city of 400 posts; all but a thousand agreements are due later."""
    sheet = file.with_name("people.csv")
    with sheet.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(("aad_object_id", "name", "mail", "department", "post", "superior_post"))
        for n in range(POSTS):
            mail = f"p{n}@akatsuki.example.jp"
            rows.writerow((f"p{n}", f"係長 {n}", mail, f"第{n}課", f"第{n}係長", ""))
    imports.load(storage, TENANT, sheet, today=date(2026, 4, 1), finally_=lambda tx, done: None)
    storage.write_now(TENANT, _enter)
    raw = sqlite3.connect(file)
    raw.execute(COPY, [agreements - DUE, LATER.isoformat(), DUE])
    raw.execute(OWN)
    raw.commit()
    raw.close()


def _enter(tx: Tx) -> None:
    for n in range(DUE):
        (post,) = people.posts_named(tx, f"第{n % POSTS}係長", FILLED)
        register.add(tx, replace(AGREEMENT, number=str(n), post=post.id), due_on=DUE_DAY)


def tick(storage: Storage, day: date, minute: int = 0) -> dict[str, float]:
    """CPU seconds of each slice's jobs on the morning of that day."""
    now = datetime(day.year, day.month, day.day, 9, minute, tzinfo=ZONE)
    return {one.name: _run(storage, one, now) for one in slices.SLICES}


def _run(storage: Storage, one: Slice, now: datetime) -> float:
    def jobs(tx: Tx) -> None:
        for job in one.jobs:
            job.run(slices.tick_of(tx, now, ZONE, job.name))

    began = time.process_time()
    storage.write_now(TENANT, jobs)
    return time.process_time() - began


def least(file: Path) -> float:
    """CPU seconds of reading the due rows and writing as many, on the bare driver."""
    raw = sqlite3.connect(file.with_name("floor.db"), isolation_level=None)
    raw.execute("ATTACH ? AS city", [str(file)])
    raw.execute("CREATE TABLE notice AS SELECT * FROM city.notice")
    raw.execute("CREATE TABLE delivery AS SELECT * FROM city.delivery")
    notices = raw.execute("SELECT * FROM notice").fetchall()
    deliveries = raw.execute("SELECT * FROM delivery").fetchall()
    began = time.process_time()
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("SELECT * FROM city.agreement ORDER BY next_due_on DESC LIMIT ?", [DUE]).fetchall()
    for table, rows in (("notice", notices), ("delivery", deliveries)):
        marks = ", ".join("?" * len(rows[0]))
        raw.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our names
    raw.execute("COMMIT")
    spent = time.process_time() - began
    raw.close()
    return spent


def main() -> None:
    """Fill, tick on a day when nothing is due, then on the day when a thousand are."""
    agreements = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        storage = open_storage(Settings(database_url=f"sqlite:///{file}"))
        try:
            fill(storage, file, agreements)
            tick(storage, FILLED)  # loads the table of holidays, and says good morning
            idle = min(sum(tick(storage, FILLED, minute).values()) for minute in range(1, 6))
            busy = tick(storage, DUE_DAY)
            posted = storage.read_now(TENANT, _posted)
            floor = least(file)
        finally:
            storage.close()
    name = f"tick over {agreements:,} agreements"
    show(Figure(name=f"{name}, none due", value=idle * 1e3, unit="ms", goal="<= 50"))
    spent = busy["agreements"]
    beside = f"CPU; {posted} notices; floor {floor:.3f} s: {spent / floor:.0f} times"
    show(Figure(name=f"{name}, {DUE:,} due", value=spent, unit="s", goal="<= 1", beside=beside))
    beside = f"CPU; 「今日やること」 for {POSTS} people with {agreements // POSTS} agreements each"
    show(Figure(name="the same morning, home's jobs", value=busy["home"], unit="s", beside=beside))


def _posted(tx: Tx) -> int:
    from sqlalchemy import func, select

    from bot.delivery.rows import NOTICE

    return int(tx.value(select(func.count()).select_from(NOTICE)))


if __name__ == "__main__":
    main()
