"""What `renkei doctor --person MAIL` says: whether this person would get a card now."""

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.errors import Misconfigured
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.delivery.outcomes import Outcome
    from bot.people.model import Person
    from bot.people.references import Reference


def reached(mail: str) -> Callable[[Settings], Awaitable[str]]:
    """A look at one person: in the register, known to the directory, in a chat with the bot.

    Asks Teams who is in that chat, so nobody gets a message by it; that they have blocked the bot
    is known from the last card alone.
    """

    async def look(settings: Settings) -> str:
        person, reference, refused = _known(settings, mail)
        if reference is None:
            return await _without_chat(settings, person)
        await _ask_chat(settings, reference)
        if refused:
            raise Misconfigured(f"Teams didn't take their last card ({refused}): they blocked it")
        return "in the register, and Teams knows their chat with the bot"

    return look


def _known(settings: Settings, mail: str) -> "tuple[Person, Reference | None, str]":
    """The person, their chat, and why their last card didn't reach them."""
    from bot.cli.opening import opened
    from bot.delivery import reach
    from bot.people import references, store

    with opened(settings, least=logging.CRITICAL) as house:
        person = house.read(lambda tx: store.find_by_mail(tx, mail, house.today))
        if person is None or not person.is_here(house.today):
            raise Misconfigured(f"nobody in the register has the mail address {mail} today")
        reference = house.read(lambda tx: references.find(tx, person.id))
        return person, reference, house.read(lambda tx: reach.last_refusal(tx, person.id))


async def _without_chat(settings: Settings, person: "Person") -> str:
    """Nothing can be sent yet. Raises Misconfigured with what would have to come first."""
    from bot.cli.doctor_graph import asked
    from bot.cli.findings import Warn
    from graph.errors import Missing

    if not person.aad_object_id:
        raise Misconfigured("the register has no account of theirs; run: renkei people sync")
    async with asked(settings) as graph:
        try:
            user = await graph.directory.user(person.aad_object_id)
        except Missing:
            raise Misconfigured("the directory knows no such account") from None
        if not user.enabled:
            raise Misconfigured("their account may not sign in")
        try:
            await graph.installs.chat(person.aad_object_id, await graph.app())
        except Missing:
            return Warn("they don't have the app yet: their first notice installs it")
    return Warn("they have the app and no chat is known yet: their first notice begins one")


async def _ask_chat(settings: Settings, reference: "Reference") -> None:
    from bot.delivery.connector import Connector, open_session
    from bot.delivery.outcomes import Place
    from bot.delivery.tokens import open_tokens

    tokens = open_tokens(settings)
    place = Place(service_url=reference.service_url, conversation=reference.conversation)
    try:
        async with open_session() as session:
            found = await Connector(session, tokens, settings).members(place)
    finally:
        await tokens.close()
    if not isinstance(found, tuple):
        raise Misconfigured(_refusal(found))


def _refusal(outcome: "Outcome") -> str:
    from bot.delivery.outcomes import Never

    if isinstance(outcome, Never) and outcome.unreachable:
        return f"Teams doesn't let the bot into their chat ({outcome.reason}): they removed it"
    reason = getattr(outcome, "reason", "it asks to wait")
    return f"Teams doesn't say who is in their chat now ({reason}); try again in a while"
