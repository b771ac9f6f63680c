"""The quotas that bind one reader, of every session of a course at once."""

from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.training.model import Org, Quota
from bot.training.store import binding
from tests.bot.training.seats.rig import course, quota, session


def test_own_municipality_and_department_bind_and_no_others(storage: Storage, tenant: str) -> None:
    def work(tx: Tx) -> None:
        own = course(tx)
        section = quota("総務課", 3, Org.DEPARTMENT)
        first = session(tx, own, quota("あかつき市", 5), quota("ひので町", 2), section)
        second = session(tx, own, quota("ひので町", 2), number=2)
        session(tx, course(tx, code="other"), quota("あかつき市", 9))
        found = binding.of(tx, own.id, "あかつき市", "総務課")
        assert set(found) == {first.id}
        assert set(found[first.id]) == {
            Quota(org=Org.MUNICIPALITY, name="あかつき市", seats=5),
            Quota(org=Org.DEPARTMENT, name="総務課", seats=3),
        }
        assert second.id not in found

    storage.write_now(tenant, work)
