"""How open a team, channel or chat is, and who is there."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from bot.emulator.places import Seat
from bot.emulator.server import Emulator
from graph import Graph, teams
from graph.errors import Missing, NotConsented, Throttled
from graph.teams import Kind, Member, Place
from tests.graph.conftest import (
    CHAT,
    CLASSROOM,
    ELSEWHERE,
    EVERYONE,
    GUEST,
    HEAD,
    NOT_INSTALLED,
    OPEN_TEAM,
    OUTSIDER,
    STAFF_ROOM,
    TEACHER,
    TENANT,
    person,
)

GENERAL, PRIVATE, SHARED, LATER = (channel.id for channel in STAFF_ROOM.channels)
OWNER = Member(aad_object_id=HEAD.aad_object_id, roles=("owner",), guest=False, tenant=TENANT)


async def people(pages: AsyncIterator[tuple[Member, ...]]) -> list[Member]:
    return [member async for page in pages for member in page]


async def test_a_team_is_private_unless_anybody_may_join(graph: Graph) -> None:
    assert await graph.teams.team(STAFF_ROOM.id) == Place(kind=Kind.TEAM, private=True)
    assert await graph.teams.team(OPEN_TEAM.id) == Place(kind=Kind.TEAM, private=False)


async def test_the_team_of_a_class_is_known_as_such(graph: Graph) -> None:
    expected = Place(kind=Kind.TEAM, private=True, classroom=True)
    assert await graph.teams.team(CLASSROOM.id) == expected


async def test_a_standard_channel_is_as_open_as_its_team(graph: Graph) -> None:
    found = await graph.teams.channel(STAFF_ROOM.id, GENERAL)
    assert found == Place(kind=Kind.STANDARD, private=True)
    found = await graph.teams.channel(CLASSROOM.id, CLASSROOM.channels[0].id)
    assert found == Place(kind=Kind.STANDARD, private=True, classroom=True)


@pytest.mark.parametrize(
    ("channel", "kind", "private"),
    [
        (PRIVATE, Kind.PRIVATE, True),
        (SHARED, Kind.SHARED, True),
        (LATER, Kind.UNKNOWN, False),
    ],
)
async def test_other_channels_have_doors_of_their_own(
    graph: Graph, channel: str, kind: Kind, private: bool
) -> None:
    found = await graph.teams.channel(STAFF_ROOM.id, channel)
    assert found == Place(kind=kind, private=private)


async def test_members_of_a_team_are_owners_guests_or_neither(graph: Graph) -> None:
    found = await people(graph.teams.members(STAFF_ROOM.id))
    assert found == [
        OWNER,
        replace(OWNER, aad_object_id=TEACHER.aad_object_id, roles=()),
        replace(OWNER, aad_object_id=GUEST.aad_object_id, roles=("guest",), guest=True),
    ]


async def test_a_standard_channel_shows_its_team_and_a_private_one_its_own(graph: Graph) -> None:
    everybody = await people(graph.teams.channel_members(STAFF_ROOM.id, GENERAL))
    some = await people(graph.teams.channel_members(STAFF_ROOM.id, PRIVATE))
    assert [one.guest for one in everybody] == [False, False, True]
    assert [one.roles for one in some] == [("owner",), ("member",)]


async def test_who_comes_into_a_shared_channel_from_elsewhere_is_told_by_their_organisation(
    graph: Graph,
) -> None:
    found = await people(graph.teams.channel_members(STAFF_ROOM.id, SHARED))
    assert [one.tenant for one in found] == [TENANT, TENANT, ELSEWHERE]
    assert found[-1].aad_object_id == OUTSIDER.aad_object_id


async def test_who_is_in_a_chat_without_an_account_is_a_guest(graph: Graph) -> None:
    found = await people(graph.teams.chat_members(CHAT.id))
    assert [one.guest for one in found] == [False, False, True, True]
    assert found[-1] == Member(aad_object_id="", roles=("guest",), guest=True, tenant="")


async def test_all_pages_of_a_large_team_are_read(
    graph: Graph, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teams, "PAGE", 100)
    many = [person(number) for number in range(1000, 1240)]
    emulator.enlist(many)
    seats = tuple(Seat(aad_object_id=one.aad_object_id) for one in many)
    emulator.places.put(replace(STAFF_ROOM, members=seats))
    pages = [page async for page in graph.teams.members(STAFF_ROOM.id)]
    assert [len(page) for page in pages] == [100, 100, 40]


async def test_all_pages_of_a_large_channel_and_chat_are_read(
    graph: Graph, emulator: Emulator
) -> None:
    seats = tuple(Seat(aad_object_id=f"{number}", tenant=ELSEWHERE) for number in range(240))
    channels = tuple(replace(one, members=seats) for one in STAFF_ROOM.channels)
    emulator.places.put(replace(STAFF_ROOM, channels=channels))
    emulator.places.put(replace(CHAT, members=seats))
    assert len(await people(graph.teams.channel_members(STAFF_ROOM.id, SHARED))) == 240
    assert len(await people(graph.teams.chat_members(CHAT.id))) == 240


async def test_without_the_app_in_a_team_nothing_of_it_is_told(graph: Graph) -> None:
    with pytest.raises(NotConsented) as refused:
        await graph.teams.team(NOT_INSTALLED.id)
    assert refused.value.permission == "TeamSettings.Read.Group"
    with pytest.raises(NotConsented) as refused:
        await people(graph.teams.members(NOT_INSTALLED.id))
    assert refused.value.permission == "TeamMember.Read.Group"


@pytest.mark.parametrize(
    ("permission", "asks"),
    [
        ("ChannelSettings.Read.Group", lambda graph: graph.teams.channel(STAFF_ROOM.id, SHARED)),
        (
            "ChannelMember.Read.Group",
            lambda graph: people(graph.teams.channel_members(STAFF_ROOM.id, SHARED)),
        ),
        ("ChatMember.Read.Chat", lambda graph: people(graph.teams.chat_members(CHAT.id))),
    ],
)
async def test_what_the_organisation_does_not_allow_is_named(
    graph: Graph, emulator: Emulator, permission: str, asks: Callable[[Graph], object]
) -> None:
    emulator.granted.discard(permission)
    with pytest.raises(NotConsented) as refused:
        await asks(graph)  # type: ignore[misc]
    assert refused.value.permission == permission


async def test_unknown_places_are_missing(graph: Graph) -> None:
    with pytest.raises(Missing):
        await graph.teams.team(EVERYONE)
    with pytest.raises(Missing):
        await graph.teams.channel(STAFF_ROOM.id, "19:nowhere@thread.tacv2")
    with pytest.raises(Missing):
        await people(graph.teams.chat_members("19:nowhere@thread.v2"))


async def test_throttling_says_how_long(graph: Graph, emulator: Emulator) -> None:
    emulator.faults.add(kind=429, match="members", retry_after=4)
    with pytest.raises(Throttled) as throttled:
        await people(graph.teams.members(STAFF_ROOM.id))
    assert throttled.value.retry_after == 4
