"""Stock botbuilder posts a card to one conversation, as its own samples do: prints posts a second.

    python -m tests.bench.stock TENANT SERVICE_URL POSTS

Its sign-in is one blocking request for each post, where MSAL, to which http is not safe enough,
would make up to three: the figure flatters it.
"""

import asyncio
import sys
import time
from typing import Any

import requests
from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
)
from botframework.connector.auth import (
    AppCredentials,
    BotFrameworkAuthenticationFactory,
    PasswordServiceClientCredentialFactory,
)

from bot.delivery.payload import CARD
from tests.bench.far_tenants import SECRET, spec_of
from tests.bot.delivery.rig import APP, card


class Token(AppCredentials):
    """Fetched with a blocking call, by each client anew."""

    def __init__(self, app_id: str, url: str) -> None:
        super().__init__(app_id=app_id)
        self._url = url

    def get_access_token(self, force_refresh: bool = False) -> str:
        wanted = {"grant_type": "client_credentials", "client_id": APP, "client_secret": SECRET}
        scope = "https://api.botframework.com/.default"
        answer = requests.post(self._url, data={**wanted, "scope": scope}, timeout=5)
        return str(answer.json()["access_token"])


class Tokens(PasswordServiceClientCredentialFactory):
    """Gives every client its own."""

    def __init__(self, url: str) -> None:
        super().__init__(APP, SECRET)
        self._url = url

    async def create_credentials(self, app_id: str, *_: Any, **_rest: Any) -> Token:
        return Token(app_id, self._url)


async def post(tenant: str, url: str, posts: int) -> float:
    """Posts a second, one after another: its blocking calls would queue up all the same."""
    sign_in = f"{url.removesuffix('connector/')}login/{tenant}/oauth2/v2.0/token"
    authentication = BotFrameworkAuthenticationFactory.create(credential_factory=Tokens(sign_in))
    adapter = CloudAdapterBase(authentication)
    spec = spec_of(tenant, 1)
    place = ConversationReference(
        bot=ChannelAccount(id=spec.bot_id),
        conversation=ConversationAccount(id=spec.personal_chat(spec.people[0])),
        channel_id="msteams",
        service_url=url,
    )
    attachment = Attachment(content_type=CARD, content=card())

    async def say(turn: TurnContext) -> None:
        await turn.send_activity(Activity(type="message", attachments=[attachment]))

    await adapter.continue_conversation(place, say, APP)  # imports and compiles what it needs
    began = time.perf_counter()
    for _ in range(posts):
        await adapter.continue_conversation(place, say, APP)
    return posts / (time.perf_counter() - began)


if __name__ == "__main__":
    print(asyncio.run(post(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
