"""A part that fails leaves nothing behind but a line in the log; the other parts are done."""

from datetime import date

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.meetings.store import marks
from bot.meetings.store.rows import MARK
from bot.storage.parts import apart, went_well
from bot.storage.store import Storage
from bot.storage.tx import Tx

DAY = date(2026, 11, 24)


def names(storage: Storage, tenant: str) -> list[str]:
    found = select(MARK.c.name).order_by(MARK.c.name)
    return [row.name for row in storage.read_now(tenant, lambda tx: tx.all(found))]


def test_a_part_that_fails_is_undone_and_logged_and_the_next_is_done(
    storage: Storage, tenant: str
) -> None:
    def fails(tx: Tx) -> None:
        marks.put(tx, "lost", DAY)
        raise ValueError("somebody's name")

    def work(tx: Tx) -> list[bool]:
        first = went_well(tx, "series_left_out", lambda: fails(tx), series=7)
        return [first, went_well(tx, "series_left_out", lambda: marks.put(tx, "kept", DAY))]

    with capture_logs() as logs:
        assert storage.write_now(tenant, work) == [False, True]
    assert names(storage, tenant) == ["kept"]
    (line,) = logs
    assert (line["event"], line["series"], line["error"]) == ("series_left_out", 7, "ValueError")
    assert "somebody" not in str(line)


def test_a_part_returns_what_it_found(storage: Storage, tenant: str) -> None:
    assert storage.write_now(tenant, lambda tx: apart(tx, "course_left_out", lambda: 3)) == 3
