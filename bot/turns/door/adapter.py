"""botbuilder's adapter with each of its seams filled: our checks, our connections, our tokens."""

import asyncio
from collections.abc import Mapping
from typing import Any, NoReturn, Protocol

import structlog
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, ActivityTypes, CallerIdConstants, ResourceResponse
from botframework.connector.auth import (
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
)
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.connector_factory import ConnectorFactory

from bot.delivery.connector import Connector
from bot.delivery.outcomes import Later, Outcome, Place, Sent
from bot.errors import Unavailable
from bot.turns.door.activities import outgoing
from bot.turns.door.handler import TENANT_KEY, Handler

LONGEST_WAIT = 5.0  # seconds that an answer waits when Teams asks to slow down

log = structlog.get_logger()


class Pace(Protocol):
    """The rate budget that answers share with everything else sent for a tenant."""

    async def take(self, tenant: str, thread: str, /) -> None:
        """Wait until an answer may go out. Raises Unavailable where that takes too long."""

    async def pause(self, tenant: str, seconds: float, /) -> None:
        """Teams asked for silence."""


class AtOnce:
    """No budget: for measuring, and for a tenant of one's own."""

    async def take(self, _tenant: str, _thread: str, /) -> None:
        """At once."""

    async def pause(self, _tenant: str, _seconds: float, /) -> None:
        """Nobody else would keep it."""


class Conversations:
    """What botbuilder asks of its connector client, done by ours."""

    def __init__(self, connector: Connector, pace: Pace, tenant: str, service_url: str) -> None:
        self._connector = connector
        self._pace = pace
        self._tenant = tenant
        self._service_url = service_url

    async def send_to_conversation(
        self, conversation_id: str, activity: Activity
    ) -> ResourceResponse:
        """A message that answers nothing."""
        return await self.reply_to_activity(conversation_id, "", activity)

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        """A message that answers another; tried once more where Teams certainly did not take it."""
        place, body = self._place(conversation_id), outgoing(activity)
        try:
            outcome = await self._post(place, body, activity_id)
            if isinstance(outcome, Later) and (outcome.seconds or 0) <= LONGEST_WAIT:
                await asyncio.sleep(outcome.seconds or 1)
                outcome = await self._post(place, body, activity_id)
        except Unavailable:
            outcome = Later()
        return _resource(outcome)

    async def _post(self, place: Place, body: dict[str, Any], reply_to: str) -> Outcome:
        await self._pace.take(self._tenant, place.conversation)
        outcome = await self._connector.post(place, body, reply_to=reply_to)
        if isinstance(outcome, Later) and outcome.throttled and outcome.seconds:
            await self._pace.pause(self._tenant, outcome.seconds)
        return outcome

    async def update_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        """Replace a message."""
        place = self._place(conversation_id)
        return _resource(await self._connector.edit(place, activity_id, outgoing(activity)))

    async def delete_activity(self, conversation_id: str, activity_id: str) -> None:
        """Remove a message."""
        _resource(await self._connector.delete(self._place(conversation_id), activity_id))

    def _place(self, conversation_id: str) -> Place:
        return Place(service_url=self._service_url, conversation=conversation_id)


class Client:
    """Stands where botbuilder expects a connector client."""

    def __init__(self, conversations: Conversations) -> None:
        self.conversations = conversations


