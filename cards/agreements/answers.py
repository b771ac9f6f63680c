"""The card after a press: what was recorded, by whom, what comes next, and 取り消す."""

from cards.agreements.matter import (
    Matter,
    Press,
    by_line,
    few_facts,
    not_a_decision,
    subject,
)
from cards.agreements.steps import SETTLED, next_steps, offered
from cards.agreements.verbs import RefreshMatter
from cards.elements import Card, card, text
from cards.lang import Lang

ANSWERED = (
    "agreements.confirm_renewal",
    "agreements.start_talks",
    "agreements.record_draft",
    "agreements.record_decision",
    "agreements.record_signing",
    "agreements.record_publication",
    "agreements.end_without_renewal",
    "agreements.snooze",
    "agreements.reassign",
    "agreements.continue",
    "agreements.object",
    "agreements.negotiate_terms",
    "agreements.confirm_expiry",
    "agreements.consider_successor",
    "agreements.undo",
    "agreements.record_signing_day",
    "agreements.confirm_contacts",
    "agreements.correct_contacts",
)


def answered(lang: Lang, matter: Matter, pressed: Press) -> Card:
    """What stands in every copy after a press; `matter` is as it became."""
    key = f"agreements.answered.{pressed.act.partition('.')[2]}"
    return card(
        lang,
        title=lang.t(f"{key}.title"),
        body=[
            by_line(lang, pressed),
            *subject(lang, matter),
            few_facts(lang, matter),
            text(lang.t(f"{key}.{_next_key(matter, pressed)}", owner=matter.owner)),
            not_a_decision(lang),
        ],
        actions=offered(lang, matter, *next_steps(matter), *_always(matter, pressed)),
        fallback_text=lang.t(f"{key}.title"),
        refresh=RefreshMatter(agreement_id=matter.agreement_id),
    )


def _next_key(matter: Matter, pressed: Press) -> str:
    """Where no term ends, no deadline will be told."""
    endless = pressed.act == "agreements.record_signing_day" and matter.end is None
    return "next_endless" if endless else "next"


def _always(matter: Matter, pressed: Press) -> tuple[str, ...]:
    waits = matter.may_snooze and matter.state == "before_talks"
    snooze = ("snooze",) if waits and pressed.act != "agreements.snooze" else ()
    undo = ("undo",) if matter.undoable else ()
    reassign = () if matter.state in SETTLED else ("reassign",)
    return (*snooze, *undo, *reassign, "show")
