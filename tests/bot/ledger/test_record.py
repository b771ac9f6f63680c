from datetime import UTC, datetime, timedelta

from bot.ledger import pseudonyms
from bot.ledger.model import Actor, Door
from bot.ledger.record import done_for, history, record

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_entries_are_numbered_without_gaps_in_each_tenant(storage, tenant):
    def twice(tx):
        actor = Actor.job("agreements.due")
        return [record(tx, actor, at=NOW, act="x.y", subject="agreement:7") for _ in range(2)]

    assert storage.write_now(tenant, twice) == [1, 2]
    assert storage.write_now(tenant, twice) == [3, 4]
    assert storage.write_now(f"{tenant}-other", twice) == [1, 2]


def test_rolled_back_press_leaves_no_entry_and_no_gap(storage, tenant):
    def fails(tx):
        record(tx, Actor.job("a"), at=NOW, act="x.y", subject="s")
        raise KeyError

    for _ in range(2):
        try:
            storage.write_now(tenant, fails)
        except KeyError:
            continue
    number = storage.write_now(
        tenant, lambda tx: record(tx, Actor.job("a"), at=NOW, act="x.y", subject="s")
    )
    assert number == 1


def test_history_of_a_matter_says_who_what_when_and_why(storage, tenant):
    def press(tx):
        actor = Actor.press(pseudonyms.of(tx, 7)).acting(3, deputy_for=8)
        record(
            tx,
            actor,
            at=NOW,
            act="agreements.snooze",
            subject="agreement:7",
            why="w",
            detail={"b": 1},
        )
        record(tx, actor, at=NOW, act="x.y", subject="agreement:8")
        return actor.pseudonym, pseudonyms.of(tx, 8)

    who, owner = storage.write_now(tenant, press)
    (entry,) = storage.read_now(tenant, lambda tx: list(history(tx, "agreement:7")))
    assert (entry.seq, entry.at, entry.who, entry.post) == (1, NOW, who, 3)
    assert (entry.deputy_for, entry.door, entry.why) == (owner, Door.PRESS, "w")
    assert entry.detail == {"b": 1}


def test_what_deputies_did_is_found_by_owner_and_time(storage, tenant):
    def press(tx):
        for hours, owner in ((0, 8), (1, 9), (2, 8), (48, 8)):
            actor = Actor.press("p").acting(3, deputy_for=owner)
            record(tx, actor, at=NOW + timedelta(hours=hours), act="x.y", subject=f"s:{hours}")

    storage.write_now(tenant, press)
    day = timedelta(days=1)
    found = storage.write_now(tenant, lambda tx: list(done_for(tx, 8, NOW, NOW + day)))
    assert [entry.subject for entry in found] == ["s:0", "s:2"]


def test_pseudonym_stays_until_it_is_erased_and_names_nobody_after(storage, tenant):
    first = storage.write_now(tenant, lambda tx: pseudonyms.of(tx, 7))
    assert storage.write_now(tenant, lambda tx: pseudonyms.of(tx, 7)) == first
    assert storage.read_now(tenant, lambda tx: pseudonyms.person_of(tx, first)) == 7
    assert storage.write_now(tenant, lambda tx: pseudonyms.erase(tx, 7))
    assert storage.read_now(tenant, lambda tx: pseudonyms.person_of(tx, first)) is None
    assert storage.write_now(tenant, lambda tx: pseudonyms.of(tx, 7)) != first
    assert not storage.write_now(tenant, lambda tx: pseudonyms.erase(tx, 70))


def test_systems_user_is_no_person(storage, tenant):
    name = storage.write_now(tenant, lambda tx: pseudonyms.of_system_user(tx, "operator"))
    assert "operator" not in name
    assert storage.read_now(tenant, lambda tx: pseudonyms.person_of(tx, name)) is None
