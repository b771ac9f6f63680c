"""Who is let in: every way in which a token can be at fault."""

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.emulator.login import SigningKey
from tests.doorway import APP, Build, House

PERSONAL = "https://login.microsoftonline.com/common/v2.0"


async def refused(house: House, token: str, **more: Any) -> None:
    reply = await house.knock(token=token, **more)
    assert reply.status == 401, reply
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert list(reply.body) == ["error"]
    assert house.heard == []


async def test_good_token_is_heard(house: House) -> None:
    assert (await house.knock()).status == 200
    assert [one.text for one in house.heard] == ["期限"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer  ",
        "Basic dXNlcjpwYXNz",
        "Bearer garbage",
        "Bearer a.b.c",
        "Bearer ...",
        "Bearer ..",
        "Bearer é.ü.ñ",
        "Bearer bnVsbA.bnVsbA.bnVsbA",
        "Bearer W10.W10.W10",
        "null",
        "Bearer " + "a" * 20_000,
        "Bearer " + "A" * 60_000 + ".A.A",
        "Bearer " + ".".join(["A" * 20_000] * 3),
    ],
)
async def test_header_without_a_token_is_refused(house: House, header: str) -> None:
    await refused(house, "", headers={"Authorization": header})


@pytest.mark.parametrize("length", [66_000, 200_000])
async def test_header_longer_than_any_token_is_refused_before_it_is_read(
    house: House, length: int
) -> None:
    reply = await house.knock(token="A" * length)
    assert reply.status == 400
    assert house.heard == []


async def test_missing_header_is_refused(house: House) -> None:
    await refused(house, "", headers={"Authorization": "-"})


async def test_token_with_another_scheme_is_refused(house: House) -> None:
    await refused(house, "", headers={"Authorization": f"Basic {house.token()}"})
    await refused(house, "", headers={"Authorization": house.token()})


async def test_two_authorization_headers_are_refused(house: House) -> None:
    sent = [("Authorization", f"Bearer {house.token()}"), ("Authorization", "Bearer x")]
    async with house.session.post(house.url, json=house.activity(), headers=sent) as response:
        assert response.status == 401


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
async def test_scheme_is_read_in_any_case(house: House, scheme: str) -> None:
    reply = await house.knock(headers={"Authorization": f"{scheme} {house.token()}"})
    assert reply.status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": lambda: int(time.time()) - 400},
        {"exp": None},
        {"exp": 0},
        {"exp": -1},
        {"exp": True},
        {"exp": "9999999999"},
        {"exp": ["9999999999"]},
        {"exp": {}},
        {"exp": 1e3},
        {"exp": -1e300},
        {"nbf": lambda: int(time.time()) + 400},
        {"nbf": None},
        {"nbf": "0"},
        {"nbf": True},
        {"nbf": 1e300},
        {"nbf": 10**40},
        {"aud": None},
        {"aud": ""},
        {"aud": "00000000-0000-4000-8000-000000000000"},
        {"aud": APP.upper() + " "},
        {"aud": [APP]},
        {"aud": [APP, "other"]},
        {"aud": {APP: APP}},
        {"aud": 7},
        {"iss": None},
        {"iss": ""},
        {"iss": "https://api.botframework.com/"},
        {"iss": "https://API.botframework.com"},
        {"iss": ["https://api.botframework.com"]},
        {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        {"iss": "https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/"},
        {"iss": "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0"},
        {"iss": PERSONAL},
        {"serviceurl": None},
        {"serviceurl": ""},
        {"serviceurl": 7},
        {"serviceurl": "https://smba.trafficmanager.net/jp/"},
    ],
)
async def test_wrong_claim_is_refused(house: House, changes: dict[str, Any]) -> None:
    await refused(house, house.token(**_as_of_now(changes)))


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": lambda: int(time.time()) - 200},
        {"nbf": lambda: int(time.time()) + 200},
        {"exp": lambda: time.time() + 60.5},
        {"jti": "x", "appid": "y"},
    ],
)
async def test_five_minutes_of_clock_skew_are_allowed(
    house: House, changes: dict[str, Any]
) -> None:
    assert (await house.knock(token=house.token(**_as_of_now(changes)))).status == 200


