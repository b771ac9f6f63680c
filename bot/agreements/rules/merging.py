"""What a row of a sheet changes of an agreement that the register already has."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.agreements.model import Agreement, Notice, Party, Renewal
from bot.agreements.rules.parties import named_on, renamed

_PLAIN = (
    "title",
    "kind",
    "parent",
    "draft",
    "signed_on",
    "signature",
    "certificate_expires_on",
    "kept_at",
    "start",
    "end",
    "lead_days",
    "needs_budget",
    "has_cost",
    "debt_authorised",
    "department",
    "post",
    "deputies",
    "contacts",
    "programmes",
)  # columns that say one field each
_LETTERED = {"甲": "kou", "乙": "otsu"}


def merge(before: Agreement, row: Agreement, given: frozenset[str], today: date) -> Agreement:
    """The agreement as the row has it; what none of the `given` columns says stays as it is.

    Its state stays too: presses move it, with who decided and when, and no sheet knows of those.
    Names that a party had before stay known.
    """
    plain = {name: getattr(row, name) for name in _PLAIN if name in given}
    after: Agreement = replace(before, **plain)
    return replace(
        after,
        number=before.number if row.number.startswith("#") else row.number,
        in_force=_in_force(before, after, given),
        parties=tuple(_parties(before, row, given, today)),
        renewal=_renewal(before.renewal, row.renewal, given),
    )


def _in_force(before: Agreement, after: Agreement, given: frozenset[str]) -> bool:
    """What is in force although its signing date stands blank stays so, unless it is a draft."""
    if given.isdisjoint(("signed_on", "draft")):
        return before.in_force
    known = after.signed_on is not None or (before.in_force and before.signed_on is None)
    return known and not after.draft


def _renewal(before: Renewal, row: Renewal, given: frozenset[str]) -> Renewal:
    """The article and its wording stay: no column holds them."""
    return replace(
        before,
        kind=row.kind if "renewal" in given else before.kind,
        extension_months=(
            row.extension_months if "extension_months" in given else before.extension_months
        ),
        repeats=row.repeats if "repeats" in given else before.repeats,
        notice=_notice(before.notice, row.notice, given),
    )


def _notice(before: Notice | None, row: Notice | None, given: frozenset[str]) -> Notice | None:
    if "notice" not in given:
        return before
    if row is not None and "form" not in given:
        return replace(row, form=before.form if before else None)
    return row


def _parties(
    before: Agreement, row: Agreement, given: frozenset[str], today: date
) -> Iterator[Party]:
    """A party of the same letter under another name was renamed today; others come and go."""
    first = _lettered(before)
    told = _lettered(row)
    for letter, column in _LETTERED.items():
        old, new = first.get(letter), told.get(letter)
        if column not in given:
            new = old
        elif old and new:
            new = renamed(old, named_on(new, today)[0], since=today, reason="協定一覧")
        if new:
            yield new
    others = [party for party in before.parties if party not in first.values()]
    named = {named_on(party, today)[0]: party for party in others}
    listed = [party for party in row.parties if party not in told.values()]
    yield from (named.get(named_on(party, today)[0], party) for party in listed)
    yield from others if "others" not in given else ()


def _lettered(agreement: Agreement) -> dict[str, Party]:
    """The first party of each letter that has a column of its own."""
    found = [party for party in reversed(agreement.parties) if party.role in _LETTERED]
    return {party.role: party for party in found}
