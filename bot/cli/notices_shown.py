"""A notice as commands tell it: lines for a reader, JSON for a program."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.notices.model import Broadcast, Rehearsal, Standing

# The order in which copies pass through these; others follow as they come.
_STATES = (
    "pending",
    "sending",
    "sent",
    "confirmed",
    "failed",
    "unreachable",
    "unknown",
    "expired",
    "withdrawn",
)


def lines(standing: Standing) -> Iterator[str]:
    """What stands where, for whoever minds it; the numbers always sum to the audience."""
    yield f"{standing.notice}  {standing.title}  {standing.stage.value}"
    yield from whom(standing)
    yield f"  goes out {_time(standing.due_at)}, expires {_time(standing.expires_at)}"
    if standing.remark:
        yield f"  {_remark(standing.remark)}"
    if standing.proposal:
        since = _time(standing.proposal.at)
        yield f"  a correction waits for somebody else's approval since {since}"
    yield f"  {sums(standing)}"
    if standing.edition > 1 and standing.confirmed_now:
        yield f"  the corrected text confirmed by {standing.confirmed_now}"
    if standing.read:
        yield f"  read by {standing.read}"
    if standing.seconds_left is not None:
        yield f"  about {duration(standing.seconds_left)} left"


def _remark(remark: str) -> str:
    words = _words(remark)
    return words if words != remark else f"sent back: {remark}"


def _words(remark: str) -> str:
    """An approver's words, or ours by their key."""
    from cards.lang import ABROAD, Lang

    lang = Lang(ABROAD)
    return lang.t(remark) if lang.knows(remark) else remark


def whom(standing: Standing) -> Iterator[str]:
    """To whom, and who is left out."""
    but = f" except {', '.join(standing.but)}" if standing.but else ""
    yield f"  to {', '.join(standing.to) or 'nobody yet'}{but}"
    if standing.unknown:
        yield f"  left out: {standing.unknown} of its groups and lists, not in the register"
    yield from _apart(standing.on_leave, standing.without_account)


def _apart(on_leave: int, without_account: int) -> Iterator[str]:
    """Who is left out, and whom only paper reaches."""
    if on_leave:
        yield f"  left out: {on_leave} on leave"
    if without_account:
        yield f"  to be told on paper: {without_account} without Teams"


def sums(standing: Standing) -> str:
    """The numbers by state in one line, as a sum."""
    parts = [f"{state} {count}" for state, count in _numbers(standing).items() if count]
    return f"audience {standing.audience}" + (f" = {' + '.join(parts)}" if parts else "")


def _numbers(standing: Standing) -> dict[str, int]:
    """By state, in the order of a copy's life."""
    found = {str(state): count for state, count in standing.numbers.items()}
    return {state: found.get(state, 0) for state in (*_STATES, *sorted(set(found) - {*_STATES}))}


def as_json(standing: Standing) -> dict[str, Any]:
    """`renkei notices show --json`."""
    return {
        "notice": standing.notice,
        "title": standing.title,
        "stage": standing.stage.value,
        "version": standing.version,
        "edition": standing.edition,
        "to": list(standing.to),
        "except": list(standing.but),
        "urgent": standing.urgent,
        "send_at": standing.due_at.isoformat(),
        "expires_at": standing.expires_at.isoformat(),
        "remark": _words(standing.remark),
        "proposed_at": standing.proposal.at.isoformat() if standing.proposal else None,
        "needs_approval": standing.needs_approval,
        "audience": standing.audience,
        "on_leave": standing.on_leave,
        "without_account": standing.without_account,
        "unknown": standing.unknown,
        "numbers": _numbers(standing),
        "held": standing.held,
        "read": standing.read,
        "confirmed_now": standing.confirmed_now,
        "seconds_left": standing.seconds_left,
        "acts": sorted(act.value for act in standing.acts),
    }


def listed(broadcast: Broadcast) -> dict[str, Any]:
    """One entry of `renkei notices list --json`."""
    return {
        "notice": broadcast.notice,
        "kind": broadcast.kind,
        "title": broadcast.title,
        "stage": broadcast.stage.value,
        "audience": broadcast.audience,
        "send_at": broadcast.due_at.isoformat(),
        "urgent": broadcast.urgent,
    }


def rehearsed(found: Rehearsal) -> Iterator[str]:
    """What sending would be like, for a reader."""
    yield f"{found.audience} people; sending would take about {duration(found.seconds)}"
    yield f"  {found.reachable} have a chat with Renkei"
    if found.first_contact:
        yield f"  {found.first_contact} would get the app first"
    for reason, count in _by_count(found.unreachable):
        why, remedy = _said("reason", reason), _said("remedy", reason)
        yield f"  {count} can't be reached ({why}): {remedy}"
    yield from _apart(found.on_leave, found.without_account)


def rehearsed_json(notice: int, found: Rehearsal) -> dict[str, Any]:
    """`renkei rehearse --json`."""
    return {
        "notice": notice,
        "audience": found.audience,
        "reachable": found.reachable,
        "first_contact": found.first_contact,
        "unreachable": dict(_by_count(found.unreachable)),
        "on_leave": found.on_leave,
        "without_account": found.without_account,
        "seconds": found.seconds,
    }


def _by_count(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda one: (-one[1], one[0]))


def _said(what: str, reason: str) -> str:
    """The English words that a card would use for a reason, or for what to do about it."""
    from cards.lang import ABROAD, Lang
    from cards.notices.reasons import reason_said, remedy_said

    say = reason_said if what == "reason" else remedy_said
    return say(Lang(ABROAD), reason).rstrip(".")


def duration(seconds: int) -> str:
    """Seconds as people say them."""
    if seconds < 60:
        return f"{seconds} s"
    minutes = -(-seconds // 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
