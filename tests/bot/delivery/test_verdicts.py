"""What an answer of Teams means."""

import asyncio
from datetime import UTC, datetime

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import verdicts
from bot.delivery.outcomes import Later, Never, Outcome, Sent, Unknown

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def verdict(status: int, body: bytes = b"", **headers: str) -> Outcome:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return verdicts.of_answer(status, named, body, now=NOW)


def coded(code: str) -> bytes:
    return b'{"error":{"code":"%s","message":"m"}}' % code.encode()


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b'{"id":"1"}', Sent("1")),
        (201, b'{"id":"1"}', Sent("1")),
        (202, b"{}", Sent("")),
        (204, b"", Sent("")),
        (200, b"not json", Sent("")),
        (200, b'{"id":7}', Sent("")),
        (200, b"[]", Sent("")),
        (301, b"", Later()),
        (400, coded("BadSyntax"), Never("BadSyntax")),
        (400, b"", Never("400")),
        (401, b"", Later()),
        (403, coded("MessageWritesBlocked"), Never("MessageWritesBlocked", unreachable=True)),
        (403, coded("ConversationBlockedByUser"), Never("ConversationBlockedByUser", True)),
        (403, coded("BotNotInConversationRoster"), Never("BotNotInConversationRoster", True)),
        (403, b"", Never("403", unreachable=True)),
        (403, coded("BotDisabledByAdmin"), Never("BotDisabledByAdmin")),
        (403, coded("NotEnoughPermissions"), Never("NotEnoughPermissions")),
        (404, coded("ConversationNotFound"), Never("ConversationNotFound", unreachable=True)),
        (404, coded("ActivityNotFoundInConversation"), Never("ActivityNotFoundInConversation")),
        (404, b"<html>", Never("404", unreachable=True)),
        (410, b"", Never("410", unreachable=True)),
        (412, coded("PreconditionFailed"), Later()),
        (413, coded("MessageSizeTooBig"), Never("too_large")),
        (429, b"", Later(throttled=True)),
        (503, b"", Later()),
        (408, b"", Unknown("408")),
        (500, coded("ServiceError"), Unknown("500")),
        (502, b"", Unknown("502")),
        (504, b"", Unknown("504")),
    ],
)
def test_status_tells_what_became_of_it(status: int, body: bytes, outcome: Outcome) -> None:
    assert verdict(status, body) == outcome


@pytest.mark.parametrize("status", [412, 429, 503])
def test_time_that_teams_names_is_kept(status: int) -> None:
    assert verdict(status, Retry_After="7") == Later(7.0, throttled=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 3 ", 3.0),
        ("1.5", 1.5),
        ("Sun, 22 Nov 2026 01:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 01:00:30", 30.0),
        ("Sun, 22 Nov 2026 10:00:30 +0900", 30.0),
        ("Sun, 22 Nov 2026 00:59:00 GMT", 0.0),
        ("999999999", 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("", None),
        ("-1", None),
        ("soon", None),
        ("٣", None),
        ("1e9", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(
    value: str | None, seconds: float | None
) -> None:
    assert verdicts.retry_after(value, now=NOW) == seconds


@given(st.text(max_size=60))
def test_retry_after_of_any_text_is_no_error(value: str) -> None:
    seconds = verdicts.retry_after(value, now=NOW)
    assert seconds is None or 0 <= seconds <= 86_400


@given(st.integers(100, 599), st.binary(max_size=60))
def test_every_answer_has_a_meaning(status: int, body: bytes) -> None:
    assert isinstance(verdict(status, body), Sent | Later | Never | Unknown)


@pytest.mark.parametrize("code", ["a b", "氏名", "x" * 65, "", "1", "a\\nb"])
def test_error_code_that_is_no_plain_word_is_not_repeated(code: str) -> None:
    assert verdict(400, coded(code)) == Never("400")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (aiohttp.ClientConnectorError(None, OSError()), Later()),  # type: ignore[arg-type]
        (aiohttp.ConnectionTimeoutError(), Later()),
        (aiohttp.ClientHttpProxyError(None, (), status=502), Later()),  # type: ignore[arg-type]
        (TimeoutError(), Unknown("timeout")),
        (asyncio.TimeoutError(), Unknown("timeout")),  # noqa: UP041
        (aiohttp.SocketTimeoutError(), Unknown("timeout")),
        (aiohttp.ServerDisconnectedError(), Unknown("reset")),
        (aiohttp.ClientOSError(), Unknown("reset")),
        (aiohttp.ClientPayloadError(), Unknown("reset")),
        (ConnectionResetError(), Unknown("reset")),
        (aiohttp.InvalidURL("x"), Never("invalid_address")),
    ],
)
def test_missing_answer_is_doubtful_unless_nothing_was_sent(
    error: Exception, outcome: Outcome
) -> None:
    assert verdicts.of_error(error) == outcome
