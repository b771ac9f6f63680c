"""What changes among the users, asked as Graph is asked."""

from dataclasses import replace
from typing import Any

from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import CLERK, HEAD, TEACHER, Caller, person

DELTA = "/graph/v1.0/users/delta"


def ids(body: dict[str, Any]) -> list[str]:
    return [user["id"] for user in body["value"]]


async def rest(graph: Caller, body: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """The rows of this page and the following ones, and the link to what changes later."""
    rows = [*body["value"]]
    while "@odata.nextLink" in body:
        _, body, _ = await graph.ask("GET", body["@odata.nextLink"])
        rows += body["value"]
    return rows, body["@odata.deltaLink"]


async def everybody(graph: Caller, select: str = "id,displayName") -> tuple[Any, str]:
    _, body, _ = await graph.ask("GET", DELTA, params={"$select": select})
    return await rest(graph, body)


async def later(graph: Caller, link: str) -> tuple[list[dict[str, Any]], str]:
    _, body, _ = await graph.ask("GET", link)
    return await rest(graph, body)


async def test_everyone_comes_once_and_then_only_changes(emulator: Emulator, graph: Caller) -> None:
    emulator.directory.changes.page = 2
    rows, link = await everybody(graph)
    assert len(rows) == 3
    quiet, link = await later(graph, link)
    assert quiet == []
    emulator.tenant.put(replace(CLERK, name="試験 改名"))
    emulator.tenant.put(person(4))
    emulator.tenant.remove(TEACHER)
    (renamed, new, gone), link = await later(graph, link)
    assert renamed == {"id": CLERK.aad_object_id, "displayName": "試験 改名"}
    assert new["id"] == person(4).aad_object_id
    assert gone == {"id": TEACHER.aad_object_id, "@removed": {"reason": "changed"}}
    assert (await later(graph, link))[0] == []


async def test_links_hold_a_token_and_nothing_of_the_question(graph: Caller) -> None:
    _, link = await everybody(graph)
    assert link.partition("?")[2].startswith("$deltatoken=")
    assert "$select" not in link


async def test_a_change_comes_without_what_has_not_changed(
    emulator: Emulator, graph: Caller
) -> None:
    rows, link = await everybody(graph, "displayName,department,jobTitle")
    teacher = next(row for row in rows if row["id"] == TEACHER.aad_object_id)
    assert "department" not in teacher  # it was never set
    emulator.tenant.put(replace(CLERK, department="福祉課"))
    emulator.tenant.put(replace(HEAD, department=""))
    assert (await later(graph, link))[0] == [
        {"id": CLERK.aad_object_id, "department": "福祉課"},
        {"id": HEAD.aad_object_id, "department": None},
    ]


async def test_what_was_not_asked_for_is_no_change(emulator: Emulator, graph: Caller) -> None:
    _, link = await everybody(graph, "displayName")
    emulator.tenant.put(replace(CLERK, department="福祉課"))
    assert (await later(graph, link))[0] == []


async def test_who_is_deleted_for_good_is_told_so(emulator: Emulator, graph: Caller) -> None:
    _, link = await everybody(graph)
    emulator.tenant.remove(TEACHER, for_good=True)
    (gone,), _ = await later(graph, link)
    assert gone["@removed"] == {"reason": "deleted"}


async def test_what_changes_during_the_first_round_is_reported_next(
    emulator: Emulator, graph: Caller
) -> None:
    emulator.directory.changes.page = 2
    _, first, _ = await graph.ask("GET", DELTA, params={"$select": "manager"})
    emulator.tenant.put(replace(HEAD, manager=CLERK.aad_object_id))
    _, link = await rest(graph, first)
    (row,), _ = await later(graph, link)
    assert row["manager@delta"][0]["id"] == CLERK.aad_object_id


async def test_who_leaves_during_the_first_round_hides_nobody(
    emulator: Emulator, graph: Caller
) -> None:
    emulator.directory.changes.page = 1
    _, first, _ = await graph.ask("GET", DELTA)
    emulator.tenant.remove(ids(first)[0])
    rows, _ = await rest(graph, first)
    assert len({row["id"] for row in rows}) == 3


async def test_a_link_that_is_too_old_must_start_again(emulator: Emulator, graph: Caller) -> None:
    _, link = await everybody(graph)
    emulator.directory.changes.forget()
    status, error, _ = await graph.ask("GET", link)
    assert (status, error["error"]["code"]) == (410, "syncStateNotFound")
    _, link = await everybody(graph)
    emulator.tenant.put(person(4))
    assert (await graph.ask("GET", link))[0] == 200


async def test_a_token_that_nobody_gave_is_refused(graph: Caller) -> None:
    assert (await graph.ask("GET", f"{DELTA}?$deltatoken=x"))[0] == 400
