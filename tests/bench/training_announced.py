"""A course announced to 40,000 people and 20 courses of theirs counted, on SQLite."""

import gc
import sqlite3
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bot import slices
from bot.delivery import outbox
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.training import announcing, counting, report
from bot.training.store import courses
from tests.bench import training_city
from tests.bench.figures import Figure, show
from tests.bench.training_city import COURSE, NOW, PEOPLE, TENANT, TODAY

COURSES = 20
ZONE = Settings().zone
# Each person has enrolled in every course; of five, one waits and two have finished.
_ENROLMENTS = """
INSERT INTO training_enrolment
  (tenant_id, course, session, person, municipality, department, state, since, approved, cause,
   minutes, entry, event_id, transaction_id, version)
SELECT l.tenant_id, c.id, c.id, l.person, l.municipality, h.department,
  CASE WHEN l.person % 5 = 0 THEN 'waiting' WHEN l.person % 5 < 3 THEN 'attended' ELSE 'booked' END,
  '2026-11-01T00:00:00.000000+00:00', 1, '', 0, 'none', '', '', 1
FROM training_course c JOIN listing l JOIN holding h ON h.person = l.person
"""
_COMPLETIONS = """
INSERT INTO training_completion (tenant_id, course, person, "on", how, municipality, department)
SELECT tenant_id, course, person, '2026-11-20', 'attendance', municipality, department
FROM training_enrolment WHERE state = 'attended'
"""


def measure() -> None:
    """Both figures, on one register."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.db"
        storage = open_storage(training_city.settings_for(file))
        training_city.enter(storage, file.with_name("people.csv"), PEOPLE)
        storage.write_now(TENANT, _courses)
        gc.collect()
        gc.freeze()
        _announced(storage)
        _fill(file)
        _reported(storage, file.with_name("report.xlsx"))
        storage.close()


def _courses(tx: Tx) -> None:
    for number in range(COURSES):
        courses.add(tx, replace(COURSE, code=f"course-{number}"))


def _announced(storage: Storage) -> None:
    notice = storage.write_now(TENANT, _announce)
    began = time.perf_counter()
    steps = 0
    while storage.read_now(TENANT, lambda tx: outbox.get_draft(tx, notice).copies) < PEOPLE:
        storage.write_now(TENANT, lambda tx: slices.pulse(tx, NOW, ZONE))
        steps += 1
    took = time.perf_counter() - began
    beside = f"{PEOPLE:,} people in {steps} transactions"
    show(
        Figure(
            name="audience expanded, deliveries written",
            value=took,
            goal="<= 10",
            unit="s",
            beside=beside,
        )
    )


def _announce(tx: Tx) -> int:
    course = next(iter(courses.every(tx)))
    notice = announcing.announce(tx, course, 0, author=1, now=NOW.astimezone(ZONE))
    assert notice
    return notice


def _fill(file: Path) -> None:
    raw = sqlite3.connect(file)
    raw.execute(_ENROLMENTS)
    raw.execute(_COMPLETIONS)
    raw.commit()
    raw.close()


def _reported(storage: Storage, file: Path) -> None:
    began = time.perf_counter()
    counted = storage.read_now(
        TENANT, lambda tx: counting.counted(tx, list(courses.every(tx)), TODAY)
    )
    took = time.perf_counter() - began
    beside = f"{PEOPLE:,} people in {COURSES} courses"
    show(Figure(name="report, counted", value=took, unit="s", beside=beside))
    report.write(file, counted)
    took = time.perf_counter() - began
    show(Figure(name="report, written", value=took, goal="<= 3", unit="s", beside=beside))
    assert {one.total().audience for one in counted} == {PEOPLE}
