"""One activity, heard once: who says it, what it changes, what they get; one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

import structlog

from bot import policy
from bot.clock import Clock, real_now
from bot.delivery import outbox
from bot.delivery.outbox import Pressed
from bot.errors import Mistyped, NotFound, Refused, Stale
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.people import store as people
from bot.people.model import Holders, Person
from bot.settings import Settings
from bot.storage.store import Storage
from bot.storage.tx import Tx
from bot.turns import copies, elsewhere, links, memory, noting, reached
from bot.turns.ahead import Ahead, Slow, Workbench
from bot.turns.heard import Answer, Event, Heard
from bot.turns.router import Router, parsed
from bot.turns.turn import Card, Turn
from cards import common
from cards.again import above
from cards.lang import Lang

log = structlog.get_logger()


def _plainly(turn: Turn, refused: Refused) -> Card | None:
    del turn, refused
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallbacks:
    """What home says where no slice has a word: to newcomers, and to words nobody understands.

    `refused` is a refusal in words of their own for whom one slice alone serves; None for others.
    """

    welcome: Callable[[Turn], Card]
    unheard: Callable[[Turn], Card]
    refused: Callable[[Turn, Refused], Card | None] = _plainly


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
        self._bench = Workbench()

    async def hear(self, heard: Heard) -> Answer | None:
        """The answer, with all that it changed durable; the stored one where Teams repeats itself.

        A refusal changes nothing and is told in words. Raises Unavailable when the database is.
        """
        with noting.turn(heard) as noted:
            answer, noted.status = await self._heard(heard)
            return answer

    async def _heard(self, heard: Heard) -> tuple[Answer | None, str]:
        """The answer, and what became of the activity, in a word."""
        try:
            answer = await self._once(heard, self._answered, await self._ahead(heard))
        except (Refused, NotFound) as error:
            log.info("refused", kind=heard.event.value, verb=heard.verb[:60], reason=_key(error))
            refusal = error  # the except clause unbinds its own name
            told = await self._once(heard, lambda turn, heard: self._refused(turn, heard, refusal))
            return told, "refused"
        return answer, "silent" if answer is None else "answered"

    async def _ahead(self, heard: Heard) -> object:
        """What the verb's handler wants worked out before; None for most."""
        ahead = self._router.ahead.get(heard.verb)
        if ahead is None or heard.event is not Event.PRESS or elsewhere.is_shared(heard):
            return None
        look, keep = partial(self._look, heard, ahead), partial(self._keep, heard, ahead)
        slow = await self._storage.read(heard.tenant, look)
        if slow is None:
            return None
        found = await self._bench.work(slow)
        return await self._storage.write(heard.tenant, partial(keep, found=found))

    def _look(self, heard: Heard, ahead: Ahead, tx: Tx) -> Slow | None:
        """Nothing for what was heard already, and for what the press itself will refuse."""
        today = self._now(tx).date()
        person = people.find_by_aad(tx, heard.aad_object_id, today)
        if memory.find(tx, memory.key(heard))[0] or person is None or not person.is_here(today):
            return None
        try:
            verb = parsed(heard.verb, heard.data)
        except Refused:
            return None
        return ahead.look(tx, person, verb)

    def _keep(self, heard: Heard, ahead: Ahead, tx: Tx, *, found: object) -> object:
        """Once for an activity, also where Teams sends it again while the first is on its way."""
        outbox.turnstile(tx)
        key = f"{memory.key(heard)}|ahead"
        if heard.activity_id and memory.find(tx, key)[0]:
            return found
        turn = self._turn(tx, heard.aad_object_id, heard.locale)
        if heard.activity_id:
            memory.keep(tx, key, None, turn.now)
        return ahead.keep(turn, parsed(heard.verb, heard.data), found)

    async def _once(
        self,
        heard: Heard,
        respond: Callable[[Turn, Heard], Answer | None],
        ahead: object = None,
    ) -> Answer | None:
        def work(tx: Tx) -> Answer | None:
            return self._respond(tx, heard, respond, ahead)

        try:
            return await self._storage.write(heard.tenant, work)
        except memory.Repeated:
            return await self._storage.write(heard.tenant, work)

    def _respond(
        self,
        tx: Tx,
        heard: Heard,
        respond: Callable[[Turn, Heard], Answer | None],
        ahead: object,
    ) -> Answer | None:
        if heard.event is Event.READ:
            # Real time, as that of the posting it is held against. Thousands come within minutes
            # of a notice, and one that comes twice changes nothing: none needs to be remembered.
            outbox.seen(tx, heard.conversation.id, heard.upto, real_now())
            return None
        outbox.turnstile(tx)  # before any other row, as everybody who may change deliveries
        key = memory.key(heard)
        if heard.activity_id:
            repeated, answer = memory.find(tx, key)
            if repeated:
                return answer
        elsewhere.told(tx, heard)
        turn = replace(self._turn_of(tx, heard), ahead=ahead)
        answer = respond(turn, heard)
        if heard.activity_id:
            memory.keep(tx, key, answer, turn.now)
        return answer

    def _turn_of(self, tx: Tx, heard: Heard) -> Turn:
        turn = self._turn(tx, heard.aad_object_id, heard.locale)
        place = elsewhere.met(turn, heard)
        return replace(turn, replied_to=heard.replied_to, place=place)

    def _turn(self, tx: Tx, aad_object_id: str, locale: str) -> Turn:
        now = self._now(tx)
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

    def _now(self, tx: Tx) -> datetime:
        """The civil time of the tenant."""
        return self._clock.now().astimezone(policy.zone(tx, self._zone))

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
        # Looked at before: strangers who guess at links keep nobody who writes waiting.
        await self._storage.read(tenant, lambda tx: links.opened(tx, token, self._clock.now()))
        return await self._storage.write(tenant, work)

    def _answered(self, turn: Turn, heard: Heard) -> Answer | None:
        elsewhere.not_before_others(turn, heard, self._router)
        match heard.event:
            case Event.MESSAGE:
                reached.remember(turn, heard)
                card = self._router.say(turn, heard.text)
                return copies.answered(card or self._fallbacks.unheard(turn), heard)
            case Event.PRESS | Event.REFRESH:
                reached.remember(turn, heard)
                pressed = copies.reveal(turn, heard)
                if heard.event is Event.REFRESH and not self._router.refreshes(heard.verb):
                    return None
                card = self._router.press(turn, heard.verb, heard.data)
                # An old client's press would be answered by a message that everybody reads.
                if turn.place and not heard.execute:
                    return None
                return copies.replaced(turn, card, heard, pressed)
            case Event.INSTALLED if heard.conversation.kind == "personal":
                greets = reached.remember(turn, heard)
                return copies.answered(self._fallbacks.welcome(turn), heard) if greets else None
            case Event.INSTALLED:
                reached.remember_channel(turn, heard)
            case Event.UNINSTALLED:
                elsewhere.left(turn.tx, heard)
        return None

    def _refused(self, turn: Turn, heard: Heard, error: Refused | NotFound) -> Answer:
        pressed = copies.reveal(turn, heard) if heard.event is Event.PRESS else None
        match error:
            case Stale():
                show = error.facts.get("show")
                card: Card = common.stale(turn.lang, error.reason, show)  # type: ignore[arg-type]
            case Mistyped():
                card = error.form
            case Refused():
                # An old client's answer is a message of its own, which nobody would withdraw.
                card = self._turned_away(turn, error, pressed if heard.execute else None)
            case _:
                card = self._turned_away(turn, Refused("common.refused.gone"), None)
        return copies.replaced(turn, card, heard, pressed)

    def _turned_away(self, turn: Turn, refused: Refused, pressed: Pressed | None) -> Card:
        """In words, above the card that was pressed where it still stands: there is more on it."""
        if own := self._fallbacks.refused(turn, refused):
            return own
        if pressed and (posted := outbox.shown(turn.tx, pressed, turn.person.id, turn.lang.code)):
            return above(posted, turn.lang.t(refused.reason, **refused.facts))
        return common.refused(turn.lang, refused.reason, refused.facts)


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
