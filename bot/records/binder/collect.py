"""Everything that an auditor asks for, agreement by agreement and article by article."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.agreements.audience import Audience
from bot.agreements.model import Agreement
from bot.agreements.model import Kind as AgreementKind
from bot.agreements.rules.parties import is_ours, named_on
from bot.agreements.rules.reminders import has_ended
from bot.agreements.rules.shown import partner_names
from bot.agreements.store import register as agreements
from bot.duties import store as duties
from bot.duties.model import Duty
from bot.records.binder import city, given
from bot.records.jobs import concerning as concerns
from bot.records.model.binder import (
    Binder,
    Chapter,
    Finding,
    Form,
    Lack,
    Owes,
    Proof,
    Requirement,
)
from bot.records.model.incidents import Incident
from bot.records.model.registers import CITY
from bot.records.rules import binder as rules
from bot.records.rules.binder_kept import Item, Kept
from bot.records.rules.binder_looks import check
from bot.records.rules.subcontracts import is_running
from bot.records.store import incidents, inspections, registers, subcontracts
from bot.storage.tx import Tx

Evidence = Callable[[Tx, str], tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What is asked for an article: `slices` each for evidence; `told` hears how far it is."""

    slices: Sequence[Evidence]
    today: date
    told: Callable[[int], None] = lambda _: None


def collect(tx: Tx, sources: Sources) -> Binder:
    """The whole binder as of today; nothing in it names a worker."""
    concerning, loose = concerns.known(tx), incidents.of_no_agreement(tx)
    chapters, left_out = [], 0
    every = _Evidence(tx, sources.slices)
    for number, agreement in enumerate(agreements.every(tx), 1):
        if concerning.has(agreement):
            chapters.append(_chapter(tx, agreement, loose, every, sources.today))
        else:
            left_out += 1
        sources.told(number)
    return Binder(
        made_on=sources.today,
        chapters=tuple(chapters),
        city=_city(tx, sources.today),
        left_out=left_out,
    )


def form_of(agreement: Agreement) -> Form:
    """Which of the two usual texts an agreement is like."""
    is_terms = agreement.kind is AgreementKind.SPECIAL_TERMS or "特記事項" in agreement.title
    return Form.TERMS if is_terms else Form.MEMORANDUM


class _Evidence:
    """What the slices prove by article and matter; each article is asked for once."""

    def __init__(self, tx: Tx, slices: Sequence[Evidence]) -> None:
        self._tx = tx
        self._slices = slices
        self._known: dict[str, dict[str, list[Proof]]] = {}

    def of(self, subject: str, articles: Iterable[str]) -> Iterator[Proof]:
        """The proofs of one matter under some of its articles."""
        for article in articles:
            if article not in self._known:
                self._known[article] = self._asked(article)
            yield from self._known[article].get(subject, ())

    def _asked(self, article: str) -> dict[str, list[Proof]]:
        found: dict[str, list[Proof]] = {}
        for evidence in self._slices:
            for row in evidence(self._tx, article):
                if "matter" in row:  # an inspection, which the checks look at themselves
                    continue
                found.setdefault(_matter(row), []).append(given.proof(row))
        return found


def _matter(row: Mapping[str, Any]) -> str:
    """The agreement that a piece of evidence belongs to, wherever it is recorded."""
    return str(row.get("source") or row["subject"])


def _chapter(
    tx: Tx, agreement: Agreement, loose: Sequence[Incident], every: _Evidence, today: date
) -> Chapter:
    owed = duties.of_source(tx, agreement.subject)
    form, was_read = form_of(agreement), bool(owed)
    kept = _kept(tx, agreement, loose, today)
    wanted = (*rules.in_order(form), *rules.beside(form, (duty.kind for duty in owed)))
    return Chapter(
        subject=agreement.subject,
        number=agreement.number,
        title=agreement.title,
        form=form,
        was_read=was_read,
        ours=f"{_letter(agreement, ours=True)}（{_our_name(agreement, today)}）",
        theirs=f"{_letter(agreement, ours=False)}（{partner_names(agreement, today)}）",
        post=Audience(tx, today).name(agreement.post),
        start=agreement.start,
        end=agreement.end,
        findings=tuple(_finding(one, form, agreement, owed, kept, every, today) for one in wanted),
    )


