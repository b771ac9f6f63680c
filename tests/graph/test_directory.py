"""People of the directory and their managers."""

from dataclasses import replace

import pytest

from bot.emulator.server import Emulator
from graph import Graph
from graph.errors import Missing, NotConsented
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
