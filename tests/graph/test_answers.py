"""What Graph's answers mean."""

import httpx
import orjson
import pytest

from graph import answers
from graph.errors import (
    Broken,
    Exists,
    Expired,
    GraphError,
    Missing,
    NoMailbox,
    NotConsented,
    Reason,
    Refused,
    Throttled,
)

BLOCKED = "App is blocked by app permission policy. TenantId: 1, UserObjectId: 2, AppId: 3"
LICENCE = "Failed to get license information for the user."
ROLES = "Missing role permissions on the request. API requires one of 'A'. Roles on the request ''."
INSIDE = "Exception in CreateOrUpdate. UserId: 2, Exception(s): 'ServiceException: Failed'"


def error(status: int, code: str = "", words: str = "", **headers: str) -> httpx.Response:
    body = {"error": {"code": code, "message": words}}
    return httpx.Response(status, content=orjson.dumps(body), headers=headers)


def meaning(response: httpx.Response) -> GraphError:
    with pytest.raises(GraphError) as raised:
        answers.read(response, "A.Read.All")
    return raised.value


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_an_empty_answer_is_an_empty_object(status: int) -> None:
    assert answers.read(httpx.Response(status), "A.Read.All") == {}


@pytest.mark.parametrize("body", [b"{", b"[]", b"1"])
def test_what_is_no_json_object_is_broken(body: bytes) -> None:
    assert isinstance(meaning(httpx.Response(200, content=body)), Broken)


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (error(401, "InvalidAuthenticationToken", "expired"), NotConsented),
        (error(403, "Authorization_RequestDenied", "Insufficient privileges"), NotConsented),
        (error(403, "Forbidden", ROLES), NotConsented),
        (httpx.Response(403), NotConsented),
        (error(404, "NotFound", "User Id '2' not found."), Missing),
        (error(410, "syncStateNotFound"), Expired),
        (error(410, "resyncRequired"), Expired),
        (error(400, "Directory_ExpiredPageToken", "The page token has expired."), Expired),
        (error(410, "Gone"), Missing),
        (error(403, "ErrorAccessDenied", "Access is denied. Check credentials."), NotConsented),
        (error(403, "Forbidden", "No Application Access Policy found"), NotConsented),
        (error(404, "MailboxNotEnabledForRESTAPI", "on-premise"), NoMailbox),
        (error(404, "ErrorInvalidUser", "invalid"), NoMailbox),
        (error(404, "ErrorItemNotFound", "not found in the store"), Missing),
        (error(409, "Conflict", "already exists"), Exists),
        (error(400, "BadRequest", INSIDE), Broken),
        (error(412, "PreconditionFailed"), Broken),
        (httpx.Response(302, headers={"Location": "http://elsewhere.example/"}), Broken),
        (error(500), Broken),
        (error(502), Broken),
    ],
)
def test_each_refusal_has_its_meaning(response: httpx.Response, kind: type[GraphError]) -> None:
    assert type(meaning(response)) is kind


@pytest.mark.parametrize(
    ("status", "words", "reason"),
    [
        (403, BLOCKED, Reason.BLOCKED),
        (403, LICENCE, Reason.UNLICENSED),
        (403, "An unknown error has occurred.", Reason.OTHER),
        (400, "Bad Request", Reason.OTHER),
    ],
)
def test_what_speaks_of_the_object_is_told_with_its_reason(
    status: int, words: str, reason: Reason
) -> None:
    refused = meaning(error(status, "Forbidden", words))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.code) == (reason, "Forbidden")


def test_no_error_repeats_graphs_words() -> None:
    refused = meaning(error(403, "一郎 <x@y>", BLOCKED))
    assert "UserObjectId" not in str(refused)
    assert "一郎" not in str(refused)


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("0.5", 0.5), ("-1", 0), ("soon", 10), (None, 10)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_throttling_says_when_to_come_back(status: int, header: str | None, seconds: float) -> None:
    headers = {} if header is None else {"Retry-After": header}
    throttled = meaning(error(status, "TooManyRequests", "", **headers))
    assert isinstance(throttled, Throttled)
    assert throttled.retry_after == seconds