def _as_of_now(changes: dict[str, Any]) -> dict[str, Any]:
    """Times are read when the test runs: it may be minutes after it was collected."""
    return {name: value() if callable(value) else value for name, value in changes.items()}


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", None, 7, ["none"]])
async def test_unsigned_token_is_refused(house: House, algorithm: Any) -> None:
    header = {"alg": algorithm, "typ": "JWT", "kid": house.emulator.login.keys[0].id}
    unsigned = f"{_part(header)}.{_part(house.emulator.claims())}."
    await refused(house, unsigned)
    await refused(house, unsigned + house.token().rpartition(".")[2])


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
async def test_public_key_is_no_shared_secret(house: House, algorithm: str) -> None:
    key = house.emulator.login.keys[0]
    public = key.private.public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for secret in (pem, der, key.public["n"].encode(), b"", json.dumps(key.public).encode()):
        await refused(house, _hmac(house.emulator.claims(), secret, algorithm, key.id))


def _hmac(claims: dict[str, Any], secret: bytes, algorithm: str, key_id: str) -> str:
    import hashlib
    import hmac

    body = f"{_part({'alg': algorithm, 'typ': 'JWT', 'kid': key_id})}.{_part(claims)}"
    digest = hmac.new(secret, body.encode(), getattr(hashlib, "sha" + algorithm[2:])).digest()
    return f"{body}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
async def test_only_rs256_is_accepted(house: House, algorithm: str) -> None:
    key = house.emulator.login.keys[0]
    claims = house.emulator.claims()
    await refused(
        house, jwt.encode(claims, key.private, algorithm=algorithm, headers={"kid": key.id})
    )


async def test_rs256_in_name_only_is_refused(house: House) -> None:
    head, claims, signature = house.token().split(".")
    other = {"alg": "rs256", "typ": "JWT", "kid": house.emulator.login.keys[0].id}
    await refused(house, f"{_part(other)}.{claims}.{signature}")
    await refused(house, f"{head}.{claims}.")
    await refused(house, f"{head}.{claims}.{signature[:-4]}")
    await refused(house, f"{head}.{claims}.{signature}.{signature}")
    await refused(house, f"{head}.{_part(house.emulator.claims(jti=1))}.{signature}")


@pytest.mark.parametrize("key_id", ["unknown", "", "../../etc/passwd", "'; --", "x" * 3000, "\0"])
async def test_unknown_key_is_refused(house: House, key_id: str) -> None:
    await refused(house, house.emulator.sign(house.emulator.claims(), headers={"kid": key_id}))


async def test_missing_key_id_is_refused(house: House) -> None:
    key = house.emulator.login.keys[0]
    await refused(house, jwt.encode(house.emulator.claims(), key.private, algorithm="RS256"))


@pytest.mark.parametrize("key_id", [7, None, ["a"], {"a": 1}, True])
async def test_key_id_of_another_type_is_refused(house: House, key_id: Any) -> None:
    header = {"alg": "RS256", "typ": "JWT", "kid": key_id}
    await refused(house, f"{_part(header)}.{_part(house.emulator.claims())}.AAAA")


async def test_forged_signature_is_refused(house: House) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    known = house.emulator.login.keys[0].id
    claims = house.emulator.claims()
    await refused(house, house.emulator.sign(claims, key=stranger, headers={"kid": known}))
    await refused(house, house.emulator.sign(claims, key=stranger))


async def test_key_that_the_token_brings_is_ignored(house: House) -> None:
    stranger = SigningKey()
    claims = house.emulator.claims()
    brought = {
        "jwk": stranger.public,
        "jku": f"{house.emulator.url}/login/botframework/keys",
        "x5u": f"{house.emulator.url}/cert",
        "x5c": ["MIIB"],
    }
    known = {**brought, "kid": house.emulator.login.keys[0].id}
    await refused(house, house.emulator.sign(claims, key=stranger, headers=brought))
    await refused(house, house.emulator.sign(claims, key=stranger, headers=known))


async def test_token_with_extensions_that_must_be_understood_is_refused(house: House) -> None:
    claims = house.emulator.claims()
    for headers in ({"crit": ["exp"]}, {"crit": ["b64"], "b64": False}, {"b64": False}):
        await refused(house, house.emulator.sign(claims, headers=headers))


@pytest.mark.parametrize("payload", ["[]", "null", "1", '"a"', "{", "", "[" * 900, "\ud800"])
async def test_claims_that_are_no_object_are_refused(house: House, payload: str) -> None:
    key = house.emulator.login.keys[0]
    signed = jwt.PyJWS().encode(
        payload.encode("utf-8", "surrogatepass"), key.private, "RS256", headers={"kid": key.id}
    )
    await refused(house, signed)


