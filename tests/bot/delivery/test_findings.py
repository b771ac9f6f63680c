"""Who is found in a place, and what follows, on both databases."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select, update

from bot.delivery import crowd, encounters, findings, outbox, places
from bot.delivery.crowd import EVERY, Seen, Trouble, Verdict
from bot.delivery.encounters import Met
from bot.delivery.rows import DELIVERY, EXPOSURE, State
from bot.people.model import Role
from bot.storage.columns import Instant
from bot.storage.store import Storage
from bot.storage.tx import Tx
from graph.teams import Member
from tests.bot.delivery.rig import NOW, card, enlist, member
from tests.bot.delivery.staff_rooms import CHAT, give

Run = Callable[[Callable[[Tx], Any]], Any]
TODAY = NOW.date()
A, B = "school:1", "school:2"
_SENT = (
    update(DELIVERY)
    .where(DELIVERY.c.notice_id == bindparam("one"))
    .values(
        state=State.SENT.value,
        activity_id="17",
        shown_revision=1,
        try_at=None,
        sent_at=bindparam("at", type_=Instant()),
    )
)


@pytest.fixture
def run(storage: Storage, tenant: str) -> Run:
    return lambda work: storage.write_now(tenant, work)


@pytest.fixture
def staff(run: Run, tenant: str) -> list[Member]:
    """Three people on the register, all of them staff."""
    people = [member(number, tenant) for number in range(3)]

    def begin(tx: Tx) -> None:
        give(tx, enlist(tx, people, None, ""), Role.STAFF)

    run(begin)
    return [
        Member(aad_object_id=one.aad_object_id, roles=(), guest=False, tenant="") for one in people
    ]


@pytest.fixture
def place(run: Run) -> places.Destination:
    seen = Met(conversation=CHAT, kind="chat", service_url="http://127.0.0.1/", name="3学年")
    return run(lambda tx: encounters.met(tx, seen, at=NOW))


def judged(run: Run, members: Sequence[Member], *whose: set[str], owner: str = "") -> Verdict:
    """What is found where each member is staff of these owners, in order of their ids."""

    def belonging(tx: Tx, people: Sequence[int], on: date) -> Mapping[int, frozenset[str]]:
        del tx, on
        return {one: frozenset(had) for one, had in zip(sorted(people), whose, strict=True)}

    seen = Seen(kind="chat", members=tuple(members))
    return run(lambda tx: crowd.judge(tx, seen, TODAY, owner=owner, belonging=belonging))


@pytest.mark.parametrize("owner", ["", A])
def test_staff_of_one_owner_may_read_its_cards(run: Run, staff: list[Member], owner: str):
    assert judged(run, staff, {A}, {A, B}, {A}, owner=owner) == Verdict(near=(A,))


@pytest.mark.parametrize(
    "whose",
    [
        pytest.param(({A}, {A}, {B}), id="somebody of another school"),
        pytest.param(({A}, {A}, set()), id="somebody of city hall"),
        pytest.param(({B}, {B}, {B}), id="all of another school"),
        pytest.param(({A, B}, {B}, {A}), id="nobody's common school"),
    ],
)
def test_staff_of_another_keeps_cards_away(run: Run, staff: list[Member], whose):
    found = judged(run, staff, *whose, owner=A)
    assert found.why == Trouble.OTHER_STAFF
    assert set(found.near) == set().union(*whose)


def test_who_looks_after_all_may_be_there_but_is_no_staff_by_themselves(
    run: Run, staff: list[Member]
):
    assert judged(run, staff, {A}, {EVERY}, {A, EVERY}, owner=A) == Verdict(near=(A,))
    assert judged(run, staff, {EVERY}, {EVERY}, {EVERY}).why == Trouble.OTHER_STAFF
    assert judged(run, staff, {EVERY}, {EVERY}, {EVERY}, owner=A).why == Trouble.OTHER_STAFF


def test_what_nobody_may_be_goes_before_whose_they_are(run: Run, staff: list[Member], tenant: str):
    child = member(9, tenant)
    run(lambda tx: give(tx, enlist(tx, [child], None, ""), Role.PUPIL))
    members = [*staff, Member(aad_object_id=child.aad_object_id, roles=(), guest=False, tenant="")]
    found = judged(run, members, {A}, {B}, {A}, set(), owner=A)
    assert found == Verdict(why=Trouble.PUPIL, near=(A, B))
    unknown = [*staff, Member(aad_object_id="nobody", roles=(), guest=False, tenant="")]
    assert judged(run, unknown, {A}, {A}, {A}, owner=A).why == Trouble.UNKNOWN_MEMBER
    guest = [*staff, Member(aad_object_id="nobody", roles=(), guest=True, tenant="")]
    assert judged(run, guest, {A}, {A}, {A}, owner=A).why == Trouble.GUEST


def posted(tx: Tx, place: int) -> int:
    notice = outbox.post(
        tx,
        kind="test",
        source_key="roster:1",
        lane=0,
        due_at=NOW,
        expires_at=NOW + timedelta(days=1),
        cards={"ja": card()},
        summaries={},
        to_places=(place,),
    )
    tx.run(_SENT, one=notice, at=NOW)
    return notice


def test_a_certain_breach_takes_the_cards_back_and_leaves_an_exposure(run: Run, place):
    notice = run(lambda tx: posted(tx, place.id))
    bad = Verdict(why=Trouble.OTHER_STAFF, near=(A, B))
    run(lambda tx: places.own(tx, place.id, A))
    place = run(lambda tx: places.get(tx, place.id))
    assert run(lambda tx: findings.found(tx, place, bad, kind="chat", real=NOW))
    [exposure] = run(lambda tx: tx.all(select(EXPOSURE)))
    assert (exposure.destination, exposure.notices) == (f"place:{place.id}", [notice])
    [copy] = run(lambda tx: tx.all(select(DELIVERY).where(DELIVERY.c.notice_id == notice)))
    assert copy.wanted_revision == 0
    found = run(lambda tx: places.get(tx, place.id))
    assert (found.trouble, found.told, found.near) == ("other_staff", 0, (A, B))
    later = NOW + timedelta(minutes=1)
    assert run(lambda tx: findings.taken_back(tx, place.id, later)) == 1
    assert run(lambda tx: findings.fresh(tx, place.id, later)) == "other_staff"


def test_doubt_takes_nothing_back(run: Run, place):
    notice = run(lambda tx: posted(tx, place.id))
    doubt = Verdict(why=Trouble.NOT_CONSENTED)
    assert run(lambda tx: findings.found(tx, place, doubt, kind="chat", real=NOW))
    assert run(lambda tx: tx.all(select(EXPOSURE))) == []
    assert run(lambda tx: outbox.numbers(tx, notice))[State.SENT] == 1


def test_what_was_found_of_an_older_state_is_not_kept(run: Run, place):
    run(lambda tx: encounters.changed(tx, conversation=CHAT))
    assert not run(lambda tx: findings.found(tx, place, Verdict(near=(A,)), kind="chat", real=NOW))
    assert run(lambda tx: findings.fresh(tx, place.id, NOW)) is None
    assert run(lambda tx: places.get(tx, place.id)).near == ()


def test_what_was_found_holds_for_five_minutes(run: Run, place):
    run(lambda tx: findings.found(tx, place, Verdict(near=(A,)), kind="chat", real=NOW))
    assert run(lambda tx: findings.fresh(tx, place.id, NOW + timedelta(minutes=4))) == ""
    assert run(lambda tx: findings.fresh(tx, place.id, NOW + timedelta(minutes=6))) is None
