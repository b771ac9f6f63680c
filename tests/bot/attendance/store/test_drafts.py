"""Drafts on both databases: one for each child, sealed, spent once, gone with their day."""

from dataclasses import replace
from datetime import date, time, timedelta

from bot.attendance.model import Content, Kind, Reason
from bot.attendance.store import drafts
from bot.attendance.store.drafts import Draft
from bot.storage.store import Storage

TODAY = date(2026, 11, 24)
LATE = Draft(
    id=0,
    person=1,
    pupil=7,
    since=TODAY,
    until=TODAY,
    kind=Kind.LATE,
    content=Content(reason=Reason.FAMILY, arrives=time(10, 30), text="歯医者 🦷"),
)


def begun(storage: Storage, tenant: str, draft: Draft = LATE) -> Draft:
    return storage.write_now(tenant, lambda tx: drafts.begin(tx, draft, today=TODAY))


def test_what_was_typed_comes_back_whole(storage: Storage, tenant: str) -> None:
    draft = begun(storage, tenant)
    assert storage.read_now(tenant, lambda tx: drafts.find_open(tx, 1, TODAY)) == draft


def test_nobody_else_finds_it(storage: Storage, tenant: str) -> None:
    draft = begun(storage, tenant)
    assert storage.write_now(tenant, lambda tx: drafts.locked(tx, draft.id, 2)) is None
    assert storage.read_now(tenant, lambda tx: drafts.find_open(tx, 2, TODAY)) is None


def test_a_newer_one_takes_the_place_of_the_older_for_that_child_only(
    storage: Storage, tenant: str
) -> None:
    other = begun(storage, tenant, replace(LATE, pupil=8))
    first, second = begun(storage, tenant), begun(storage, tenant)
    assert storage.write_now(tenant, lambda tx: drafts.locked(tx, first.id, 1)) is None
    assert storage.write_now(tenant, lambda tx: drafts.locked(tx, second.id, 1)) == second
    assert storage.write_now(tenant, lambda tx: drafts.locked(tx, other.id, 1)) == other


def test_of_a_sent_draft_only_its_reports_id_stays(storage: Storage, tenant: str) -> None:
    draft = begun(storage, tenant)
    storage.write_now(tenant, lambda tx: drafts.spend(tx, draft, 41))
    assert storage.write_now(tenant, lambda tx: drafts.locked(tx, draft.id, 1)) == 41
    assert storage.read_now(tenant, lambda tx: drafts.find_open(tx, 1, TODAY)) is None
    assert storage.read_now(tenant, lambda tx: drafts.personal_data(tx, 1)) == ()


def test_what_is_saved_after_sending_is_not_kept(storage: Storage, tenant: str) -> None:
    draft = begun(storage, tenant)
    storage.write_now(tenant, lambda tx: drafts.spend(tx, draft, 41))
    storage.write_now(tenant, lambda tx: drafts.save(tx, draft, today=TODAY))
    assert storage.write_now(tenant, lambda tx: drafts.locked(tx, draft.id, 1)) == 41


def test_it_is_kept_until_the_day_that_it_speaks_of_is_over(storage: Storage, tenant: str) -> None:
    until = TODAY + timedelta(days=2)
    begun(storage, tenant, replace(LATE, until=until))
    assert storage.write_now(tenant, lambda tx: drafts.purge(tx, until)) == 0
    over = until + timedelta(days=1)
    assert storage.read_now(tenant, lambda tx: drafts.find_open(tx, 1, over)) is None
    assert storage.write_now(tenant, lambda tx: drafts.purge(tx, over)) == 1


def test_persons_and_pupils_are_erased(storage: Storage, tenant: str) -> None:
    begun(storage, tenant)
    begun(storage, tenant, replace(LATE, person=2, pupil=9))
    assert storage.write_now(tenant, lambda tx: drafts.erase(tx, 1)) == 1
    assert storage.write_now(tenant, lambda tx: drafts.erase_pupil(tx, 9)) == 1


def test_an_account_is_told_of_its_own_draft_but_not_of_anothers_content(
    storage: Storage, tenant: str
) -> None:
    draft = begun(storage, tenant)
    same = begun(storage, tenant, replace(LATE, pupil=8, same=True))
    (told,) = storage.read_now(tenant, lambda tx: drafts.personal_data(tx, 1))
    assert told["draft"] == draft.id != same.id
