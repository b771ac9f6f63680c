"""How a notice is shown: the cards of its readers, and where it stands for those who mind it."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from bot import policy
from bot.delivery import outbox
from bot.errors import Refused
from bot.notices import confirmations, lasting, reach, rules
from bot.notices.difference import lines_changed, said
from bot.notices.model import Broadcast, Content, Proposed, Said, Stage, Standing
from bot.notices.whom import audience_of
from bot.people import members
from bot.people import store as people
from bot.people.model import Person
from bot.storage.tx import Tx
from cards import notices as view
from cards.elements import Card
from cards.lang import Lang

LANGUAGES = (Lang("ja"), Lang("en"))


def cards(content: Content, *, notice: int, edition: int) -> dict[str, Card]:
    """The card that readers get, in each language."""
    return {
        lang.code: view.notice(lang, content, notice_id=notice, edition=edition)
        for lang in LANGUAGES
    }


def check_size(content: Content) -> None:
    """Raises Refused where the cards to author and approver would be too large for Teams."""
    if view.weight(content) > view.HEAVIEST:
        raise Refused("notices.refused.too_long")


def goes_at(tx: Tx, broadcast: Broadcast, now: datetime) -> datetime:
    """When it goes out: at its time, and unless it is urgent not at night or on closed days."""
    return _goes_at(tx, broadcast.due_at, now, urgent=broadcast.urgent)


def _goes_at(tx: Tx, due_at: datetime, now: datetime, *, urgent: bool) -> datetime:
    at = max(due_at, now).astimezone(now.tzinfo)
    return at if urgent else policy.sending_time(tx, at)


def check_dates(
    tx: Tx, due_at: datetime, expires_at: datetime, now: datetime, *, urgent: bool
) -> None:
    """Raises Refused where it would be too late before it goes out."""
    first = _goes_at(tx, due_at, now, urgent=urgent)
    rules.check_dates(due_at, expires_at, now, goes_at=first)


def standing(tx: Tx, broadcast: Broadcast, *, by: Person | None, now: datetime) -> Standing:
    """Where the notice stands, and what the reader may do with it. Instants in `now`'s zone."""
    size = policy.of(tx).approval_size
    progress = outbox.progress(tx, broadcast.notice)
    whom = audience_of(tx, broadcast.notice)
    goes = goes_at(tx, broadcast, now)
    waits = broadcast.stage in (Stage.ASKED, Stage.SCHEDULED, Stage.RESTING)
    return Standing(
        notice=broadcast.notice,
        version=broadcast.version,
        edition=broadcast.edition,
        stage=broadcast.stage,
        title=broadcast.title,
        author=_name(tx, broadcast.author, now),
        changed_by=_name(tx, broadcast.changed_by, now),
        asked_by=_name(tx, broadcast.asked_by, now),
        approver=_name(tx, broadcast.approver, now),
        to=tuple(map(str, whom.to)),
        but=tuple(map(str, whom.but)),
        urgent=broadcast.urgent,
        due_at=_in(goes if waits else broadcast.due_at, now.tzinfo),
        at_once=goes <= now,
        expires_at=_in(broadcast.expires_at, now.tzinfo),
        remark=broadcast.remark,
        asked_at=_in(broadcast.asked_at, now.tzinfo) if broadcast.asked_at else None,
        approved_audience=broadcast.approved_audience,
        audience=progress.audience,
        on_leave=broadcast.on_leave,
        without_account=broadcast.without_account,
        pupils=broadcast.pupils,
        unknown=members.unknown(tx, whom),
        needs_approval=rules.needs_approval(progress.audience, size),
        numbers={state.value: count for state, count in progress.numbers.items()},
        canary={state.value: count for state, count in progress.canary.items()},
        held=progress.held,
        read=progress.read,
        confirmed_now=confirmations.count(tx, broadcast.notice, broadcast.edition),
        seconds_left=_seconds_left(tx, broadcast, progress),
        acts=rules.acts(broadcast, by, approval_size=size),
        names=rules.minds(broadcast, by),
        content=broadcast.content,
        cards=_written(tx, broadcast),
        first=not broadcast.before,
        changes=lines_changed(broadcast.before, broadcast.shown) if broadcast.before else (),
        proposal=_proposed(tx, broadcast, now),
    )


def _written(tx: Tx, broadcast: Broadcast) -> Mapping[str, Mapping[str, Any]]:
    """What another slice wrote, while somebody has still to decide about it."""
    decided = broadcast.begun_at is not None
    return {} if decided or broadcast.content is not None else outbox.written(tx, broadcast.notice)


def lines(tx: Tx, broadcast: Broadcast) -> tuple[Said, ...]:
    """A draft as lines that can be compared with those of a later one, whoever wrote its cards."""
    whom = audience_of(tx, broadcast.notice)
    to, but = tuple(map(str, whom.to)), tuple(map(str, whom.but))
    if broadcast.content is not None:
        return said(broadcast.content, to, but)
    told = view.written_lines(outbox.written(tx, broadcast.notice))
    return (*said(None, to, but), *(Said(text=line) for line in told))


def _proposed(tx: Tx, broadcast: Broadcast, now: datetime) -> Proposed | None:
    proposal = broadcast.proposal
    if proposal is None:
        return None
    return Proposed(
        version=proposal.version,
        by=_name(tx, proposal.by, now),
        at=_in(proposal.at, now.tzinfo),
        content=proposal.content,
        changes=lines_changed(said(broadcast.content, (), ()), said(proposal.content, (), ())),
    )


def _in(at: datetime, zone: tzinfo | None) -> datetime:
    return at.astimezone(zone)


def _name(tx: Tx, person: int | None, now: datetime) -> str:
    known = None if person is None else people.find(tx, person, now.date())
    return known.name if known else ""


def _seconds_left(tx: Tx, broadcast: Broadcast, progress: Any) -> int | None:
    if broadcast.stage not in (Stage.CANARY, Stage.SENDING):
        return None
    pending = sum(progress.numbers[state] for state in outbox.State if state.value in rules.OPEN)
    return lasting.seconds_left(pending, reach.first_contacts(tx, broadcast.notice))
