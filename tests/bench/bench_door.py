"""Turns a second through the door, without the database, beside a floor that only does the least.

    python -m tests.bench.bench_door

Both check the token, read and write JSON, and nothing else; F-message posts one card over a
pooled session, F-execute answers with it. Rounds alternate, so that a busy machine slows both;
the ratio of the medians is what counts.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from itertools import repeat
from typing import Any

import orjson
from yarl import URL

from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.settings import Settings
from tests.bench import doors
from tests.bench.doors import Ends, measure, other_ends, process, report
from tests.bench.wire import post

CALLERS = 32
TARGETS = {"message": 0.7, "execute": 0.6}
SATO = Person(
    aad_object_id="22222222-2222-4222-8222-222222222222", name="佐藤 花子", mail="s@example.jp"
)
SPEC = TenantSpec(
    tenant_id="11111111-1111-4111-8111-111111111111",
    name="あかつき市",
    app_id="33333333-3333-4333-8333-333333333333",
    people=(SATO,),
)
CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "lang": "ja",
    "fallbackText": "更新の期限",
    "body": [
        {"type": "TextBlock", "text": f"第{number}条 期間満了の日から起算する。", "wrap": True}
        for number in range(20)
    ],
    "actions": [
        {"type": "Action.Execute", "title": "確認", "verb": "home.see", "data": {"id": number}}
        for number in range(4)
    ],
}


class Floor(doors.Floor):
    """Answers at once."""

    async def card(self, activity: dict[str, Any]) -> dict[str, Any]:
        return CARD


def ours(ends: Ends) -> Any:
    """Our door, with an answer that is ready."""
    from bot.delivery.connector import Connector, open_session
    from bot.delivery.tokens import open_tokens
    from bot.turns.door import Door, open_keys
    from bot.turns.heard import Answer, Heard

    settings = Settings(
        app_id=SPEC.app_id,
        tenant_id=SPEC.tenant_id,
        credential="static",
        static_token="fixed",
        openid_url=ends.openid_url,
        service_hosts=(URL(ends.service_url).authority,),
    )
    session = open_session()
    ready = Answer(card=orjson.dumps(CARD))

    async def hear(_heard: Heard) -> Answer:
        return ready

    connector = Connector(session, open_tokens(settings), settings)
    return Door(settings, open_keys(settings, session), connector, hear)


def requests(emulator: Emulator, ends: Ends) -> dict[str, bytes]:
    """The same message and the same press, for everyone."""
    chat = emulator.conversations.personal(SATO)
    said = emulator.activities.message(SATO, chat, id="1700000000001", text="期限")
    action = {"type": "Action.Execute", "title": "確認", "verb": "home.see", "data": {"id": 7}}
    pressed = emulator.activities.card_action(
        SATO, chat, reply_to="1700000000000", action=action, trigger="manual"
    )
    token = emulator.login.token_for_bot(ends.service_url)
    found = {"message": said, "execute": pressed}
    return {
        turn: post("/api/messages", orjson.dumps({**one, "serviceUrl": ends.service_url}), token)
        for turn, one in found.items()
    }


async def main() -> None:
    """Measure both kinds of turn and print the ratios."""
    async with other_ends(SPEC) as (emulator, ends):
        given = json.dumps(asdict(ends))
        async with (
            process("tests.bench.bench_door", "floor", given) as floor,
            process("tests.bench.bench_door", "ours", given) as mine,
        ):
            for turn, request in requests(emulator, ends).items():
                callers = [repeat(request)] * CALLERS
                found = await measure({floor: callers, mine: callers})
                report(f"{turn} turn without database", found[floor], found[mine], TARGETS[turn])


async def serve(kind: str, ends: Ends) -> None:
    """A measured process."""
    await doors.serve((ours(ends) if kind == "ours" else Floor(ends)).handle)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(serve(sys.argv[1], Ends(**json.loads(sys.argv[2]))))
    else:
        asyncio.run(main())
