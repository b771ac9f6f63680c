"""What `renkei doctor --person MAIL` says: whether this person would get a card now."""

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.cli.findings import LATER, NETWORK, Fails, Warn
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.delivery.outcomes import Outcome
    from bot.people.model import Person
    from bot.people.references import Reference


def reached(mail: str) -> Callable[[Settings], Awaitable[str | Warn]]:
    """A look at one person: in the register, known to the directory, in a chat with the bot.

    Asks Teams who is in that chat, so nobody gets a message by it; that they have blocked the bot
    is known from the last card alone.
    """

    async def look(settings: Settings) -> str | Warn:
        person, reference, refused = _known(settings, mail)
        if reference is None:
            return await _without_chat(settings, person)
        await _ask_chat(settings, reference)
        if refused:
            line = f"Teams didn't take their last card ({refused}): they blocked it"
            raise Fails(line, "ask them to allow the app in Teams again")
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
            line = f"nobody in the register has the mail address {mail} today"
            raise Fails(line, "correct the address, or load them with: renkei people import FILE")
        reference = house.read(lambda tx: references.find(tx, person.id))
        return person, reference, house.read(lambda tx: reach.last_refusal(tx, person.id))


async def _without_chat(settings: Settings, person: "Person") -> Warn:
    """Nothing can be sent yet. Raises Fails with what would have to come first."""
    from bot.cli.doctor_graph import asked
    from graph.errors import Missing

    if not person.aad_object_id:
        raise Fails("the register has no account of theirs", "run: renkei people sync")
    async with asked(settings) as graph:
        try:
            user = await graph.directory.user(person.aad_object_id)
        except Missing:
            remedy = "correct their mail address in the people file, then: renkei people sync"
            raise Fails("the directory knows no such account", remedy) from None
        if not user.enabled:
            remedy = "let it sign in (Microsoft Entra), or end their posts in the people file"
            raise Fails("their account may not sign in", remedy)
        try:
            await graph.installs.chat(person.aad_object_id, await graph.app())
        except Missing:
            return Warn("they don't have the app yet", "send them a notice, which installs it")
    return Warn(
        "they have the app and no chat is known yet", "send them a notice, which begins one"
    )


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
        raise _refusal(found)


def _refusal(outcome: "Outcome") -> Fails:
    from bot.delivery.outcomes import Later, Never

    match outcome:
        case Never(reason=reason, unreachable=True):
            line = f"Teams doesn't let the bot into their chat ({reason}): they removed it"
            return Fails(line, "ask them to add the app in Teams again")
        case Never(reason=reason):
            remedy = "see whether the app is allowed in the Teams admin centre"
            return Fails(f"Teams doesn't tell the bot who is in their chat ({reason})", remedy)
        case Later(throttled=True):
            return Fails("Teams asks to wait before it says who is in their chat", LATER)
        case Later():
            return Fails("Teams can't be reached, or takes no token of the bot's", NETWORK)
    reason = getattr(outcome, "reason", "no answer")
    line = f"Teams doesn't say who is in their chat now ({reason})"
    return Fails(line, f"{LATER}; where it stays so, {NETWORK}")
