from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from bot.ledger.chain import chained
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY, FIELDS, HEAD, record
from bot.ledger.verify import Fault, Harm, verify

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
COUNT = 12


@pytest.fixture
def ledger(storage, tenant):
    """A ledger of twelve entries and two ways to reach it: read, and tamper."""

    def fill(tx):
        for number in range(COUNT):
            at = NOW + timedelta(minutes=number)
            record(
                tx, Actor.press("p"), at=at, act="x.y", subject=f"s:{number}", detail={"n": number}
            )

    storage.write_now(tenant, fill)
    return storage, tenant


def verdict(ledger, **given):
    storage, tenant = ledger
    return storage.read_now(tenant, lambda tx: verify(tx, **given))


def tamper(ledger, *statements):
    storage, tenant = ledger
    storage.write_now(tenant, lambda tx: [tx.run(statement) for statement in statements])


def rows(ledger):
    storage, tenant = ledger
    columns = [ENTRY.c[name] for name in (*FIELDS, "hash")]
    found = storage.read_now(tenant, lambda tx: tx.all(select(*columns).order_by(ENTRY.c.seq)))
    return [row._asdict() for row in found]


def at(seq):
    return ENTRY.c.seq == seq


def rewrite(ledger, new):
    """Put these rows, numbered anew, in the place of the old ones."""
    numbered = [{**row, "seq": number} for number, row in enumerate(new, 1)]
    statements = [insert(ENTRY).values(**row) for row in numbered]
    tamper(ledger, delete(ENTRY), *statements)


def test_untouched_ledger_is_whole(ledger):
    found = verdict(ledger)
    assert (found.whole, found.entries, found.seq) == (True, COUNT, COUNT)


def test_empty_ledger_is_whole(storage, tenant):
    assert storage.read_now(tenant, verify).whole


@pytest.mark.parametrize("seq", [1, 5, COUNT])
@pytest.mark.parametrize(
    "change",
    [
        {"act": "x.z"},
        {"who": "q"},
        {"subject": "s:99"},
        {"at": "2026-11-25T00:00:00.000000+00:00"},
        {"why": "because"},
        {"detail": '{"n":99}'},
        {"post": 3},
        {"deputy_for": "q"},
        {"door": "job"},
        {"via": "q"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_field_is_found_where_it_stands(ledger, seq, change):
    tamper(ledger, update(ENTRY).where(at(seq)).values(**change))
    assert verdict(ledger).faults == (Fault(Harm.CHANGED, seq, seq),)


def test_changed_entry_with_its_hash_made_to_fit_is_found_at_the_next(ledger):
    row = rows(ledger)[4] | {"act": "x.z"}
    before = rows(ledger)[3]["hash"]
    digest = chained(before, tuple(row[name] for name in FIELDS))
    tamper(ledger, update(ENTRY).where(at(5)).values(act="x.z", hash=digest))
    assert verdict(ledger).faults == (Fault(Harm.CHANGED, 6, 6),)


@pytest.mark.parametrize(("first", "last"), [(1, 1), (5, 5), (5, 7)])
def test_removed_entries_are_found_by_their_numbers(ledger, first, last):
    tamper(ledger, delete(ENTRY).where(ENTRY.c.seq.between(first, last)))
    assert verdict(ledger).faults == (Fault(Harm.REMOVED, first, last),)


def test_removed_entry_is_found_when_the_others_are_numbered_anew(ledger):
    old = rows(ledger)
    rewrite(ledger, [*old[:4], *old[5:]])
    tamper(ledger, update(HEAD).values(seq=COUNT - 1))
    (fault,) = verdict(ledger).faults
    assert (fault.harm, fault.first) == (Harm.REMOVED, 5)


def test_inserted_entry_is_found_when_the_others_are_numbered_anew(ledger):
    old = rows(ledger)
    rewrite(ledger, [*old[:4], {**old[0], "subject": "forged"}, *old[4:]])
    tamper(ledger, update(HEAD).values(seq=COUNT + 1))
    (fault,) = verdict(ledger).faults
    assert (fault.harm, fault.first) == (Harm.INSERTED, 5)


def test_entry_before_the_first_is_found(ledger):
    tamper(ledger, insert(ENTRY).values(**{**rows(ledger)[0], "seq": -1}))
    faults = verdict(ledger).faults
    assert faults[0] == Fault(Harm.INSERTED, -1, -1)


def test_entry_after_the_head_is_found(ledger):
    tamper(ledger, insert(ENTRY).values(**{**rows(ledger)[0], "seq": COUNT + 1}))
    assert Fault(Harm.INSERTED, COUNT + 1, COUNT + 1) in verdict(ledger).faults


@pytest.mark.parametrize(("one", "other"), [(4, 5), (3, 9), (1, 2)])
def test_exchanged_entries_are_found(ledger, one, other):
    new = rows(ledger)
    new[one - 1], new[other - 1] = new[other - 1], new[one - 1]
    rewrite(ledger, new)
    (fault,) = verdict(ledger).faults
    assert fault.harm is Harm.REORDERED
    assert fault.first <= one
    assert fault.last >= other


@pytest.mark.parametrize("left", [COUNT - 1, 3, 0])
def test_truncated_tail_is_found_by_the_head(ledger, left):
    tamper(ledger, delete(ENTRY).where(ENTRY.c.seq > left))
    assert verdict(ledger).faults == (Fault(Harm.CUT_OFF, left + 1, COUNT),)


def test_truncated_tail_with_its_head_set_back_is_found_by_an_anchor(ledger):
    whole = verdict(ledger)
    anchor = (whole.seq, whole.hash)
    new_head = update(HEAD).values(seq=9, hash=rows(ledger)[8]["hash"])
    tamper(ledger, delete(ENTRY).where(ENTRY.c.seq > 9), new_head)
    assert verdict(ledger).whole
    assert verdict(ledger, anchors=[anchor]).faults == (Fault(Harm.CUT_OFF, 10, COUNT),)


def test_chain_written_anew_is_found_by_an_anchor(ledger):
    whole = verdict(ledger)
    tamper(ledger, delete(ENTRY), delete(HEAD))
    storage, tenant = ledger
    for number in range(COUNT):
        storage.write_now(
            tenant,
            lambda tx, n=number: record(tx, Actor.press("q"), at=NOW, act="x", subject=f"{n}"),
        )
    assert verdict(ledger).whole
    anchor = (whole.seq, whole.hash)
    assert verdict(ledger, anchors=[anchor]).faults == (Fault(Harm.ANCHOR, 1, COUNT),)


def test_lost_head_is_found(ledger):
    tamper(ledger, delete(HEAD))
    assert verdict(ledger).faults == (Fault(Harm.INSERTED, 1, COUNT),)


def test_changed_head_is_found(ledger):
    tamper(ledger, update(HEAD).values(hash="f" * 64))
    assert verdict(ledger).faults == (Fault(Harm.HEAD, COUNT, COUNT),)


def test_other_tenants_harm_is_not_ours(ledger):
    storage, _ = ledger
    tamper(ledger, update(ENTRY).where(at(5)).values(act="x.z"))
    assert storage.read_now("elsewhere", verify).whole
