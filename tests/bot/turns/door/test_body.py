"""What a body may look like: nothing that a client sends makes an error of ours."""

import asyncio
import gzip
import zlib
from typing import Any

import orjson
import pytest
from aiohttp import web

from bot.turns.door import body
from bot.turns.door.body import DEEPEST, LARGEST, parse
from bot.turns.door.refusals import TurnedAway
from tests.doorway import House

NESTED = b'{"a":' * 200 + b"1" + b"}" * 200


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b"1",
        b'"text"',
        b"{",
        b"{}",
        b'{"type":"message"}',
        b"{'type': 'message'}",
        b'{"type":"message",}',
        b'{"type":NaN}',
        b'{"type":Infinity}',
        b'{"type":-Infinity}',
        b'{"type":"message","type":"invoke"}',
        b'{"a":{"b":1,"b":2}}',
        b'\xef\xbb\xbf{"type":"message"}',
        b'{"type":"\xff\xfe"}',
        b'{"type":"\xc0\xaf"}',
        b'{"type":"\xed\xa0\x80"}',
        b'{"type":"\\ud800"}',
        b'{"type":"\\udc00\\ud800"}',
        b'{"type":"a\x00b"}',
        '{"type":"message"}'.encode("utf-16"),
        NESTED,
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 40_000,
        b'{"value":' + b"9" * 200_000 + b"}",
        b"\x00" * 1000,
        b"a=b&c=d",
    ],
)
async def test_body_that_is_no_activity_is_refused(house: House, raw: bytes) -> None:
    reply = await house.knock(raw=raw)
    assert reply.status == 400
    assert list(reply.body) == ["error"]
    assert house.heard == []


WRONG: list[tuple[str, list[Any]]] = [
    ("type", ["", 7, [], {}, True, "x" * 300]),
    ("id", [7, [], {}, True, "x" * 300]),
    ("name", [7, []]),
    ("action", [7, {}]),
    ("locale", [7, [], "x" * 65]),
    ("text", [7, [], {}, True]),
    ("textFormat", [7]),
    ("replyToId", [7, {}]),
    ("serviceUrl", [7, [], {}]),
    ("channelId", [7, []]),
    ("from", ["29:1", [], 7, {"id": 7}, {"name": []}, {"aadObjectId": {}}]),
    ("recipient", ["28:1", [], {"id": []}]),
    ("conversation", ["a:1", [], {}, {"id": ""}, {"id": 7}, {"id": "a", "isGroup": "no"}]),
    ("conversation", [{"id": "a", "conversationType": 1}, {"id": "a", "tenantId": ["x"]}]),
    ("channelData", ["x", [], 7, {"tenant": "x"}, {"tenant": {"id": 7}}, {"tenant": []}]),
    ("entities", ["x", {}, [7], [None], [{"type": 7}], [{"type": "mention", "text": 7}]]),
    ("entities", [[{"type": "mention", "mentioned": "x"}]]),
    ("entities", [[{"type": "mention", "mentioned": {"id": 7}}]]),
    ("membersAdded", ["x", {}, ["x"], [None], [{"id": 7}], [{"id": "x"}] * 5001]),
    ("membersRemoved", ["x", [7], [{"id": {}}]]),
]


@pytest.mark.parametrize(("field", "values"), WRONG)
async def test_field_of_a_wrong_type_is_refused(
    house: House, field: str, values: list[Any]
) -> None:
    for value in values:
        reply = await house.knock(body=house.activity(**{field: value}))
        assert reply.status == 400, (field, value)
    assert house.heard == []


@pytest.mark.parametrize(
    "field", ["entities", "from", "recipient", "text", "locale", "membersAdded"]
)
async def test_empty_field_is_as_good_as_none(house: House, field: str) -> None:
    body = {**house.activity(), field: None}
    assert (await house.knock(body=body)).status == 200


@pytest.mark.parametrize("field", ["channelData", "conversation"])
async def test_channel_data_in_which_team_and_channel_are_no_objects_is_refused(
    house: House, field: str
) -> None:
    data = {"tenant": house.activity()["channelData"]["tenant"]}
    for wrong in ({"team": "x"}, {"team": {"id": 7}}, {"channel": []}, {"channel": {"id": {}}}):
        assert (await house.knock(body=house.activity(channelData={**data, **wrong}))).status == 400


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        [],
        7,
        {},
        {"action": "x"},
        {"action": []},
        {"action": {}},
        {"action": {"type": "Action.Submit"}},
        {"action": {"type": ["Action.Execute"]}},
        {"action": {"type": "Action.Execute", "verb": 7}},
        {"action": {"type": "Action.Execute", "verb": "x", "data": "x"}},
        {"action": {"type": "Action.Execute", "verb": "x", "data": []}},
    ],
)
async def test_press_without_a_true_action_is_refused(house: House, value: Any) -> None:
    body = house.activity(type="invoke", name="adaptiveCard/action") | {"value": value}
    assert (await house.knock(body=body)).status == 400
    assert house.heard == []


