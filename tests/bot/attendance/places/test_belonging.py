"""Whose staff somebody is, and which places a school is offered, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.attendance import importing
from bot.attendance.belonging import belonging
from bot.attendance.store import places as store
from bot.attendance.store import schools
from bot.delivery import encounters, findings
from bot.delivery.crowd import EVERY, Verdict
from bot.delivery.encounters import Met
from bot.people import absences, imports
from bot.people import store as people
from bot.people.tables import DIRECTORY
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.attendance.places.conftest import _FILES, _PEOPLE, NOW, _file

TODAY = NOW.date()
WHO = ("homeroom", "vice", "elsewhere", "desk", "clerk", "haru")


@pytest.fixture
def schools_of(storage: Storage, tenant: str, tmp_path: Path) -> tuple[str, str]:
    """Both schools, as owners of places."""
    begun = NOW.replace(month=4, day=1)
    staff = _file(tmp_path / "people.csv", _PEOPLE)
    imports.load(storage, tenant, staff, today=begun.date(), finally_=lambda tx, done: None)
    files = [_file(tmp_path / f"{name}.csv", rows) for name, rows in _FILES.items()]
    importing.load(storage, tenant, files, year=2026, now=begun, finally_=lambda tx, done: None)

    def owners(tx: Tx) -> list[str]:
        found = [schools.find_by_code(tx, code) for code in ("A1", "B1")]
        return [store.owner_of(one.id) for one in found]

    first, second = storage.read_now(tenant, owners)
    return first, second


def _ids(tx: Tx) -> dict[str, int]:
    return {aad: people.find_by_aad(tx, aad, TODAY).id for aad in WHO}


def _whose(tx: Tx, on=TODAY) -> dict[str, frozenset[str]]:
    ids = _ids(tx)
    found = belonging(tx, list(ids.values()), on)
    return {aad: found[person] for aad, person in ids.items() if person in found}


def test_staff_is_who_holds_a_post_at_the_school(storage: Storage, tenant: str, schools_of):
    first, second = schools_of
    assert storage.read_now(tenant, _whose) == {
        "homeroom": {first},
        "vice": {first},
        "elsewhere": {second},
        "desk": {EVERY},
    }


def test_who_deputises_is_staff_as_long_as_they_do(storage: Storage, tenant: str, schools_of):
    first, second = schools_of

    def set_away(tx: Tx) -> None:
        ids = _ids(tx)
        days = (TODAY, TODAY + timedelta(days=2))
        absences.set_away(tx, ids["homeroom"], *days, ids["clerk"], at=NOW)
        absences.set_away(tx, ids["vice"], *days, ids["elsewhere"], at=NOW)

    storage.write_now(tenant, set_away)
    found = storage.read_now(tenant, _whose)
    assert (found["clerk"], found["elsewhere"]) == ({first}, {first, second})
    later = storage.read_now(tenant, lambda tx: _whose(tx, TODAY + timedelta(days=3)))
    assert "clerk" not in later
    assert later["elsewhere"] == {second}


def test_a_guest_is_nobodys_staff_whatever_they_hold(storage: Storage, tenant: str, schools_of):
    account = {"aad_object_id": "homeroom", "guest": 1, "removed": 0}
    more = {"round": 1, "step": 1, "told": 0}
    storage.write_now(tenant, lambda tx: tx.run(DIRECTORY.insert(), **account, **more))
    assert "homeroom" not in storage.read_now(tenant, _whose)


def test_a_school_is_offered_what_its_own_staff_alone_reads(
    storage: Storage, tenant: str, schools_of
):
    first, second = (int(one.partition(":")[2]) for one in schools_of)

    def begin(tx: Tx) -> int:
        seen = Met(conversation="19:x", kind="chat", service_url="http://x/", name="3学年")
        place = encounters.met(tx, seen, at=NOW)
        fine = Verdict(near=(schools_of[0],))
        findings.found(tx, place, fine, kind="chat", real=NOW)
        return place.id

    place = storage.write_now(tenant, begin)
    assert storage.read_now(tenant, lambda tx: store.offered(tx, second)) == ()
    [found] = storage.read_now(tenant, lambda tx: store.offered(tx, first))
    assert (found.id, found.name) == (place, "3学年")
    storage.write_now(tenant, lambda tx: store.choose(tx, place, first))
    assert storage.read_now(tenant, lambda tx: store.usable(tx, first)) == place
    storage.write_now(tenant, lambda tx: store.clear(tx, first))
    assert storage.read_now(tenant, lambda tx: store.usable(tx, first)) == 0
