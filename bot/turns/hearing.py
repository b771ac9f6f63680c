"""One activity, heard once: who says it, what it changes, what they get; one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import orjson
import structlog

from bot import metrics, policy
from bot.clock import Clock, real_now, real_seconds
from bot.delivery import outbox
from bot.errors import Mistyped, NotFound, Refused, Stale
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.people import references
from bot.people import store as people
from bot.people.model import Holders, Person
from bot.settings import Settings
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.turns import links, memory
from bot.turns.heard import Answer, Event, Heard
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards import common
from cards.lang import Lang

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallbacks:
    """What home says where no slice has a word: to newcomers, and to words nobody understands."""

    welcome: Callable[[Turn], Card]
    unheard: Callable[[Turn], Card]


class Hearing:
    """What the door calls for each activity that it has let in."""

    def __init__(
        self,
        storage: Storage,
        router: Router,
        fallbacks: Fallbacks,
        *,
        clock: Clock,
        settings: Settings,
    ) -> None:
        self._storage = storage
        self._router = router
        self._fallbacks = fallbacks
        self._clock = clock
        self._zone = settings.zone
        self._public_url = settings.public_url
        self._tended = frozenset(settings.tended)

    async def hear(self, heard: Heard) -> Answer | None:
        """The answer, with all that it changed durable; the stored one where Teams repeats itself.

        A refusal changes nothing and is told in words. Raises Unavailable when the database is.
        """
        began, status = real_seconds(), "failed"
        try:
            answer, status = await self._heard(heard)
            return answer
        finally:
            metrics.heard(heard.event.value, status, real_seconds() - began)

    async def _heard(self, heard: Heard) -> tuple[Answer | None, str]:
        """The answer, and what became of the activity, in a word."""
        try:
            answer = await self._once(heard, self._answered)
        except (Refused, NotFound) as error:
            log.info("refused", kind=heard.event.value, verb=heard.verb[:60], reason=_key(error))
            refusal = error  # the except clause unbinds its own name
            told = await self._once(heard, lambda turn, heard: self._refused(turn, heard, refusal))
            return told, "refused"
        return answer, "silent" if answer is None else "answered"

    async def _once(
        self, heard: Heard, respond: Callable[[Turn, Heard], Answer | None]
    ) -> Answer | None:
        def work(tx: Tx) -> Answer | None:
            return self._respond(tx, heard, respond)

        try:
            return await self._storage.write(heard.tenant, work)
        except memory.Repeated:
            return await self._storage.write(heard.tenant, work)

    def _respond(
        self, tx: Tx, heard: Heard, respond: Callable[[Turn, Heard], Answer | None]
    ) -> Answer | None:
        if heard.event is Event.READ:
            # Real time, as that of the posting it is held against. Thousands come within minutes
            # of a notice, and one that comes twice changes nothing: none needs to be remembered.
            outbox.seen(tx, heard.conversation.id, heard.upto, real_now())
            return None
        outbox.turnstile(tx)  # before any other row, as everybody who may change deliveries
        key = f"{heard.aad_object_id}|{heard.conversation.id}|{heard.activity_id}"
        if heard.activity_id:
            repeated, answer = memory.find(tx, key)
            if repeated:
                return answer
        turn = self._turn(tx, heard.aad_object_id, heard.locale)
        answer = respond(turn, heard)
        if heard.activity_id:
            memory.keep(tx, key, answer, turn.now)
        return answer

    def _turn(self, tx: Tx, aad_object_id: str, locale: str) -> Turn:
        now = self._clock.now().astimezone(policy.zone(tx, self._zone))
        today = now.date()
        person = people.find_by_aad(tx, aad_object_id, today) if aad_object_id else None
        if person is None or not person.is_here(today):
            return _stranger(tx, aad_object_id, locale, now, today)
        return Turn(
            person=person,
            holders=people.holders_of(tx, person.id, today),
            lang=Lang.of(person.language),
            now=now,
            today=today,
            actor=Actor.press(pseudonyms.of(tx, person.id)),
            tx=tx,
            public_url=self._public_url,
        )

    async def open(self, tenant: str, token: str) -> links.Page:
        """The page behind a signed link, its reader's role checked now.

        Raises Refused or NotFound, and Unavailable when the database is.
        """

        def work(tx: Tx) -> links.Page:
            link = links.opened(tx, token, self._clock.now())
            turn = self._turn(tx, link.aad_object_id, "")
            return self._router.open(turn, link)

        if tenant not in self._tended:
            raise NotFound("tenant")
        return await self._storage.write(tenant, work)

    def _answered(self, turn: Turn, heard: Heard) -> Answer | None:
        _not_before_others(heard)
        match heard.event:
            case Event.MESSAGE:
                _remember(turn, heard)
                card = self._router.say(turn, heard.text)
                return _answer(card or self._fallbacks.unheard(turn), heard)
            case Event.PRESS | Event.REFRESH:
                _remember(turn, heard)
                _reveal(turn, heard)
                if heard.event is Event.REFRESH and not self._router.refreshes(heard.verb):
                    return None
                return _answer(self._router.press(turn, heard.verb, heard.data), heard)
            case Event.INSTALLED if heard.conversation.kind == "personal":
                greets = _remember(turn, heard)
                return _answer(self._fallbacks.welcome(turn), heard) if greets else None
            case Event.INSTALLED:
                _remember_channel(turn, heard)
            case Event.UNINSTALLED:
                references.drop(turn.tx, heard.conversation.id)
        return None

    def _refused(self, turn: Turn, heard: Heard, error: Refused | NotFound) -> Answer:
        match error:
            case Stale():
                show = error.facts.get("show")
                card: Card = common.stale(turn.lang, error.reason, show)  # type: ignore[arg-type]
            case Mistyped():
                card = error.form
            case Refused():
                card = common.refused(turn.lang, error.reason, error.facts)
            case _:
                card = common.refused(turn.lang, "common.refused.gone")
        return _answer(card, heard)


def _key(error: Refused | NotFound) -> str:
    return error.reason if isinstance(error, Refused) else "gone"


def _stranger(tx: Tx, aad_object_id: str, locale: str, now: datetime, today: date) -> Turn:
    """Somebody whom no register knows: gets help, not data."""
    person = Person(id=0, aad_object_id=aad_object_id, name="", mail="")
    return Turn(
        person=person,
        holders=Holders(),
        lang=Lang.of(locale),
        now=now,
        today=today,
        actor=Actor.press("stranger"),
        tx=tx,
    )


def _remember(turn: Turn, heard: Heard) -> bool:
    """Keep where this person is reached; True where it was new and nothing waits for them.

    What waits is their welcome: when thousands get the app for a notice, a greeting beside each
    card would take the places that Teams leaves for answers.
    """
    if heard.conversation.kind != "personal" or not heard.aad_object_id:
        return False
    known = references.find_by_aad(turn.tx, heard.aad_object_id)
    now = references.Reference(
        aad_object_id=heard.aad_object_id.lower(),
        conversation=heard.conversation.id,
        service_url=heard.conversation.service_url,
        teams_id=heard.teams_id,
        bot_id=heard.bot_id,
    )
    if known == now:
        return False
    references.keep(turn.tx, now, at=turn.now)
    waits = turn.person.id != 0 and outbox.reached(turn.tx, person=turn.person.id)
    return known is None and not waits


def _remember_channel(turn: Turn, heard: Heard) -> None:
    """Keep how a channel or group chat is reached; nothing is said there."""
    channel = references.Reference(
        channel=heard.conversation.channel or heard.conversation.id,
        conversation=heard.conversation.id,
        service_url=heard.conversation.service_url,
        bot_id=heard.bot_id,
    )
    references.keep(turn.tx, channel, at=turn.now)


def _not_before_others(heard: Heard) -> None:
    """What concerns one person isn't said where others read along."""
    asked = heard.event in (Event.MESSAGE, Event.PRESS, Event.REFRESH)
    if asked and heard.conversation.kind != "personal":
        raise Refused("common.refused.not_here")


def _copy(heard: Heard) -> int:
    """The delivery id that the card carries, 0 where it carries none of ours."""
    found = heard.data.get("delivery")
    return found if type(found) is int and 0 < found < 2**63 else 0


def _reveal(turn: Turn, heard: Heard) -> None:
    """A press tells which copy it stands on, where an answer of Teams was lost."""
    if (copy := _copy(heard)) and heard.replied_to:
        outbox.reveal(
            turn.tx,
            delivery=copy,
            conversation=heard.conversation.id,
            activity_id=heard.replied_to,
        )


def _answer(card: Card, heard: Heard) -> Answer:
    """The card for its one reader: the copy's id and the reader's Teams id are filled in."""
    copy, reader = str(_copy(heard)).encode(), orjson.dumps(heard.teams_id)
    written = orjson.dumps(card).replace(b'"@delivery@"', copy).replace(b'"@recipient@"', reader)
    return Answer(card=written, summary=str(card.get("fallbackText", "")))
