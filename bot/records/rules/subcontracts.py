"""再委託: complete or blocked, then decided by the city; what must follow the approval."""

from dataclasses import replace
from datetime import date

from bot.errors import Refused, Stale
from bot.records.model.subcontracts import Stage, Subcontract
from bot.workdays import ONE_DAY

# The six items in their order, then what must come with them.
NEEDED = (
    "contract",
    "name",
    "address",
    "representative",
    "reason",
    "signed_on",
    "place",
    "since",
    "until",
    "content",
    "information",
    "draft_at",
    "allowed_by",
)


def missing(one: Subcontract) -> tuple[str, ...]:
    """What the application lacks, in the order of the form; () where it may be handed in."""
    return tuple(name for name in NEEDED if getattr(one, name) in ("", None))


def fill_in(one: Subcontract, new: Subcontract, *, version: int) -> Subcontract:
    """The application with other words, while it hasn't been handed in."""
    _fresh(one, version)
    if one.stage is not Stage.DRAFT:
        _refuse("decided")
    if new.since and new.until and new.until < new.since:
        _refuse("term")
    return replace(
        new,
        id=one.id,
        agreement=one.agreement,
        stage=Stage.DRAFT,
        version=one.version + 1,
    )


def apply(one: Subcontract, *, on: date, today: date, version: int) -> Subcontract:
    """申請: the complete paper has come; refused with what is missing."""
    _fresh(one, version)
    if one.stage is not Stage.DRAFT:
        _refuse("decided")
    if missing(one):
        _refuse("incomplete")
    _not_ahead(on, today)
    return replace(one, stage=Stage.APPLIED, applied_on=on, version=one.version + 1)


def decide(
    one: Subcontract, *, approved: bool, post: int, why: str, on: date, version: int
) -> Subcontract:
    """The city's decision, with its reason."""
    _fresh(one, version)
    if one.stage is not Stage.APPLIED:
        _refuse("not_applied")
    if not why.strip():
        _refuse("no_reason")
    return replace(
        one,
        stage=Stage.APPROVED if approved else Stage.REFUSED,
        decided_on=on,
        decided_post=post,
        why=why,
        version=one.version + 1,
    )


def withdraw(one: Subcontract, *, why: str, version: int) -> Subcontract:
    """取下げ: the partner doesn't ask any more; what was decided stays."""
    _fresh(one, version)
    if one.stage not in (Stage.DRAFT, Stage.APPLIED):
        _refuse("decided")
    return replace(one, stage=Stage.WITHDRAWN, why=why, version=one.version + 1)


def signed(one: Subcontract, *, on: date, today: date, version: int) -> Subcontract:
    """The memorandum with the subcontractor has been signed."""
    _fresh(one, version)
    if one.stage is not Stage.APPROVED:
        _refuse("not_approved")
    _not_ahead(on, today)
    return replace(one, memorandum_on=on, version=one.version + 1)


def lacks(one: Subcontract, today: date) -> tuple[str, ...]:
    """What isn't as it must be, by short names: `undecided`, `began_before`, `memorandum`."""
    found = []
    began = one.since is not None and one.since <= today
    if one.stage in (Stage.DRAFT, Stage.APPLIED) and began:
        found.append("undecided")
    if one.stage is Stage.APPROVED and one.since and one.decided_on and one.since < one.decided_on:
        found.append("began_before")
    if one.stage is Stage.APPROVED and began and one.memorandum_on is None:
        found.append("memorandum")
    return tuple(found)


def is_running(one: Subcontract, today: date) -> bool:
    """Whether the subcontractor handles personal information today."""
    over = one.until is not None and one.until + ONE_DAY <= today
    return one.stage is Stage.APPROVED and not over


def _not_ahead(on: date, today: date) -> None:
    if on > today:
        _refuse("future")


def _fresh(one: Subcontract, version: int) -> None:
    if one.version != version:
        raise Stale("records.subcontracts.refused.changed")


def _refuse(why: str) -> None:
    raise Refused(f"records.subcontracts.refused.{why}")
