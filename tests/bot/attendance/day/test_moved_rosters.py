"""The roster's place changes in the morning: no name is left where it doesn't belong."""

from typing import Any

from sqlalchemy import select

from bot.attendance import sweeping
from bot.attendance.store import places as store
from bot.delivery import encounters, payload, places
from bot.delivery.crowd import Seen
from bot.delivery.encounters import Met
from bot.delivery.rows import DELIVERY, NOTICE
from bot.people import absences
from bot.slice import Tick
from bot.storage.tx import Tx
from cards.attendance.verbs.day import MarkDone
from cards.attendance.verbs.places import ClearPlace
from graph.teams import Member
from tests.bot.attendance.day.conftest import Day


def met(day: Day) -> int:
    """A chat that the school has chosen, with staff of it alone."""
    chat = Met(conversation="19:g3@thread.v2", kind="chat", service_url="http://x/", name="3学年")
    place = day.write(lambda tx: encounters.met(tx, chat, at=day.now)).id
    looked(day, place, "homeroom", "vice")
    day.write(lambda tx: store.choose(tx, place, day.school().id))
    looked(day, place, "homeroom", "vice")
    return place


def looked(day: Day, place: int, *accounts: str, guest: bool = False) -> None:
    members = tuple(
        Member(aad_object_id=one, roles=(), guest=guest and one == accounts[-1], tenant="")
        for one in accounts
    )

    def apply(tx: Tx) -> None:
        tick = Tick(now=day.now, today=day.today, actor=day.turn(tx, "vice").actor, tx=tx)
        job = sweeping.job_for(places.get(tx, place))
        sweeping.looked(tick, job, Seen(kind="chat", members=members))

    day.write(apply)


def rosters(day: Day) -> list[tuple[set[int], str]]:
    """To whom each roster card went, and what it says."""

    def read(tx: Tx) -> list[tuple[set[int], str]]:
        kept = select(NOTICE).where(NOTICE.c.kind == "attendance.roster").order_by(NOTICE.c.id)
        return [(_to(tx, row.id), _words(tx, row)) for row in tx.all(kept)]

    return day.read(read)


def _to(tx: Tx, notice: int) -> set[int]:
    rows = tx.all(select(DELIVERY.c.recipient).where(DELIVERY.c.notice_id == notice))
    return {row.recipient for row in rows}


def _words(tx: Tx, row: Any) -> str:
    if row.payload is None:
        return ""
    key = payload.sealing_key(row.kind, row.source_key)
    return str(payload.cards(tx, key=key, sealed=row.payload))


def clear(day: Day, place: int) -> None:
    version = day.read(lambda tx: places.get(tx, place)).version
    day.press("vice", ClearPlace(school_id=day.school().id, version=version))


def test_a_place_that_is_given_up_names_nobody_and_gets_no_new_name(day: Day) -> None:
    place = met(day)
    day.run_to(8, 20)
    day.report("P1")
    clear(day, place)
    day.report("P2")
    there = [words for to, words in rosters(day) if -place in to]
    assert there
    assert not any("青木" in words for words in there)
    homeroom = day.person("homeroom").id
    assert any("青木 子2" in words for to, words in rosters(day) if homeroom in to)


def test_when_a_guest_joins_the_roster_goes_to_personal_chats_at_once(day: Day) -> None:
    place = met(day)
    day.run_to(8, 20)
    day.report("P1")
    homeroom = day.person("homeroom").id
    assert not any(homeroom in to for to, _ in rosters(day))
    looked(day, place, "homeroom", "vice", "gast", guest=True)
    assert any("青木 子1" in words for to, words in rosters(day) if homeroom in to)
    looked(day, place, "homeroom", "vice")
    *_, last = [to for to, words in rosters(day) if "青木 子1" in words]
    assert -place in last
    assert not any("青木" in words for to, words in rosters(day) if homeroom in to)


def test_a_place_that_was_given_up_is_swept_while_cards_stand_there(day: Day) -> None:
    place = met(day)
    day.run_to(8, 20)
    day.write(lambda tx: store.clear(tx, day.school().id))
    found = day.write(lambda tx: places.sweep(tx, day.today.replace(day=day.today.day + 1)))
    assert [one.id for one in found] == [place]


def test_in_a_place_a_protected_child_is_a_number_and_a_mark(day: Day) -> None:
    place = met(day)
    day.run_to(8, 20)
    day.protect("P1")
    day.report("P1")
    day.report("P2")
    (said,) = [words for to, words in rosters(day) if -place in to and "青木 子2" in words]
    assert "青木 子1" not in said and "1番" in said


def test_in_a_place_a_deputy_presses_for_whom_they_stand_in(day: Day) -> None:
    """代理: with the post that they deputise they may be there and press there."""
    place = met(day)
    looked(day, place, "homeroom", "vice", "elsewhere")
    assert day.read(lambda tx: places.get(tx, place)).trouble == "other_staff"
    who, other = day.person("homeroom").id, day.person("elsewhere").id
    day.write(lambda tx: absences.set_away(tx, who, day.today, day.today, other, at=day.now))
    looked(day, place, "homeroom", "vice", "elsewhere")
    assert day.read(lambda tx: places.get(tx, place)).trouble == ""
    day.run_to(8, 30)
    roll = day.roll()
    day.press("elsewhere", MarkDone(roll_id=roll.id, version=roll.version), place=place)
    assert day.roll().done_person == other