def _letter(agreement: Agreement, *, ours: bool) -> str:
    return "甲" if is_ours(agreement, "甲") is ours else "乙"


def _our_name(agreement: Agreement, today: date) -> str:
    return "、".join(named_on(party, today)[0] for party in agreement.parties if party.ours)


def _finding(
    one: Requirement,
    form: Form,
    agreement: Agreement,
    owed: Sequence[Duty],
    kept: Kept,
    every: _Evidence,
    today: date,
) -> Finding:
    own = [duty for duty in owed if duty.kind in one.kinds]
    articles = tuple(dict.fromkeys(duty.article for duty in own if duty.article))
    items: list[Item] = [
        *(proof for proof in every.of(agreement.subject, articles) if _is_of(proof, one)),
        *(item for duty in own for item in given.of_duty(duty, agreement, today)),
        *(item for name in one.checks for item in check(name, kept)),
    ]
    return rules.finding(
        one,
        form,
        articles=articles,
        was_read=bool(owed),
        unwritten=bool(owed) and bool(one.kinds) and not own,
        proofs=_once(item for item in items if isinstance(item, Proof)),
        lacks=_once(item for item in items if isinstance(item, Lack)),
    )


def _is_of(proof: Proof, one: Requirement) -> bool:
    """Whether it proves this requirement: an article may ask for more than one thing, and a duty
    that was done proves its own kind alone."""
    kind = proof.facts.get("kind")
    return kind not in rules.KINDS or kind in one.kinds


def _once(items: Iterable[Any]) -> tuple[Any, ...]:
    """Each thing once: two checks may find the same."""
    found: dict[str, Any] = {}
    for item in items:
        found.setdefault(str(item), item)
    return tuple(found.values())


def _kept(tx: Tx, agreement: Agreement, loose: Sequence[Incident], today: date) -> Kept:
    applications = subcontracts.of(tx, agreement.id)
    running = [one for one in applications if is_running(one, today)]
    return Kept(
        today=today,
        register=registers.register(tx, agreement.subject),
        below=tuple((one, registers.register(tx, one.subject)) for one in running),
        applications=applications,
        inspections=inspections.of(tx, agreement.subject),
        ended_on=agreement.end if has_ended(agreement, today) else None,
        given=tuple(given.of_agreement(tx, agreement, loose, today)),
    )


def _city(tx: Tx, today: date) -> tuple[Finding, ...]:
    """The city's own records: its registers, its backups and keys, its ledger."""
    kept = Kept(
        today=today,
        register=registers.register(tx, CITY),
        inspections=inspections.of(tx, CITY),
        given=tuple(city.found(tx, today)),
    )
    return tuple(_own(one, kept) for one in rules.CITY)


def _own(one: Requirement, kept: Kept) -> Finding:
    items = [item for name in _parts(one) for item in check(name, kept)]
    ours = [_ours(item) for item in items]
    return rules.finding(
        one,
        Form.MEMORANDUM,
        articles=(),
        was_read=False,
        unwritten=False,
        proofs=_once(item for item in ours if isinstance(item, Proof)),
        lacks=_once(item for item in ours if isinstance(item, Lack)),
    )


def _parts(one: Requirement) -> tuple[str, ...]:
    if one.key == "own_registers":
        return (
            "responsible",
            "workers",
            "pledges",
            "education",
            "workplaces",
            "lines",
            "inspected",
        )
    return one.checks


def _ours(item: Item) -> Item:
    """What the city's own registers lack is owed by the city."""
    if isinstance(item, Lack):
        return Lack(what=item.what, owes=Owes.OURS, facts=item.facts)
    return item
