"""「廃棄」: what is over, and one disposal by the people who propose, release and witness it."""

from collections.abc import Callable
from typing import NoReturn

from bot.errors import Stale
from bot.people import store as people
from bot.records.jobs import disposal_acts as acts
from bot.records.jobs.keepers import Found, Keepers, kinds, survey
from bot.records.model.keeping import PERSON, Disposal
from bot.records.rules import keeping as rules
from bot.records.rules.keeping_shown import ShownDisposal, reads, shown
from bot.records.store import disposals, holds
from bot.records.telling.keeping import naming
from bot.retention import Kind
from bot.storage.tx import Tx
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.records import keeping as cards
from cards.records import keeping_forms as forms
from cards.records.verbs import keeping as verbs

Titles = Callable[[Tx, str], str]
Step = (
    verbs.OpenDisposalRelease
    | verbs.ReleaseDisposal
    | verbs.SendDisposalBack
    | verbs.WithdrawDisposal
    | verbs.BeginDisposal
)
MOST = 1000  # counted of a kind on a card


def routes(keepers: Keepers) -> Router:
    """The words and the presses."""
    router = Router()

    def overview(turn: Turn, verb: verbs.Keeping) -> Card:
        del verb
        _reader(turn)
        due = [one for kind in kinds() if (one := _survey(turn, keepers, kind)) is not None]
        open_ = [_shown(turn, one) for one in disposals.every(turn.tx) if one.is_open]
        held = len(holds.standing(turn.tx, turn.today))
        may = {"propose"} if rules.has(turn.person, rules.PROPOSERS) else set()
        return cards.overview(turn.lang, due, open_, holds=held, may=frozenset(may))

    @returning(open_proposal)
    def propose(turn: Turn, verb: verbs.ProposeDisposal) -> Card:
        one = _proposed(turn, keepers, verb)
        return cards.disposal(turn.lang, _shown(turn, one), done="proposed")

    router.on(verbs.Keeping)(overview)
    router.on(verbs.ProposeDisposal)(propose)
    router.hears(r"廃棄|保存期間", r"disposals?|retention")(
        lambda turn, _: overview(turn, verbs.Keeping()) if _may_read(turn) else None
    )
    return router.include((_ROUTER,))


_ROUTER = Router()


def _may_read(turn: Turn) -> bool:
    return rules.has(turn.person, rules.READERS)


def _reader(turn: Turn) -> None:
    if not _may_read(turn):
        rules.refuse("not_reader")


def _survey(turn: Turn, keepers: Keepers, kind: Kind) -> Found | None:
    found = survey(turn.tx, keepers, kind, turn.now, MOST)
    return found if found.count or found.kept else None


def _shown(turn: Turn, one: Disposal) -> ShownDisposal:
    return shown(one, naming(turn.tx, turn.today), turn.person)


@_ROUTER.on(verbs.OpenDisposalProposal)
def open_proposal(turn: Turn, verb: verbs.OpenDisposalProposal | verbs.ProposeDisposal) -> Card:
    """廃棄を提案する: the form."""
    del verb
    if not rules.has(turn.person, rules.PROPOSERS):
        rules.refuse("not_proposer")
    return forms.proposal_form(turn.lang, (*kinds(), PERSON))


def _proposed(turn: Turn, keepers: Keepers, verb: verbs.ProposeDisposal) -> Disposal:
    if not rules.has(turn.person, rules.PROPOSERS):
        rules.refuse("not_proposer")
    person = _person(turn, verb.person) if verb.kind == PERSON else None
    count = acts.counted(turn.tx, keepers, _kind(verb.kind), person, turn.now)
    witness = acts.witness_of(turn.tx, verb.witness, turn.today)
    new = Disposal(
        id=0,
        kind=verb.kind,
        cut=turn.today,
        count=count,
        person=person,
        proposed_by=turn.person.id,
        proposed_at=turn.now,
        witness=witness.id,
        why=verb.why,
        medium=verb.medium,
        method=verb.method,
    )
    return acts.propose(turn.tx, new, turn.person, witness, actor=turn.actor, act=verb.name)


def _kind(name: str) -> str:
    if name != PERSON and name not in {kind.value for kind in kinds()}:
        rules.refuse("unknown_kind")
    return name


def _person(turn: Turn, mail: str) -> int:
    found = people.find_by_mail(turn.tx, mail.strip(), turn.today) if mail.strip() else None
    if found is None:
        rules.refuse("nobody")
    return found.id


@_ROUTER.on(verbs.ShowDisposal)
def show(turn: Turn, verb: verbs.ShowDisposal | Step) -> Card:
    """One disposal; looking at it names only those who answer for it."""
    return cards.disposal(turn.lang, _shown(turn, _readable(turn, verb.disposal_id)))


def _readable(turn: Turn, disposal: int) -> Disposal:
    one = disposals.find(turn.tx, disposal)
    if one is None or not reads(one, turn.person):
        _stranger()
    return one


def _stranger() -> NoReturn:
    """Who may not read isn't told whether there is such a disposal."""
    rules.refuse("not_reader")


def _at(turn: Turn, disposal: int, version: int) -> Disposal:
    one = _readable(turn, disposal)
    if one.version != version:
        raise Stale(disposals.CHANGED, show=verbs.ShowDisposal(disposal_id=disposal))
    return one


@_ROUTER.on(verbs.OpenDisposalRelease)
@returning(show)
def open_release(turn: Turn, verb: verbs.OpenDisposalRelease | verbs.SendDisposalBack) -> Card:
    """廃棄を許可する: the last look."""
    one = _readable(turn, verb.disposal_id)
    seen = _shown(turn, one)
    if "release" not in seen.may:
        rules.refuse("not_officer")
    return forms.release_form(turn.lang, seen)


@_ROUTER.on(verbs.ReleaseDisposal)
@returning(show)
def release(turn: Turn, verb: verbs.ReleaseDisposal) -> Card:
    """廃棄を許可する."""
    one = _at(turn, verb.disposal_id, verb.version)
    after = acts.release(turn.tx, one, turn.person, actor=turn.actor, at=turn.now, act=verb.name)
    return cards.disposal(turn.lang, _shown(turn, after), done="released")


@_ROUTER.on(verbs.SendDisposalBack)
@returning(open_release)
def send_back(turn: Turn, verb: verbs.SendDisposalBack) -> Card:
    """差し戻す."""
    one = _at(turn, verb.disposal_id, verb.version)
    by, reason = turn.person, verb.reason
    after = acts.send_back(turn.tx, one, by, reason, actor=turn.actor, at=turn.now, act=verb.name)
    return cards.disposal(turn.lang, _shown(turn, after), done="returned")


@_ROUTER.on(verbs.WithdrawDisposal)
@returning(show)
def withdraw(turn: Turn, verb: verbs.WithdrawDisposal) -> Card:
    """提案を取り下げる."""
    one = _at(turn, verb.disposal_id, verb.version)
    after = acts.withdraw(turn.tx, one, turn.person, actor=turn.actor, at=turn.now, act=verb.name)
    return cards.disposal(turn.lang, _shown(turn, after), done="withdrawn")


@_ROUTER.on(verbs.BeginDisposal)
@returning(show)
def begin(turn: Turn, verb: verbs.BeginDisposal) -> Card:
    """立ち会って廃棄を始める."""
    one = _at(turn, verb.disposal_id, verb.version)
    after = acts.begin(turn.tx, one, turn.person, actor=turn.actor, at=turn.now, act=verb.name)
    return cards.disposal(turn.lang, _shown(turn, after), done="begun")
