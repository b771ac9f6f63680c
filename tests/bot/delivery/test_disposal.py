"""A notice that need not be kept goes with its copies, and nothing else does."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.delivery import outbox
from bot.delivery.outbox import Lane
from bot.delivery.rows import DELIVERY, NOTICE
from bot.errors import Refused
from bot.storage.store import Storage
from tests.bot.delivery.rig import NOW, card

_SENT = update(DELIVERY).values(state="sent", try_at=None)


def post(tx, key, *, kind="test", to=(1, 2, 3)):
    return outbox.post(
        tx,
        kind=kind,
        source_key=key,
        lane=Lane.REMINDER,
        due_at=NOW,
        expires_at=NOW + timedelta(days=1),
        cards={"ja": card()},
        summaries={},
        to=to,
    )


def test_a_notice_goes_with_its_copies(storage: Storage, tenant: str) -> None:
    def work(tx):
        gone, kept = post(tx, "7"), post(tx, "8")
        tx.run(_SENT)
        assert outbox.dispose(tx, gone) == 3
        assert outbox.dispose(tx, gone) == 0
        return kept

    kept = storage.write_now(tenant, work)
    rows = storage.read_now(tenant, lambda tx: tx.all(DELIVERY.select()))
    assert {row.notice_id for row in rows} == {kept}
    assert [row.id for row in storage.read_now(tenant, lambda tx: tx.all(NOTICE.select()))] == [
        kept
    ]


def test_what_may_still_go_out_is_not_destroyed(storage: Storage, tenant: str) -> None:
    notice = storage.write_now(tenant, lambda tx: post(tx, "7"))
    with pytest.raises(Refused):
        storage.write_now(tenant, lambda tx: outbox.dispose(tx, notice))
    assert sum(storage.read_now(tenant, lambda tx: outbox.numbers(tx, notice)).values()) == 3


def test_notices_are_found_by_what_they_are_about(storage: Storage, tenant: str) -> None:
    def work(tx):
        made = [post(tx, key) for key in ("7", "7:stopped:3", "7:4", "77", "7_:1", "17:7")]
        post(tx, "7", kind="other")
        outbox.withdraw(tx, notice=made[1])
        return made

    made = storage.write_now(tenant, work)
    found = storage.read_now(tenant, lambda tx: outbox.keyed(tx, kind="test", key="7"))
    assert found == tuple(made[:3])
    found = storage.read_now(tenant, lambda tx: outbox.keyed(tx, kind="test", key="7_"))
    assert found == (made[4],)
