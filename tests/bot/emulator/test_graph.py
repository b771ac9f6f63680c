"""Users, managers and changes, asked as Graph is asked."""

from typing import Any

import pytest

from bot.emulator.graph_query import Filter, Unsupported
from bot.emulator.login import BOT_FRAMEWORK
from bot.emulator.server import Emulator
from tests.bot.emulator.conftest import CLERK, HEAD, TEACHER, Caller

USERS = "/graph/v1.0/users"


def ids(body: dict[str, Any]) -> list[str]:
    return [user["id"] for user in body["value"]]


async def test_users_come_in_pages_that_keep_the_question(graph: Caller) -> None:
    query = {"$top": "2", "$select": "id,mail,department"}
    _, first, _ = await graph.ask("GET", USERS, params=query)
    assert first["value"][0] == {
        "id": HEAD.aad_object_id,
        "mail": HEAD.mail,
        "department": "政策企画課",
    }
    _, second, _ = await graph.ask("GET", first["@odata.nextLink"])
    assert ids(first) + ids(second) == [one.aad_object_id for one in (HEAD, CLERK, TEACHER)]
    assert second["value"][0].keys() == {"id", "mail", "department"}
    assert "@odata.nextLink" not in second


async def test_a_user_has_graphs_default_properties_and_no_department(graph: Caller) -> None:
    _, body, _ = await graph.ask("GET", f"{USERS}/{CLERK.mail}")
    assert body["displayName"] == CLERK.name
    assert body["jobTitle"] == "担当"
    assert "department" not in body
    assert "accountEnabled" not in body


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        (f"mail eq '{CLERK.mail}'", [CLERK]),
        (f"userPrincipalName eq '{CLERK.mail.upper()}'", [CLERK]),
        (f"mail eq '{HEAD.mail}' or mail eq '{TEACHER.mail}'", [HEAD, TEACHER]),
        (f"id in ('{HEAD.aad_object_id}','{TEACHER.aad_object_id}')", [HEAD, TEACHER]),
        ("startswith(jobTitle,'課') and accountEnabled eq true", [HEAD]),
        ("not (department eq '政策企画課')", [TEACHER]),
        ("department eq null", [TEACHER]),
        ("userType ne 'Member'", []),
        ("displayName eq 'O''Hara'", []),
    ],
)
async def test_users_are_found_by_filter(graph: Caller, clause: str, found: list[Any]) -> None:
    _, body, _ = await graph.ask("GET", USERS, params={"$filter": clause})
    assert ids(body) == [one.aad_object_id for one in found]


@pytest.mark.parametrize(
    "clause", ["mail", "mail eq", "mail like 'x'", "mail eq 'x", "(mail eq 'x'", "mail eq 'x' 'y'"]
)
async def test_a_filter_that_cannot_be_read_is_refused(graph: Caller, clause: str) -> None:
    with pytest.raises(Unsupported):
        Filter(clause).read()
    status, body, _ = await graph.ask("GET", USERS, params={"$filter": clause})
    assert (status, body["error"]["code"]) == (400, "Request_UnsupportedQuery")


async def test_counting_needs_eventual_consistency(graph: Caller) -> None:
    eventual = {"ConsistencyLevel": "eventual"}
    status, _, _ = await graph.ask("GET", f"{USERS}/$count")
    assert status == 400
    assert (await graph.ask("GET", f"{USERS}/$count", headers=eventual))[:2] == (200, 3)
    _, plain, _ = await graph.ask("GET", USERS, params={"$count": "true"})
    _, counted, _ = await graph.ask("GET", USERS, params={"$count": "true"}, headers=eventual)
    assert ("@odata.count" in plain, counted["@odata.count"]) == (False, 3)


async def test_a_manager_is_given_or_missing(graph: Caller) -> None:
    path = f"{USERS}/{CLERK.aad_object_id}"
    _, body, _ = await graph.ask("GET", f"{path}/manager", params={"$select": "id"})
    assert body["id"] == HEAD.aad_object_id
    assert body["@odata.type"] == "#microsoft.graph.user"
    status, body, headers = await graph.ask("GET", f"{USERS}/{HEAD.aad_object_id}/manager")
    assert (status, body["error"]["code"]) == (404, "Request_ResourceNotFound")
    assert body["error"]["innerError"]["request-id"] == headers["request-id"]
    query = {"$expand": "manager($select=id)", "$select": "id"}
    _, body, _ = await graph.ask("GET", path, params=query)
    assert body["manager"]["id"] == HEAD.aad_object_id


async def test_without_consent_or_token_nothing_is_told(emulator: Emulator, graph: Caller) -> None:
    emulator.granted.clear()
    status, body, _ = await graph.ask("GET", USERS)
    assert (status, body["error"]["code"]) == (403, "Authorization_RequestDenied")
    graph.token = emulator.login.issue(BOT_FRAMEWORK)[0]
    status, body, _ = await graph.ask("GET", USERS)
    assert (status, body["error"]["code"]) == (401, "InvalidAuthenticationToken")


async def test_throttling_names_the_request_and_when_to_come_back(
    emulator: Emulator, graph: Caller
) -> None:
    emulator.faults.add(kind=429, match="/graph/", retry_after=3)
    mine = {"client-request-id": "99999999-9999-4999-8999-999999999999"}
    status, body, headers = await graph.ask("GET", USERS, headers=mine)
    assert (status, headers["Retry-After"]) == (429, "3")
    assert body["error"]["code"] == "TooManyRequests"
    assert body["error"]["innerError"]["client-request-id"] == mine["client-request-id"]
    assert (await graph.ask("GET", USERS))[0] == 200


async def test_a_batch_answers_each_part(graph: Caller) -> None:
    parts = [
        {"id": "1", "method": "GET", "url": f"/users/{CLERK.aad_object_id}?$select=id"},
        {"id": "2", "method": "GET", "url": "/users/nobody"},
    ]
    _, body, _ = await graph.ask("POST", "/graph/v1.0/$batch", {"requests": parts})
    first, second = body["responses"]
    assert (first["status"], first["body"]["id"]) == (200, CLERK.aad_object_id)
    assert (second["status"], second["id"]) == (404, "2")
    assert (await graph.ask("POST", "/graph/v1.0/$batch", {"requests": parts * 11}))[0] == 400


async def test_every_request_is_in_the_record(emulator: Emulator, graph: Caller) -> None:
    await graph.ask("GET", USERS, params={"$top": "1"})
    call = emulator.history[-1]
    assert (call.method, call.status) == ("GET", 200)
    assert call.path.startswith(USERS)