class Clients(ConnectorFactory):  # type: ignore[misc]
    """Gives the clients of one turn; all turns share one pool of connections."""

    def __init__(self, connector: Connector, pace: Pace, tenant: str = "") -> None:
        self._connector = connector
        self._pace = pace
        self._tenant = tenant

    async def create(self, service_url: str, audience: str) -> Client:  # noqa: ARG002
        """A client for one service address; nothing is opened."""
        return Client(Conversations(self._connector, self._pace, self._tenant, service_url))

    def of(self, tenant: str) -> "Clients":
        """The clients of a turn of this tenant."""
        return Clients(self._connector, self._pace, tenant)


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]
    """The door has authenticated before botbuilder sees anything."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> Clients:  # noqa: ARG002
        """The same pool for every caller."""
        return self._clients

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:  # noqa: ARG002
        """This bot signs nobody in."""
        return

    async def authenticate_request(self, activity: Activity, auth_header: str) -> NoReturn:  # noqa: ARG002
        """Never asked: the adapter is given a ready result."""
        raise PermissionError("requests are authenticated at the door")

    async def authenticate_streaming_request(
        self,
        auth_header: str,  # noqa: ARG002
        channel_id_header: str,  # noqa: ARG002
    ) -> NoReturn:
        """There is no streaming here."""
        raise PermissionError("streaming is not offered")


class Turn(TurnContext):  # type: ignore[misc]
    """A turn that sends activities as they are: ours are new, so botbuilder's copy is spared.

    Its hooks for plug-ins are passed by too. We have none, and each call of them leaves a cycle
    that keeps the whole turn in memory until the collector comes.
    """

    async def send_activities(self, activities: list[Activity]) -> list[ResourceResponse]:
        """Address the activities and send them."""
        for activity in activities:
            self._address(activity)
        responses: list[ResourceResponse] = await self.adapter.send_activities(self, activities)
        self.responded = True
        return responses

    def _address(self, activity: Activity) -> None:
        """To whom we listen, in the same conversation, as an answer to what was said."""
        heard = self.activity
        activity.conversation = heard.conversation
        activity.from_property, activity.recipient = heard.recipient, heard.from_property
        activity.reply_to_id = heard.id if heard.type == ActivityTypes.message else None
        activity.locale = heard.locale


class Adapter(CloudAdapterBase):  # type: ignore[misc]
    """Runs one checked activity through botbuilder's pipeline."""

    def __init__(self, connector: Connector, handler: Handler, pace: Pace) -> None:
        self._clients = Clients(connector, pace)
        super().__init__(Authentication(self._clients))
        self._handler = handler

    async def run(
        self, activity: Activity, tenant: str, claims: Mapping[str, Any]
    ) -> InvokeResponse | None:
        """The response to an invoke; None for everything else."""

        async def logic(context: TurnContext) -> None:
            context.turn_state[TENANT_KEY] = tenant
            await self._handler.on_turn(context)

        response: InvokeResponse | None = await self.process_activity(
            self._result(tenant, claims), activity, logic
        )
        return response

    def _result(self, tenant: str, claims: Mapping[str, Any]) -> AuthenticateRequestResult:
        result = AuthenticateRequestResult()
        result.audience = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
        result.claims_identity = ClaimsIdentity(dict(claims), True, "JWT")
        result.caller_id = CallerIdConstants.public_azure_channel
        result.connector_factory = self._clients.of(tenant)
        return result

    def _create_turn_context(
        self,
        activity: Activity,
        claims_identity: ClaimsIdentity,
        oauth_scope: str,
        connector_client: Client,
        user_token_client: None,
        logic: Any,
        connector_factory: Clients,
    ) -> TurnContext:
        context = Turn(self, activity)
        context.turn_state[self.BOT_IDENTITY_KEY] = claims_identity
        context.turn_state[self.BOT_CONNECTOR_CLIENT_KEY] = connector_client
        context.turn_state[self.USER_TOKEN_CLIENT_KEY] = user_token_client
        context.turn_state[self.BOT_CALLBACK_HANDLER_KEY] = logic
        context.turn_state[self.CONNECTOR_FACTORY_KEY] = connector_factory
        context.turn_state[self.BOT_OAUTH_SCOPE_KEY] = oauth_scope
        return context


def _resource(outcome: Outcome) -> ResourceResponse:
    """The answer of one turn is not tried for ever: what is lost is said in the log."""
    if isinstance(outcome, Sent):
        return ResourceResponse(id=outcome.activity_id)
    reason = getattr(outcome, "reason", "throttled")
    log.warning("answer_not_sent", outcome=type(outcome).__name__, reason=reason)
    return ResourceResponse()
