"""出席停止 as the family reads it: nothing on the posted card, the order when they press."""

from datetime import date
from typing import Protocol

from cards.attendance.beside import both
from cards.attendance.verbs.health import ShowOrder, StillIll, TellEnded
from cards.common import key_line
from cards.elements import (
    Action,
    Card,
    Element,
    Need,
    card,
    date_input,
    facts,
    press,
    submit,
    text,
)
from cards.lang import Lang

_KEY = "attendance.family.health"


class Order(Protocol):
    """The principal's order (令6条: with its reason and its time) as the family may read it.

    `child` and `disease` are "" on the child's own account. `ask`: whether the school still asks
    when fever or symptoms ended. `phone`: the school's.
    """

    @property
    def suspension_id(self) -> int: ...
    @property
    def child(self) -> str: ...
    @property
    def disease(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def allowed_from(self) -> date | None: ...
    @property
    def returns_on(self) -> date | None: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def ask(self) -> bool: ...
    @property
    def over(self) -> bool: ...
    @property
    def phone(self) -> str: ...


def told(lang: Lang, suspension_id: int) -> Card:
    """学校からお知らせがあります: what is posted names neither child nor disease."""
    return _posted(lang, "told", [_show(lang, suspension_id)])


def asked(lang: Lang, suspension_id: int) -> Card:
    """体調をおしえてください: once a day, until the school knows when it ended."""
    still = press(both(lang, f"{_KEY}.still"), StillIll(suspension_id=suspension_id))
    return _posted(lang, "asked", [_show(lang, suspension_id), still])


def settled(lang: Lang) -> Card:
    """What the card becomes when nothing is to be done about it any more."""
    return _posted(lang, "settled", [])


def _posted(lang: Lang, what: str, actions: list[Action]) -> Card:
    said = lang.t(f"{_KEY}.{what}")
    return card(
        lang,
        title=both(lang, f"{_KEY}.posted"),
        body=[text(both(lang, f"{_KEY}.{what}"))],
        actions=actions,
        fallback_text=said,
    )


def _show(lang: Lang, suspension_id: int) -> Action:
    return press(both(lang, f"{_KEY}.show"), ShowOrder(suspension_id=suspension_id))


def order(lang: Lang, one: Order, *, done: bool = False) -> Card:
    """出席停止の指示, as the answer of a press: reason, time, and the day reckoned so far."""
    return card(
        lang,
        title=both(lang, f"{_KEY}.title"),
        body=[
            *([key_line(both(lang, f"{_KEY}.thanks"))] if done else []),
            text(both(lang, f"{_KEY}.over" if one.over else f"{_KEY}.stay")),
            _known(lang, one),
            text(both(lang, f"{_KEY}.decides")),
            *([] if one.child else [text(both(lang, f"{_KEY}.call"))]),
            *_ask(lang, one),
        ],
        actions=_answering(lang, one),
        fallback_text=lang.t(f"{_KEY}.told"),
    )


def _known(lang: Lang, one: Order) -> Element:
    disease = both(lang, f"attendance.family.disease.{one.disease}") if one.disease else ""
    until = one.returns_on or one.allowed_from
    day = _day(lang, until) if until else both(lang, f"{_KEY}.unknown")
    label = "returns" if one.returns_on else "guide"
    return facts(
        [
            (both(lang, f"{_KEY}.child"), one.child),
            (both(lang, f"{_KEY}.why"), disease),
            (both(lang, f"{_KEY}.since"), _day(lang, one.since)),
            (both(lang, f"{_KEY}.{label}"), day),
            (both(lang, f"{_KEY}.phone"), one.phone),
        ]
    )


def _day(lang: Lang, day: date) -> str:
    own, japanese = lang.day(day), Lang("ja").day(day)
    return own if lang.japanese else f"{own} / {japanese}"


def _ask(lang: Lang, one: Order) -> list[Element]:
    if not one.ask:
        return []
    need = Need(message=both(lang, "common.need"))
    label = both(lang, f"{_KEY}.ended_on")
    return [date_input("ended_on", label, need=need, value=one.ended_on)]


def _answering(lang: Lang, one: Order) -> list[Action]:
    if not one.ask:
        return []
    known = {"suspension_id": one.suspension_id}
    tell = submit(both(lang, f"{_KEY}.tell"), TellEnded, known)
    return [tell, press(both(lang, f"{_KEY}.still"), StillIll.of(known))]
