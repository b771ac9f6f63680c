"""The parties of an agreement: which of them is the city, and what each is called on a day."""

import re
from dataclasses import replace
from datetime import date

from bot.agreements.model import Agreement, Party, PartyName
from bot.workdays import ONE_DAY

# The board of education is another party than its city; both are ours.
_PUBLIC = re.compile(r"(?:[都道府県市区町村]|教育委員会|広域連合|一部事務組合)(?:長|教育長)?$")


def marked_ours(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """The same parties, ours marked: public bodies, or the first where none looks like one."""
    if any(party.ours for party in parties):
        return parties
    public = [any(_PUBLIC.search(name.name) for name in party.names) for party in parties]
    if not any(public) and public:
        public[0] = True
    return tuple(replace(p, ours=ours) for p, ours in zip(parties, public, strict=True))


def partners(agreement: Agreement) -> tuple[Party, ...]:
    """The other side: every party that is not ours; of public bodies alone, all but the first."""
    others = tuple(party for party in agreement.parties if not party.ours)
    return others or agreement.parties[1:]


def named_on(party: Party, day: date) -> tuple[str, tuple[str, ...]]:
    """What a party is called on a day, and its earlier names, the latest first."""
    if not party.names:
        return "", ()
    begun = [name for name in party.names if name.since is None or name.since <= day]
    now = (begun or list(party.names))[-1]
    former = [name.name for name in reversed(begun[:-1]) if name.name != now.name]
    return now.name, tuple(dict.fromkeys(former))


def renamed(party: Party, name: str, *, since: date, reason: str = "", evidence: str = "") -> Party:
    """A party under another name from a day on; its representatives change nothing in force."""
    current, _ = named_on(party, since)
    if current == name:
        return party
    ended = tuple(
        replace(old, until=since - ONE_DAY) if old.until is None else old for old in party.names
    )
    new = PartyName(name=name, since=since, reason=reason, evidence=evidence)
    return replace(party, names=(*ended, new))


def is_ours(agreement: Agreement, role: str) -> bool:
    """Whether the party with this letter is the city; 甲 where the parties are not known."""
    for party in agreement.parties:
        if party.role == role:
            return party.ours
    return role == "甲"
