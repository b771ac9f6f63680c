"""Our TeamsActivityHandler: every kind of activity is heard, and answered where one waits.

The stock methods of each kind are replaced whole: they convert with msrest, and on new members
they call Teams once for each of them.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bot.turns.door import hearing
from bot.turns.door.answers import as_activity, as_invoke_body
from bot.turns.heard import Answer, Event, Heard

Hear = Callable[[Heard], Awaitable[Answer | None]]

TENANT_KEY = "renkei.tenant"
_INSTALLED = frozenset({"add", "add-upgrade"})
_REMOVED = frozenset({"remove", "remove-upgrade"})


class Handler(TeamsActivityHandler):  # type: ignore[misc]
    """Translates turns; `hear` decides, remembers, and replays what was answered before."""

    def __init__(self, hear: Hear) -> None:
        super().__init__()
        self._hear = hear

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        heard = hearing.message(turn_context.activity, _tenant(turn_context))
        await _reply(turn_context, await self._hear(heard))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        if turn_context.activity.name != "adaptiveCard/action":
            await self._note(turn_context)
            return InvokeResponse(status=int(HTTPStatus.NOT_IMPLEMENTED))
        pressed = hearing.pressed(turn_context.activity, _tenant(turn_context))
        return self._create_invoke_response(as_invoke_body(await self._hear(pressed)))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._hear(hearing.moved(turn_context.activity, _tenant(turn_context)))

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        action = turn_context.activity.action
        event = Event.INSTALLED if action in _INSTALLED else Event.OTHER
        event = Event.UNINSTALLED if action in _REMOVED else event
        heard = hearing.heard(turn_context.activity, _tenant(turn_context), event)
        await _reply(turn_context, await self._hear(heard))

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        await self._note(turn_context)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        await self._note(turn_context)

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        await self._note(turn_context)

    async def on_event_activity(self, turn_context: TurnContext) -> None:
        await self._hear(hearing.event(turn_context.activity, _tenant(turn_context)))

    async def on_typing_activity(self, turn_context: TurnContext) -> None:
        await self._note(turn_context)

    async def on_end_of_conversation_activity(self, turn_context: TurnContext) -> None:
        await self._note(turn_context)

    async def on_unrecognized_activity_type(self, turn_context: TurnContext) -> None:
        await self._note(turn_context)

    async def _note(self, context: TurnContext) -> None:
        """Hear without answering."""
        await self._hear(hearing.heard(context.activity, _tenant(context), Event.OTHER))

    @staticmethod
    def _create_invoke_response(body: object = None) -> InvokeResponse:
        """The body as it is; the stock method makes text of it, and that is made JSON again."""
        return InvokeResponse(status=int(HTTPStatus.OK), body=body)


async def _reply(context: TurnContext, answer: Answer | None) -> None:
    if answer is not None and (answer.card is not None or answer.text):
        await context.send_activity(as_activity(answer))


def _tenant(context: TurnContext) -> str:
    tenant: Any = context.turn_state[TENANT_KEY]
    return str(tenant)
