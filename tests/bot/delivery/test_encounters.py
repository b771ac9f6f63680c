"""Channels and group chats on both databases: met, chosen, swept, left, forgotten."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import bindparam, select

from bot.delivery import encounters, findings, outbox, places
from bot.delivery.crowd import Verdict
from bot.delivery.encounters import Met
from bot.delivery.place_rows import PLACE, PLACE_CHECK
from bot.delivery.rows import DELIVERY
from bot.storage.store import Storage
from bot.storage.tx import Tx
from tests.bot.delivery.rig import NOW, card
from tests.bot.delivery.staff_rooms import CHAT, GENERAL

T = TypeVar("T")
Run = Callable[[Callable[[Tx], T]], T]
DAY = timedelta(days=1)
FINE = Verdict(near=("school:1",))


@pytest.fixture
def run(storage: Storage, tenant: str) -> Run:
    return lambda work: storage.write_now(tenant, work)


def met(conversation: str = CHAT, **more: str) -> Met:
    given = {"kind": "chat", "service_url": "http://127.0.0.1/", **more}
    return Met(conversation=conversation, **given)


def looked_at(tx: Tx, seen: Met) -> places.Destination:
    """Met, and everything found in order."""
    place = encounters.met(tx, seen, at=NOW)
    assert findings.found(tx, place, FINE, kind="chat", real=NOW)
    return places.get(tx, place.id)


def fresh(tx: Tx, place: int) -> str | None:
    return findings.fresh(tx, place, NOW + timedelta(minutes=1))


def post(tx: Tx, place: int) -> int:
    return outbox.post(
        tx,
        kind="test",
        source_key=f"roster:{place}",
        lane=0,
        due_at=NOW,
        expires_at=NOW + DAY,
        cards={"ja": card()},
        summaries={},
        to_places=(place,),
    )


def test_a_place_is_one_however_often_it_is_met(run: Run):
    first = run(lambda tx: looked_at(tx, met(name="職員", team="77")))
    assert run(lambda tx: encounters.met(tx, met(), at=NOW)) == first


@pytest.mark.parametrize("name", ["一般", "", "職員会議"])
def test_another_name_is_no_reason_to_look_again(run: Run, name: str):
    """One activity of a channel names its team too, the next the channel alone."""
    first = run(
        lambda tx: looked_at(tx, met(GENERAL, kind="team", channel=GENERAL, name="職員室 一般"))
    )
    again = run(
        lambda tx: encounters.met(tx, met(GENERAL, kind="team", channel=GENERAL, name=name), at=NOW)
    )
    assert (again.version, again.recheck) == (first.version, 0)
    assert again.name == ("職員会議" if name == "職員会議" else "職員室 一般")
    assert run(lambda tx: fresh(tx, first.id)) == ""


def test_another_address_reaches_the_copies_too(run: Run):
    def move(tx: Tx) -> str | None:
        notice = post(tx, looked_at(tx, met()).id)
        encounters.met(tx, met(service_url="http://127.0.0.2/"), at=NOW)
        address = select(DELIVERY.c.service_url).where(DELIVERY.c.notice_id == bindparam("one"))
        return tx.value(address, one=notice)

    assert run(move) == "http://127.0.0.2/"
    found = run(lambda tx: places.find(tx, CHAT))
    assert (found.service_url, found.recheck) == ("http://127.0.0.2/", 0)


def test_a_place_whose_team_is_told_later_is_looked_at_anew(run: Run):
    first = run(lambda tx: looked_at(tx, met(GENERAL)))
    again = run(lambda tx: encounters.met(tx, met(GENERAL, team="77"), at=NOW))
    assert (again.team, again.recheck, again.version) == ("77", 1, first.version + 1)
    assert run(lambda tx: fresh(tx, first.id)) is None


def test_a_name_is_kept_sealed(run: Run):
    place = run(lambda tx: encounters.met(tx, met(name="Aさんの支援会議"), at=NOW))
    assert place.name == "Aさんの支援会議"
    [row] = run(lambda tx: tx.all(select(PLACE)))
    assert "支援会議".encode() not in b"".join(str(one).encode() for one in row) + row.name


def test_a_thread_of_a_channel_is_the_channel(run: Run):
    place = run(lambda tx: encounters.met(tx, met(GENERAL), at=NOW))
    assert run(lambda tx: places.find(tx, f"{GENERAL};messageid=17")) == place


def test_an_app_that_comes_back_is_looked_at_anew(run: Run):
    def leave_and_return(tx: Tx) -> tuple[str, places.Destination]:
        encounters.met(tx, met(), at=NOW)
        encounters.removed(tx, conversation=CHAT)
        gone = places.find(tx, CHAT)
        return gone.trouble, encounters.met(tx, met(), at=NOW)

    trouble, back = run(leave_and_return)
    assert trouble == places.REMOVED
    assert (back.trouble, back.recheck) == ("", 1)


def test_who_comes_or_goes_ends_what_was_found_of_a_teams_channels(run: Run):
    channel = run(lambda tx: looked_at(tx, met(GENERAL, thread="19:team")))
    chat = run(lambda tx: looked_at(tx, met()))
    run(lambda tx: encounters.changed(tx, conversation="19:team", thread="19:team"))
    assert run(lambda tx: fresh(tx, channel.id)) is None
    assert run(lambda tx: fresh(tx, chat.id)) == ""
    assert [one.id for one in run(places.waiting)] == [channel.id]


def test_each_chosen_place_is_swept_once_a_day(run: Run):
    def sweep(tx: Tx, day) -> list[str]:
        return [one.conversation for one in places.sweep(tx, day)]

    def begin(tx: Tx) -> None:
        encounters.met(tx, met("19:other@thread.v2"), at=NOW)
        places.own(tx, encounters.met(tx, met(), at=NOW).id, "school:1")

    run(begin)
    today = NOW.date()
    assert run(lambda tx: sweep(tx, today)) == [CHAT]
    assert run(lambda tx: sweep(tx, today)) == []
    assert run(lambda tx: sweep(tx, today + DAY)) == [CHAT]


def test_a_place_that_is_given_up_is_looked_at_anew_and_swept_while_cards_stand_there(run: Run):
    place = run(lambda tx: looked_at(tx, met())).id
    run(lambda tx: places.own(tx, place, "school:1"))
    assert run(lambda tx: places.get(tx, place)).recheck == 0
    run(lambda tx: post(tx, place))
    run(lambda tx: places.own(tx, place, ""))
    assert run(lambda tx: places.get(tx, place)).recheck == 1
    assert [one.id for one in run(lambda tx: places.sweep(tx, NOW.date()))] == [place]


def test_places_that_nobody_has_chosen_are_forgotten(run: Run):
    def begin(tx: Tx) -> dict[str, int]:
        ids = {
            name: encounters.met(tx, met(f"19:{name}"), at=at).id
            for name, at in (
                ("old", NOW - 31 * DAY),
                ("chosen", NOW - 31 * DAY),
                ("used", NOW - 31 * DAY),
                ("new", NOW - 29 * DAY),
                ("left", NOW),
            )
        }
        findings.found(tx, places.get(tx, ids["old"]), FINE, kind="chat", real=NOW - 31 * DAY)
        places.own(tx, ids["chosen"], "school:1")
        post(tx, ids["used"])
        encounters.removed(tx, conversation="19:left")
        return ids

    ids = run(begin)
    assert run(lambda tx: places.dispose(tx, NOW - 30 * DAY)) == 2
    assert run(lambda tx: places.dispose(tx, NOW - 30 * DAY)) == 0
    kept = run(lambda tx: {row.id for row in tx.all(select(PLACE.c.id))})
    assert kept == {ids["chosen"], ids["used"], ids["new"]}
    assert run(lambda tx: tx.all(select(PLACE_CHECK.c.place))) == []
    # What is met again is another place: exposures and copies name ids.
    assert run(lambda tx: encounters.met(tx, met("19:left"), at=NOW)).id > max(ids.values())