async def test_submit_with_a_verb_that_is_no_word_is_refused(house: House) -> None:
    assert (await house.knock(body=house.activity(value={"verb": 7}))).status == 400


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "", "x"])
async def test_other_content_type_is_refused(house: House, kind: str) -> None:
    reply = await house.knock(headers={"Content-Type": kind})
    assert reply.status == 415


async def test_content_type_may_name_its_charset(house: House) -> None:
    kind = "Application/JSON; charset=utf-8"
    assert (await house.knock(headers={"Content-Type": kind})).status == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_method_is_refused(house: House, method: str) -> None:
    reply = await house.knock(method=method)
    assert (reply.status, reply.headers["Allow"]) == (405, "POST")


async def test_large_body_is_refused_before_its_token_is_looked_at(house: House) -> None:
    assert (await house.knock(token="x", raw=b"x" * (LARGEST + 1))).status == 413


async def test_body_of_the_largest_size_is_heard(house: House) -> None:
    small = orjson.dumps(house.activity(text=""))
    text = "x" * (LARGEST - len(small) - 10)
    assert (await house.knock(body=house.activity(text=text))).status == 200
    assert house.heard[0].text == text


async def test_large_body_in_chunks_is_refused(house: House) -> None:
    async def chunks() -> Any:
        for _ in range(100):
            yield b" " * 16 * 1024

    headers = {"Authorization": f"Bearer {house.token()}", "Content-Type": "application/json"}
    async with house.session.post(house.url, data=chunks(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize("sent", [b"zz\r\nxx\r\n", b"5\r\n{}xxxxx\r\n0\r\n\r\n", b"-1\r\n\r\n"])
async def test_broken_chunks_are_refused(house: House, sent: bytes) -> None:
    answer = await _raw(house, b"Transfer-Encoding: chunked", sent)
    assert b" 400 " in answer.splitlines()[0]


async def test_body_that_does_not_come_is_not_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "PATIENCE", 0.05)
    answer = await _raw(house, b"Content-Length: 1000", b"{")
    assert b" 400 " in answer.splitlines()[0]


async def test_caller_who_hangs_up_harms_nobody(
    house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    await _raw(house, b"Content-Length: 1000", b"{", hang_up=True)
    assert (await house.knock()).status == 200
    assert "turn_failed" not in "".join(capfd.readouterr())


async def _raw(house: House, header: bytes, body: bytes, *, hang_up: bool = False) -> bytes:
    port = int(house.url.split(":")[2].split("/")[0])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    token = house.token().encode()
    head = b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    writer.write(head + b"Authorization: Bearer " + token + b"\r\n" + header + b"\r\n\r\n")
    writer.write(body)
    await writer.drain()
    answer = b"" if hang_up else await asyncio.wait_for(reader.read(1000), 3)
    await asyncio.sleep(0.05)
    writer.close()
    return answer


async def test_packed_body_is_refused_unread(house: House) -> None:
    bomb = zlib.compress(b" " * 10_000_000)
    for encoding, raw in (("gzip", gzip.compress(bomb)), ("deflate", bomb), ("br", b"x")):
        reply = await house.knock(raw=raw, headers={"Content-Encoding": encoding})
        assert reply.status == 415


async def test_packed_body_is_refused_where_the_server_unpacks(house: House) -> None:
    """Even under a server that isn't given the door's options."""
    application = web.Application()
    application.router.add_post("/", house.door.handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    house.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    packed = gzip.compress(b" " * 50_000_000)
    reply = await house.knock(raw=packed, headers={"Content-Encoding": "gzip"})
    assert reply.status in (413, 415)
    await runner.cleanup()


def test_nesting_is_counted_where_it_matters() -> None:
    wide = {"type": "x", "list": [{"a": [1]} for _ in range(500)]}
    assert parse(orjson.dumps(wide)) == wide
    deepest = b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST
    assert "a" in parse(deepest)
    with pytest.raises(TurnedAway):
        parse(b'{"a":' + deepest + b"}")
    with pytest.raises(TurnedAway):
        parse(b'{"a":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}")


def test_nul_is_taken_out_of_every_text() -> None:
    raw = rb'{"a\u0000":["x\u0000y",{"b":"\u0000"},7],"c":"\\u0000"}'
    assert parse(raw) == {"a": ["xy", {"b": ""}, 7], "c": "\\u0000"}


async def test_error_tells_nothing_of_what_was_sent(house: House) -> None:
    reply = await house.knock(raw=b'{"secret word"')
    assert "secret" not in str(reply.body)
