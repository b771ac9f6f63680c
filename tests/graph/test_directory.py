"""People of the directory and their managers."""

from dataclasses import replace

import pytest

from bot.emulator.server import Emulator
from graph import Graph
from graph.directory import Gone, Seen
from graph.errors import Broken, Expired, Missing, NotConsented
from tests.graph.conftest import CLERK, DISABLED, GUEST, HEAD


async def test_a_user_is_found_with_their_standing(graph: Graph) -> None:
    guest, disabled = [await graph.directory.user(one.aad_object_id) for one in (GUEST, DISABLED)]
    assert (guest.guest, guest.enabled, guest.mail) == (True, True, GUEST.mail)
    assert (disabled.guest, disabled.enabled) == (False, False)


async def test_a_manager_is_told_where_the_directory_names_one(
    graph: Graph, emulator: Emulator
) -> None:
    emulator.tenant.put(replace(CLERK, manager=HEAD.aad_object_id))
    manager = await graph.directory.manager(CLERK.aad_object_id)
    assert manager is not None
    assert manager.id == HEAD.aad_object_id
    assert await graph.directory.manager(HEAD.aad_object_id) is None


async def test_an_unknown_user_is_missing(graph: Graph) -> None:
    with pytest.raises(Missing):
        await graph.directory.user("nobody")


async def test_check_names_the_missing_consent(graph: Graph, emulator: Emulator) -> None:
    await graph.check()
    emulator.granted.clear()
    with pytest.raises(NotConsented, match=r"User\.Read\.All"):
        await graph.check()


async def test_changes_bring_everybody_page_by_page_and_then_what_is_new(
    graph: Graph, emulator: Emulator
) -> None:
    emulator.directory.changes.page = 3
    pages = [page async for page in graph.directory.changes()]
    assert [len(page.people) for page in pages] == [3, 3, 3, 1]
    assert [bool(page.later) for page in pages] == [False, False, False, True]
    guest = next(one for page in pages for one in page.people if one.id == GUEST.aad_object_id)
    assert isinstance(guest, Seen)
    assert (guest.guest, guest.enabled, guest.mail, guest.department) == (
        True,
        True,
        GUEST.mail,
        None,
    )
    emulator.tenant.put(replace(CLERK, account_enabled=False))
    emulator.tenant.remove(HEAD)
    (page,) = [page async for page in graph.directory.changes(pages[-1].later)]
    disabled, gone = page.people
    assert isinstance(disabled, Seen)
    assert (disabled.enabled, disabled.name) == (False, None)
    assert gone == Gone(id=HEAD.aad_object_id, for_good=False)


async def test_a_link_that_is_too_old_has_expired(graph: Graph, emulator: Emulator) -> None:
    page = await graph.directory.changed()
    emulator.directory.changes.forget()
    with pytest.raises(Expired):
        await graph.directory.changed(page.later)


async def test_no_link_leads_to_another_host(graph: Graph) -> None:
    with pytest.raises(Broken):
        await graph.directory.changed("http://elsewhere.example/users/delta?$deltatoken=1")
