"""A process that carries a disposal out is killed; the next one ends it, nothing is half gone."""

import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import slices
from bot.agreements.store import register
from bot.duties import store as duties
from bot.duties.model import Duty, DutyState, Obligor
from bot.ledger.verify import verify
from bot.records.jobs import disposing
from bot.records.model.keeping import Disposal, Stage
from bot.records.store import disposals
from bot.settings import Settings
from bot.storage.store import open_storage
from tests.bot.records.conftest import AGREEMENT
from tests.bot.records.keeping.killed import NOW, TOKYO

ROOT = Path(__file__).parents[4]
MANY = 120


@pytest.mark.parametrize("steps", [1, 4])
def test_the_next_process_goes_on_where_the_killed_one_was(tmp_path, _migrated, steps):
    shutil.copy(_migrated, tmp_path / "renkei.db")
    url, key = f"sqlite:///{tmp_path / 'renkei.db'}", str(tmp_path / "renkei.key")
    storage = open_storage(Settings(database_url=url, key_file=key))
    storage.write_now("city", _filled)
    storage.close()
    command = [sys.executable, "-m", "tests.bot.records.keeping.killed", url, key, "city"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        for _ in range(steps):
            assert child.stdout.readline() == "step\n"
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    storage = open_storage(Settings(database_url=url, key_file=key))
    half = storage.read_now("city", lambda tx: disposals.get(tx, 1))
    assert half.stage is Stage.RUNNING
    assert 0 < half.gone < MANY
    assert storage.read_now("city", register.count) == MANY - half.gone
    assert storage.read_now("city", _orphans) == 0
    while storage.write_now("city", _step):
        pass
    done = storage.read_now("city", lambda tx: disposals.get(tx, 1))
    assert (done.stage, done.gone) == (Stage.DONE, MANY)
    assert storage.read_now("city", register.count) == 0
    assert storage.read_now("city", verify).whole
    storage.close()


def _filled(tx):
    for number in range(MANY):
        old = replace(AGREEMENT, number=f"旧{number}", end=date(2010, 3, 31))
        one = register.add(tx, old, due_on=None)
        met = Duty(
            id=0, source=one.subject, kind="report", obligor=Obligor.OTSU, state=DutyState.DONE
        )
        duties.add(tx, met)
    disposals.add(
        tx,
        Disposal(
            id=0,
            kind="agreements",
            cut=NOW.date(),
            count=MANY,
            proposed_by=None,
            proposed_at=NOW,
            witness=None,
            stage=Stage.RUNNING,
        ),
    )


def _orphans(tx):
    """Duties whose agreement is gone."""
    standing = {one.subject for one in register.every(tx)}
    found = tx.all(select(duties.DUTY.c.source).distinct())
    counted = tx.value(select(func.count()).select_from(duties.DUTY))
    assert counted == len(standing)
    return len({row.source for row in found} - standing)


def _step(tx):
    tick = slices.tick_of(tx, NOW, TOKYO, disposing.NAME)
    return disposing.go_on(tick, keepers=slices.KEEPERS)
