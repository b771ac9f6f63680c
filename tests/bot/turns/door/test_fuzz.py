"""Whatever a client sends, the answer is never an error of ours."""

import base64
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.doorway import House

SEEN = (200, 400, 401, 403, 413, 415, 501)
QUICK = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)
names = st.sampled_from(
    [
        "type",
        "id",
        "name",
        "action",
        "text",
        "textFormat",
        "entities",
        "membersAdded",
        "membersRemoved",
        "from",
        "recipient",
        "conversation",
        "channelData",
        "value",
        "replyToId",
        "locale",
        "deliveryMode",
    ]
)
kinds = st.sampled_from(
    ["message", "invoke", "conversationUpdate", "installationUpdate", "messageReaction", "event"]
)
changes = st.dictionaries(names, trees, max_size=4)
claims = st.dictionaries(
    st.sampled_from(["iss", "aud", "exp", "nbf", "serviceurl", "iat", "x"]), trees, max_size=3
)
printable = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=300)


@QUICK
@given(changed=changes, kind=kinds)
async def test_no_body_makes_an_error_of_ours(
    house: House, changed: dict[str, Any], kind: str
) -> None:
    body = {**house.activity(type=kind, name="adaptiveCard/action"), **changed}
    raw = json.dumps(body).encode("utf-8", "surrogatepass")
    assert (await house.knock(raw=raw)).status in SEEN


@QUICK
@given(raw=st.binary(max_size=2000) | trees.map(lambda tree: json.dumps(tree).encode()))
async def test_no_bytes_make_an_error_of_ours(house: House, raw: bytes) -> None:
    assert (await house.knock(raw=raw)).status == 400


@QUICK
@given(header=printable)
async def test_no_header_makes_an_error_of_ours(house: House, header: str) -> None:
    assert (await house.knock(headers={"Authorization": header})).status == 401
    reply = await house.knock(headers={"Authorization": f"Bearer {header}"})
    assert reply.status == 401


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@QUICK
@given(head=trees | st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "b64"]), trees))
async def test_no_token_header_makes_an_error_of_ours(house: House, head: Any) -> None:
    token = f"{_part(json.dumps(head).encode())}.{_part(b'{}')}.{_part(b'x')}"
    assert (await house.knock(token=token)).status == 401


@QUICK
@given(changed=claims)
async def test_no_claims_make_an_error_of_ours(house: House, changed: dict[str, Any]) -> None:
    assert (await house.knock(token=house.token(**changed))).status in (200, 401)


@QUICK
@given(segments=st.lists(st.binary(max_size=40).map(_part), max_size=5))
async def test_no_segments_make_an_error_of_ours(house: House, segments: list[str]) -> None:
    assert (await house.knock(token=".".join(segments) or "x")).status == 401
