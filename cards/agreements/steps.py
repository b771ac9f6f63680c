"""The buttons of a matter: which of them its kind of end, its state and its reader allow."""

from dataclasses import dataclass

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
OF_STATE = {
    "in_talks": ("copy_draft", "copy_mail"),
    "signed": ("register", "publicity"),
    "objected": ("copy_mail",),
}
RESTING = frozenset({"signed", "published"})
SETTLED = frozenset({"published", "not_renewed", "expired"})
ENDING = frozenset({"objected", "not_renewed", "expired"})
DECISIONS = frozenset({"end", "object", "reassign"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What the reader of a card may do with its matter; by default, what its owner may."""

    acts: bool = True  # holds the owning post, deputises for it, or stands above it
    decides: bool = True  # and not merely as a deputy
    audits: bool = True


OWNER = Reader()


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
        return _after_end(matter)
    if matter.state == "in_talks":
        return IN_TALKS[matter.renewal_kind]
    under_way = matter.state in {"drafted", "decided"}
    return (UNDER_WAY if under_way else FIRST)[matter.renewal_kind]


def next_steps(matter: Matter) -> tuple[str, ...]:
    """What may follow now that somebody has pressed; no asking again for what was just settled."""
    if matter.state in RESTING:
        return OF_STATE.get(matter.state, ())
    if matter.state == "before_talks":
        return possible(matter)
    return tuple(name for name in possible(matter) if name != "confirm")


def possible(matter: Matter) -> tuple[str, ...]:
    """Every step that the city's rules allow now."""
    if _may_expire(matter):
        return _after_end(matter)
    named = (*(choices(matter) if _is_open(matter) else ()), *OF_STATE.get(matter.state, ()))
    seen = matter.confirmed or matter.state in RESTING
    return tuple(name for name in dict.fromkeys(named) if not (seen and name == "confirm"))


def allowed(matter: Matter, reader: Reader) -> tuple[str, ...]:
    """What this reader may do: all for the owner, less for a deputy, reading for others."""
    audit = ("bundle",) if reader.audits else ()
    if not reader.acts:
        return audit
    waits = matter.may_snooze and matter.state not in RESTING
    every = (
        *possible(matter),
        *(("snooze",) if waits else ()),
        *(("undo",) if matter.undoable else ()),
        *("copy_minutes", "disclosure", "reassign"),
    )
    return (*(name for name in every if reader.decides or not _decides(matter, name)), *audit)


def _decides(matter: Matter, name: str) -> bool:
    """A press that no deputy may make; of the registrations, that is the signing."""
    return name in DECISIONS or (name == "register" and matter.state == "decided")


def _is_open(matter: Matter) -> bool:
    return matter.is_open and matter.state not in ENDING


def _after_end(matter: Matter) -> tuple[str, ...]:
    """A mutual renewal may still be signed late; a successor is for what nothing renews."""
    if not _is_open(matter):
        return ("expiry",)
    if matter.renewal_kind == "mutual":
        return ("expiry", "register")
    return ("expiry", "successor" if matter.state == "before_talks" else "register")


def _may_expire(matter: Matter) -> bool:
    """Its end has passed, and no silence has renewed it."""
    over = matter.end is not None and matter.end < matter.today
    renews = matter.renewal_kind == "automatic" and matter.state != "objected"
    return over and not renews and matter.state != "expired"
