"""Who is in a group."""

import pytest

from bot.emulator.server import Emulator
from graph import Graph, groups
from graph.errors import Missing, NotConsented, Throttled
from tests.graph.conftest import CLERK, EVERYONE, HEAD, PEOPLE, SCHOOL, STAFF, person


async def members(graph: Graph, group: str, *, transitive: bool = True) -> list[tuple[str, ...]]:
    return [page async for page in graph.groups.members(group, transitive=transitive)]


async def test_people_of_nested_groups_come_once_each(graph: Graph) -> None:
    assert await members(graph, STAFF) == [(HEAD.aad_object_id, CLERK.aad_object_id)]


async def test_direct_members_leave_nested_groups_out(graph: Graph) -> None:
    assert await members(graph, STAFF, transitive=False) == [(HEAD.aad_object_id,)]


async def test_a_large_group_comes_page_by_page(
    graph: Graph, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "PAGE", 100)
    emulator.enlist(person(number) for number in range(1000, 1240))
    pages = await members(graph, EVERYONE)
    assert [len(page) for page in pages] == [100, 100, len(PEOPLE) + 40]
    assert len({id for page in pages for id in page}) == 240 + len(PEOPLE)


async def test_an_unknown_group_is_missing(graph: Graph) -> None:
    with pytest.raises(Missing):
        await members(graph, "nowhere")


async def test_missing_consent_is_named(graph: Graph, emulator: Emulator) -> None:
    emulator.granted.discard("GroupMember.ReadBasic.All")
    with pytest.raises(NotConsented) as refused:
        await members(graph, SCHOOL)
    assert refused.value.permission == "GroupMember.ReadBasic.All"


async def test_throttling_in_the_middle_is_told(
    graph: Graph, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "PAGE", 3)
    emulator.faults.add(kind=429, match="skiptoken", retry_after=7)
    seen = 0
    with pytest.raises(Throttled) as throttled:
        async for page in graph.groups.members(EVERYONE):
            seen += len(page)
    assert (seen, throttled.value.retry_after) == (3, 7)


async def test_a_page_at_a_time_ends_with_the_same_people(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "PAGE", 3)
    whole = [id for page in await members(graph, EVERYONE) for id in page]
    found, link = await graph.groups.page(EVERYONE)
    ids = list(found)
    while link:
        found, link = await graph.groups.page(EVERYONE, link)
        ids += found
    assert ids == whole
