"""Cards that come by themselves: a deadline nears, nobody confirmed, many at once, no budget."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cards.agreements.matter import (
    Matter,
    all_facts,
    deadlines,
    end_line,
    few_facts,
    key_day,
    key_line,
    not_a_decision,
    renewal,
    silence,
    subject,
)
from cards.agreements.steps import choices, offered
from cards.agreements.verbs import RefreshMatter
from cards.common import Due, due_lines, left
from cards.elements import Card, Element, card, facts, text
from cards.lang import Lang

DIGEST_LINES = 10
URGENT_DAYS = 14


class Escalated(Protocol):
    """What the superior is told: the matter, and since when nobody has confirmed it."""

    @property
    def matter(self) -> Matter: ...
    @property
    def first_sent_on(self) -> date: ...
    @property
    def confirmed(self) -> bool:
        """It was confirmed, but neither 協議 nor 起案 followed."""


def renewal_due(lang: Lang, matter: Matter) -> Card:
    """The alert before the decision day, for each of the three kinds of end."""
    kind = matter.renewal_kind
    snooze = ("snooze",) if matter.may_snooze else ()
    over = matter.end is not None and matter.end < matter.today
    title = "agreements.due.over" if over else f"agreements.due.title.{kind}"
    return card(
        lang,
        title=lang.t(title, kind=lang.t(f"agreements.kind.{matter.kind}")),
        body=[
            _when(lang, matter),
            *subject(lang, matter),
            all_facts(lang, matter),
            not_a_decision(lang),
        ],
        actions=offered(lang, matter, *choices(matter), *snooze, "reassign", "show"),
        fallback_text=lang.t("agreements.due.fallback", title=matter.title),
        refresh=RefreshMatter(agreement_id=matter.agreement_id),
    )


def _when(lang: Lang, matter: Matter) -> Element:
    day = matter.end if matter.renewal_kind == "none" else matter.practical_day
    if day is None:
        return key_line(lang.t("agreements.due.no_day"))
    key = f"agreements.due.when.{matter.renewal_kind}"
    ahead = left(lang, day, matter.today)
    urgent = (day - matter.today).days <= URGENT_DAYS
    return key_day(lang, lang.t(key, left=ahead), day, urgent=urgent)


def escalation(lang: Lang, escalated: Escalated) -> Card:
    """未確認のためお知らせします: tells a superior, names nobody; the owner's buttons stay away.

    It carries no refresh: that would put the owner's card in its place.
    """
    matter = escalated.matter
    reason = "idle" if escalated.confirmed else "unconfirmed"
    sent = lang.day(escalated.first_sent_on)
    return card(
        lang,
        title=lang.t(f"agreements.escalation.title.{reason}"),
        body=[
            key_line(lang.t(f"agreements.escalation.why.{reason}", sent=sent)),
            *subject(lang, matter),
            few_facts(lang, matter),
            facts(
                [
                    (lang.t("agreements.fact.renewal"), renewal(lang, matter)),
                    (lang.t("agreements.fact.silence"), silence(lang, matter)),
                    (lang.t("agreements.fact.owner"), matter.owner),
                ]
            ),
            not_a_decision(lang),
        ],
        actions=offered(lang, matter, "show"),
        fallback_text=lang.t("agreements.escalation.fallback", title=matter.title),
    )


def digest(lang: Lang, items: Sequence[Due], *, today: date) -> Card:
    """More than three alerts of one day for one person, the nearest day first."""
    ordered = sorted(items, key=lambda item: item.day)
    return card(
        lang,
        title=lang.count("agreements.digest.title", len(ordered)),
        body=[
            text(lang.t("agreements.digest.lead")),
            *due_lines(lang, ordered, today=today, most=DIGEST_LINES),
            not_a_decision(lang),
        ],
    )


def budget_warning(lang: Lang, matter: Matter) -> Card:
    """Automatic renewal with cost across 1 April, without an authorisation to spend."""
    return card(
        lang,
        title=lang.t("agreements.budget.title"),
        body=[
            key_line(lang.t("agreements.budget.why"), urgent=True),
            *subject(lang, matter),
            facts(
                [
                    (lang.t("agreements.fact.end"), end_line(lang, matter)),
                    (lang.t("agreements.fact.deadline"), deadlines(lang, matter)),
                    (lang.t("agreements.fact.renewal"), renewal(lang, matter)),
                ]
            ),
            text(lang.t("agreements.budget.what_to_check")),
            not_a_decision(lang),
        ],
        actions=offered(lang, matter, *choices(matter), "copy_draft", "show"),
        fallback_text=lang.t("agreements.budget.fallback", title=matter.title),
    )
