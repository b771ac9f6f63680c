"""監査用にまとめる: what is proved about an agreement, what is missing, who owes what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.agreements.model import Agreement
from bot.agreements.plan.matters import Matters
from bot.agreements.rules.lines import DutyLine
from bot.agreements.rules.shown import Matter
from bot.agreements.store import disclosures, publicity
from bot.duties.model import DutyState
from bot.storage.tx import Tx
from cards.agreements.duties import duty_name
from cards.lang import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that proves something; see cards.agreements.register.EvidenceLine."""

    what: str
    article: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """See cards.agreements.register.Bundled."""

    matter: Matter
    evidence: tuple[Evidence, ...]
    gaps: tuple[str, ...]
    owed: tuple[DutyLine, ...]


def bundled(tx: Tx, agreement: Agreement, matters: Matters, today: date, lang: Lang) -> Bundled:
    """Everything about one agreement that an auditor asks for."""
    return Bundled(
        matter=matters.shown(agreement, today),
        evidence=(
            *_decided(agreement, lang),
            *_done(agreement, matters, lang),
            *_asked(tx, agreement, lang),
        ),
        gaps=tuple(_gaps(tx, agreement, matters, today, lang)),
        owed=matters.owed(agreement, today),
    )


def _decided(agreement: Agreement, lang: Lang) -> Iterator[Evidence]:
    if agreement.signed_on:
        signed = lang.t("agreements.fact.signed")
        where = f"{signed}（{agreement.kept_at}）" if agreement.kept_at else signed
        yield Evidence(what=where, on=agreement.signed_on)
    decision = agreement.decision
    if decision:
        said = f"{decision.decided_class} {decision.decided_post}"
        yield Evidence(what=said, on=decision.decided_on)
    if agreement.contacts_confirmed_on:
        what = lang.t("agreements.what.contacts")
        yield Evidence(what=what, on=agreement.contacts_confirmed_on)


def _done(agreement: Agreement, matters: Matters, lang: Lang) -> Iterator[Evidence]:
    for duty in matters.duties(agreement):
        if duty.state is DutyState.DONE or duty.state is DutyState.WAIVED:
            what = f"{duty_name(lang, duty.kind)}：{duty.evidence}"
            yield Evidence(what=what, article=duty.article, on=duty.done_on)


def _asked(tx: Tx, agreement: Agreement, lang: Lang) -> Iterator[Evidence]:
    for request in publicity.of(tx, agreement.id):
        if request.answered_on:
            what = f"{lang.t('agreements.what.publicity')}：{request.medium}"
            yield Evidence(what=what, on=request.answered_on)
    for told in disclosures.of(tx, agreement.id):
        if told.written_on:
            what = lang.t("agreements.what.oral_disclosure")
            yield Evidence(what=what, on=told.written_on)


def _gaps(tx: Tx, agreement: Agreement, matters: Matters, today: date, lang: Lang) -> Iterator[str]:
    """Blank dates, unknown places, overdue duties, papers and answers that never came."""
    missing = lang.t("agreements.not_registered")
    if agreement.signed_on is None:
        yield f"{lang.t('agreements.fact.signed')}：{missing}"
    if not agreement.kept_at:
        yield f"{lang.t('agreements.fact.kept_at')}：{missing}"
    for duty in matters.owed(agreement, today):
        if duty.due_on and duty.due_on < today:
            yield f"{duty_name(lang, duty.kind)}（{duty.article}）　{lang.day(duty.due_on)}"
    for told in disclosures.of(tx, agreement.id):
        if told.written_on is None and told.due_on and told.due_on < today:
            yield f"{lang.t('agreements.what.oral_disclosure')}　{lang.day(told.due_on)}"
    for request in publicity.of(tx, agreement.id):
        if request.answered_on is None and request.planned_on < today:
            yield f"{lang.t('agreements.what.publicity')}　{lang.day(request.planned_on)}"