async def test_header_of_deep_nesting_is_refused(house: House) -> None:
    deep = base64.urlsafe_b64encode(b'{"alg":' + b"[" * 4000 + b"]" * 4000 + b"}").decode()
    await refused(house, f"{deep.rstrip('=')}.e30.AAAA")


async def test_key_without_the_channels_endorsement_is_refused(house: House) -> None:
    for endorsements in ([], ["webchat"], ["MSTEAMS"], [7, None]):
        house.emulator.rotate_key()
        house.emulator.login.keys[0].public["endorsements"] = endorsements
        await refused(house, house.token())


async def test_key_without_any_endorsements_is_refused(house: House) -> None:
    del house.emulator.login.keys[0].public["endorsements"]
    await refused(house, house.token())


@pytest.mark.parametrize("channel", ["webchat", "directline", "emulator", "MSTeams", "", None])
async def test_other_channel_is_refused(house: House, channel: str | None) -> None:
    house.emulator.login.keys[0].public["endorsements"] = ["msteams", "webchat", "directline"]
    await refused(house, house.token(), body=house.activity(channelId=channel))


async def test_service_url_that_the_token_does_not_name_is_refused(house: House) -> None:
    true = house.emulator.service_url
    for url in (None, "", true.rstrip("/"), true + "x", true.upper(), "https://evil.example/"):
        await refused(house, house.token(), body=house.activity(serviceUrl=url))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://smba.trafficmanager.net.evil.example/jp/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://user@smba.trafficmanager.net/jp/",
        "https://user:pass@smba.trafficmanager.net/jp/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\.evil.example/",
        "https://evil.example#smba.trafficmanager.net/",
        "https://evil.example?smba.trafficmanager.net/",
        "https://smba.trafficmanager.net?x=/",
        "https://smba.trafficmanager.net/#/",
        "https://smba.trafficmanager.net:444/jp/",
        "https://smba.trafficmanager.net:0443/jp/",
        "https://smba.trafficmanager.net:/jp/",
        "https://smba.trafficmanager.net./jp/",
        "https://smbа.trafficmanager.net/jp/",  # the a is Cyrillic
        "https://smba。trafficmanager。net/jp/",
        "https://xn--smb-5cd.trafficmanager.net/jp/",
        "https://smba%2etrafficmanager.net/jp/",
        "https://smba.trafficmanager.net/jp/../../evil/",
        "https://smba.trafficmanager.net/%2e%2e/",
        "https://smba.trafficmanager.net//evil.example/",
        "http://smba.trafficmanager.net/jp/",
        "ftp://smba.trafficmanager.net/",
        "//smba.trafficmanager.net/jp/",
        "smba.trafficmanager.net/jp/",
        " https://smba.trafficmanager.net/jp/",
        "https://smba.trafficmanager.net/jp/\n",
        "https://smba.trafficmanager.net/j p/",
        "https:///jp/",
        "https://[::1/",
        "https://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://localhost.evil.example/",
        "https://" + "a" * 600 + "/",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
async def test_tricked_service_url_is_refused(build: Build, url: str) -> None:
    house = await build(service_hosts=("smba.trafficmanager.net",))
    reply = await house.knock(
        token=house.token(serviceurl=url), body=house.activity(serviceUrl=url)
    )
    assert reply.status == (400 if len(url) > 512 else 401)
    assert house.heard == []


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/jp/",
        "https://smba.trafficmanager.net/jp",
        "https://smba.trafficmanager.net",
        "https://smba.trafficmanager.net:443/amer-client-ss.msg/",
        "https://smba.trafficmanager.net/teams/11111111-1111-4111-8111-111111111111/",
    ],
)
async def test_listed_service_url_is_heard(build: Build, url: str) -> None:
    house = await build(service_hosts=("smba.trafficmanager.net",))
    reply = await house.knock(
        token=house.token(serviceurl=url), body=house.activity(serviceUrl=url)
    )
    assert reply.status == 200
    assert house.heard[0].conversation.service_url == url


async def test_token_of_another_bot_is_refused_where_the_bot_has_no_id(build: Build) -> None:
    house = await build(app_id="")
    await refused(house, house.token(aud=""))
    await refused(house, house.token(aud=None))


async def test_token_is_asked_for_before_the_body_is_looked_at(house: House) -> None:
    await refused(house, "garbage", raw=b"{not json")
    await refused(house, "garbage", raw=b"x", headers={"Content-Type": "text/plain"})
