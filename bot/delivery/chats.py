"""Opens the chat with a person of one tenant, where Teams didn't tell of it, within its budget."""

import asyncio

from bot.delivery import retry
from bot.delivery.connector import Connector, Created
from bot.delivery.limiter import Limiter
from bot.delivery.outcomes import Later, Never, Outcome, Place, Sent, Unknown
from bot.people.references import Reference

_PATIENCE = 20.0  # for a place in the tenant's budget
_GIVES_WAY = 1.0


class Chats:
    """What first contacts ask of Teams in one tenant.

    `otherwise` is the service address where the tenant has none that Teams has told.
    """

    def __init__(
        self, connector: Connector, limiter: Limiter, *, tenant: str, app_id: str, otherwise: str
    ) -> None:
        self._connector = connector
        self._limiter = limiter
        self._tenant = tenant
        self._app_id = app_id
        self._otherwise = otherwise

    async def open(
        self, account: str, service_url: str = ""
    ) -> Reference | Later | Never | Unknown:
        """Where this person (the directory's id) is reached; harmless to repeat.

        Waits its turn behind nobody's press: it takes from what broadcasts have.
        """
        address = service_url or self._otherwise
        if (wait := await self._turn()) is not None:
            return wait
        made = await self._connector.create(address, self._tenant, account)
        if not isinstance(made, Created):
            return await self._told(made)
        place = Place(service_url=made.service_url, conversation=made.conversation)
        return Reference(
            aad_object_id=account,
            conversation=made.conversation,
            service_url=made.service_url,
            teams_id=await self._teams_id(place, account),
            bot_id=f"28:{self._app_id}",
        )

    async def _teams_id(self, place: Place, account: str) -> str:
        """How Teams names the person there: cards are refreshed by that name alone."""
        if await self._turn() is None:
            members = await self._connector.members(place)
            if isinstance(members, tuple):
                for member in members:
                    if member.aad_object_id.lower() == account.lower():
                        return member.teams_id
            else:
                await self._told(members)
        return f"8:orgid:{account}"  # what Teams takes too, until they have written themselves

    async def _turn(self) -> Later | None:
        """Wait for a place in the budget; Later where that would take long."""
        silence = self._limiter.paused_for(self._tenant)
        if silence > _GIVES_WAY:
            return Later(silence)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._limiter.spare(self._tenant)
        except TimeoutError:
            return Later()
        return None

    async def _told(self, outcome: Outcome) -> Later | Never | Unknown:
        """Silence that Teams asks for is kept by everybody who writes in this tenant."""
        if isinstance(outcome, Later) and outcome.throttled:
            await self._limiter.pause(self._tenant, retry.wait(1, outcome, 1.0))
        return Unknown("unreadable_answer") if isinstance(outcome, Sent) else outcome
