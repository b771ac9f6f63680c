"""Whose messages are heard: tenants on the list, and this machine itself where it may."""

from typing import Any

import pytest

from tests.doorway import TENANT, Build, House

OTHER = "99999999-9999-4999-8999-999999999999"


def _in(house: House, data: str | None, conversation: str | None) -> dict[str, Any]:
    body = house.activity()
    body["channelData"] = {"tenant": {"id": data}} if data else {}
    body["conversation"] = {**body["conversation"], "tenantId": conversation}
    return body


@pytest.mark.parametrize(
    ("data", "conversation"), [(TENANT, TENANT), (TENANT, None), (None, TENANT), (TENANT, "")]
)
async def test_served_tenant_is_heard(
    house: House, data: str | None, conversation: str | None
) -> None:
    assert (await house.knock(body=_in(house, data, conversation))).status == 200
    assert house.heard[0].tenant == TENANT


@pytest.mark.parametrize(
    ("data", "conversation"),
    [(OTHER, OTHER), (OTHER, None), (None, None), (TENANT, OTHER), (OTHER, TENANT), ("x", "y")],
)
async def test_tenant_that_is_not_served_is_refused(
    house: House, data: str | None, conversation: str | None
) -> None:
    reply = await house.knock(body=_in(house, data, conversation))
    assert reply.status == 403
    assert house.heard == []


async def test_tenant_is_named_as_the_settings_write_it(build: Build) -> None:
    house = await build(tenants=(TENANT.upper(), OTHER))
    await house.knock()
    await house.knock(body=_in(house, OTHER, OTHER))
    assert [one.tenant for one in house.heard] == [TENANT.upper(), OTHER]


async def test_token_comes_before_the_tenant(house: House) -> None:
    assert (await house.knock(token="x", body=_in(house, OTHER, OTHER))).status == 401


async def _loopback(build: Build, **changes: Any) -> House:
    return await build(**{"unauthenticated_loopback": True, "tenant_id": "", **changes})


async def test_loopback_is_heard_without_a_token(build: Build) -> None:
    house = await _loopback(build, service_hosts=("smba.trafficmanager.net",))
    body = house.activity(serviceUrl="http://localhost:56181/_connector")
    reply = await house.knock(headers={"Authorization": "-"}, body=body)
    assert reply.status == 200
    assert house.heard[0].tenant == "local"


async def test_loopback_keeps_to_the_tenants_that_are_listed(build: Build) -> None:
    house = await _loopback(build, tenant_id=TENANT)
    unsigned = {"Authorization": "-"}
    assert (await house.knock(headers=unsigned)).status == 200
    reply = await house.knock(headers=unsigned, body=_in(house, OTHER, OTHER))
    assert reply.status == 403


async def test_token_that_is_shown_on_loopback_is_checked_all_the_same(build: Build) -> None:
    house = await _loopback(build)
    assert (await house.knock(token="garbage")).status == 401
    assert (await house.knock(headers={"Authorization": ""})).status == 401
    assert (await house.knock()).status == 200


async def test_no_token_is_refused_unless_the_settings_allow_it(house: House) -> None:
    assert (await house.knock(headers={"Authorization": "-"})).status == 401


@pytest.mark.parametrize(
    "url", ["https://smba.trafficmanager.net/jp/", "http://localhost@evil.example/", "", None]
)
async def test_service_outside_loopback_is_refused_without_a_token(
    build: Build, url: str | None
) -> None:
    house = await _loopback(build, service_hosts=("smba.trafficmanager.net",))
    reply = await house.knock(headers={"Authorization": "-"}, body=house.activity(serviceUrl=url))
    assert reply.status == 401


@pytest.mark.parametrize(
    "header",
    [
        {"Host": "bot.example.jp"},
        {"Host": "127.0.0.1.example.jp"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"X-Real-IP": "203.0.113.7"},
    ],
)
async def test_proxy_on_loopback_does_not_speak_for_the_world(
    build: Build, header: dict[str, str]
) -> None:
    house = await _loopback(build)
    reply = await house.knock(headers={"Authorization": "-", **header})
    assert reply.status == 401
    assert house.heard == []
