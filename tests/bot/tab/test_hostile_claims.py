"""Whatever a signed token claims, it names somebody or is turned away: nothing else happens."""

import asyncio
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from jwt import PyJWS

from bot.settings import Settings
from bot.tab.sign_on import Caller, SignOn
from bot.turns.door.keys import Key
from bot.turns.door.refusals import TurnedAway

HOME = "11111111-1111-4111-8111-111111111111"
APP = "33333333-3333-4333-8333-333333333333"
ISSUER = f"https://login.microsoftonline.com/{HOME}/v2.0"
GOOD = {
    "aud": APP,
    "iss": ISSUER,
    "tid": HOME,
    "oid": "22222222-2222-4222-8222-000000000001",
    "scp": "openid access_as_user",
    "exp": 2_000,
    "nbf": 0,
}
PRIVATE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
_CHANGED = st.dictionaries(st.sampled_from(sorted(GOOD)), _VALUE, min_size=1)


class OneKey:
    """A key set of one key, and the issuer that its metadata names."""

    issuer = ISSUER

    async def find(self, key_id: str) -> Key | None:
        return Key(PRIVATE.public_key(), frozenset()) if key_id == "one" else None


def checked(claims: Any) -> Caller | int:
    """Whom a token with these claims names, or the status that it is answered with."""
    settings = Settings(app_id=APP, tenant_id=HOME, public_url="https://renkei.example")
    sign_on = SignOn(settings, OneKey(), now=lambda: 1_000.0)  # type: ignore[arg-type]
    body = json.dumps(claims).encode()
    token = PyJWS().encode(body, PRIVATE, algorithm="RS256", headers={"kid": "one"})
    try:
        return asyncio.run(sign_on.check(f"Bearer {token}"))
    except TurnedAway as refusal:
        return refusal.status


def test_the_unchanged_claims_name_who_looks():
    assert checked(GOOD) == Caller(tenant=HOME, aad_object_id=GOOD["oid"])


@given(changed=_CHANGED)
def test_a_changed_claim_is_turned_away_unless_it_says_the_same(changed: dict[str, Any]):
    found = checked({**GOOD, **changed})
    if isinstance(found, int):
        assert found in (401, 403)
    else:
        assert found.tenant == HOME
        assert set(changed) <= {"exp", "nbf", "scp"}, "a date may be another one, the rest not"


@pytest.mark.parametrize("claims", [[], "text", 7, None, True, [GOOD], {}])
def test_what_is_no_set_of_claims_is_turned_away(claims):
    assert checked(claims) == 401
