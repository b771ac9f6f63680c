"""Where a token may be sent at all."""

import pytest

from bot.delivery.addresses import Addresses
from bot.settings import Settings

PUBLIC = Addresses(Settings(service_hosts=("smba.trafficmanager.net", "own.example:8443")))
HERE = Addresses(Settings(service_hosts=("127.0.0.1:5000", "localhost", "[::1]")))
OPEN = Addresses(Settings(unauthenticated_loopback=True))


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/jp/",
        "https://smba.trafficmanager.net",
        "https://smba.trafficmanager.net:443/jp",
        "https://own.example:8443/a/b.c/",
    ],
)
def test_listed_host_is_trusted(url: str) -> None:
    assert PUBLIC.trusted(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/jp/",
        "https://smba.trafficmanager.net:8443/",
        "https://SMBA.trafficmanager.net/",
        "https://smba.trafficmanager.net./",
        "https://x@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net/../",
        "https://own.example/",
        "https://127.0.0.1/",
        "http://localhost:5000/",
        "",
        "https://" + "a" * 600,
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert not PUBLIC.trusted(url)


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("http://127.0.0.1:5000/connector/", True),
        ("http://127.0.0.1:5001/connector/", False),
        ("http://localhost:1/", True),
        ("http://[::1]:7/", True),
        ("http://127.0.0.2:5000/", False),
    ],
)
def test_loopback_may_be_plain_http_where_it_is_listed(url: str, trusted: bool) -> None:
    assert HERE.trusted(url) is trusted


@pytest.mark.parametrize(
    ("url", "tokenless"),
    [
        ("http://localhost:56181/_connector", True),
        ("http://127.0.0.1:1", True),
        ("http://[::1]:1/", True),
        ("https://smba.trafficmanager.net/jp/", False),
        ("http://localhost@evil.example/", False),
        ("http://0.0.0.0/", False),
        ("http://localhost.evil.example/", False),
    ],
)
def test_only_loopback_does_without_a_token(url: str, tokenless: bool) -> None:
    assert OPEN.tokenless(url) is tokenless
    assert not PUBLIC.tokenless(url)
