"""The buttons of a matter: which of them its kind of end and its state offer."""

from cards.agreements.matter import Matter
from cards.agreements.verbs import (
    AskEnd,
    AskObject,
    Bundle,
    ConfirmExpiry,
    ConfirmRenewal,
    ConsiderSuccessor,
    Continue,
    CopyText,
    NegotiateTerms,
    OpenOralDisclosure,
    OpenPublicity,
    OpenReassign,
    OpenRegistration,
    Show,
    Snooze,
    StartTalks,
    Undo,
)
from cards.elements import Action, ActionStyle, press
from cards.lang import Lang
from cards.verbs import Verb

VERBS: dict[str, type[Verb]] = {
    "confirm": ConfirmRenewal,
    "start_talks": StartTalks,
    "register": OpenRegistration,
    "end": AskEnd,
    "continue": Continue,
    "object": AskObject,
    "negotiate": NegotiateTerms,
    "expiry": ConfirmExpiry,
    "successor": ConsiderSuccessor,
    "snooze": Snooze,
    "reassign": OpenReassign,
    "undo": Undo,
    "show": Show,
    "publicity": OpenPublicity,
    "disclosure": OpenOralDisclosure,
    "bundle": Bundle,
    "copy_draft": CopyText,
    "copy_mail": CopyText,
    "copy_minutes": CopyText,
}
TEXTS = {
    "copy_draft": "draft_document",
    "copy_mail": "mail_to_partner",
    "copy_minutes": "minutes_head",
}
FIRST = {
    "mutual": ("confirm", "start_talks", "register", "end"),
    "automatic": ("continue", "object", "negotiate"),
    "none": ("expiry", "successor"),
}
IN_TALKS = {
    "mutual": ("confirm", "register", "end"),
    "automatic": ("continue", "object", "register"),
    "none": ("expiry", "register"),
}
UNDER_WAY = {
    "mutual": ("confirm", "register", "end"),
    "automatic": ("register", "object"),
    "none": ("expiry", "register"),
}
AFTER_PRESS = {
    "in_talks": ("register", "copy_draft", "copy_mail"),
    "drafted": ("register",),
    "decided": ("register",),
    "signed": ("register", "publicity"),
    "objected": ("copy_mail",),
}
BEFORE_TALKS = {
    "mutual": ("start_talks", "register", "end"),
    "automatic": ("negotiate",),
    "none": ("expiry", "successor"),
}
SETTLED = frozenset({"published", "not_renewed", "expired"})


def offered(lang: Lang, matter: Matter, *names: str) -> list[Action]:
    """The buttons of these names, in their order."""
    return [
        press(lang.t(f"agreements.press.{name}"), _verb(name, matter), style=_style(name))
        for name in names
    ]


def _style(name: str) -> ActionStyle:
    return "positive" if name == "confirm" else "default"


def _verb(name: str, matter: Matter) -> Verb:
    known = {"agreement_id": matter.agreement_id, "version": matter.version}
    return VERBS[name].of({**known, "text": TEXTS.get(name)})


def choices(matter: Matter) -> tuple[str, ...]:
    """What an alert offers: by kind of end, and by how far the matter has come."""
    if _may_expire(matter):
        return ("expiry", "successor")
    if matter.state == "in_talks":
        return IN_TALKS[matter.renewal_kind]
    under_way = matter.state in {"drafted", "decided"}
    return (UNDER_WAY if under_way else FIRST)[matter.renewal_kind]


def next_steps(matter: Matter) -> tuple[str, ...]:
    """What may follow now that somebody has pressed."""
    if _may_expire(matter):
        return ("expiry",)
    if matter.state == "before_talks":
        return BEFORE_TALKS[matter.renewal_kind]
    return AFTER_PRESS.get(matter.state, ())


def _may_expire(matter: Matter) -> bool:
    """Its end has passed, and no silence has renewed it."""
    over = matter.end is not None and matter.end < matter.today
    renews = matter.renewal_kind == "automatic" and matter.state != "objected"
    return over and not renews and matter.state != "expired"
