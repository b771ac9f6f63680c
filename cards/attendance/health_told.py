"""出席停止 as staff are told of it: posted cards that name neither a child nor a disease."""

from cards.attendance.classes import class_name
from cards.attendance.matter import Class
from cards.attendance.verbs.health import ShowSuspension, Suspensions
from cards.common import key_line
from cards.elements import Card, card, note, press, text
from cards.lang import Lang


def waits_for_order(lang: Lang, suspension_id: int) -> Card:
    """To the principal: an order is asked for. A posted copy: no child, no class, no disease."""
    return _neutral(lang, "waits", suspension_id)


def ordered(lang: Lang, suspension_id: int) -> Card:
    """To nurse and homeroom: the principal has ordered it; the nurse checks."""
    return _neutral(lang, "ordered", suspension_id)


def to_be_decided(lang: Lang, suspension_id: int) -> Card:
    """To the nurse: the family has answered, the day of return can be decided."""
    return _neutral(lang, "decidable", suspension_id)


def to_ring(lang: Lang, suspension_id: int) -> Card:
    """To the office: no account of the family can be told, so somebody rings."""
    return _neutral(lang, "ring", suspension_id)


def settled(lang: Lang) -> Card:
    """What a card about it becomes once it is dealt with."""
    key = "attendance.health.posted.settled"
    return card(lang, title=lang.t(f"{key}.title"), body=[text(lang.t(f"{key}.body"))])


def _neutral(lang: Lang, what: str, suspension_id: int) -> Card:
    key = f"attendance.health.posted.{what}"
    show = ShowSuspension(suspension_id=suspension_id)
    return card(
        lang,
        title=lang.t(f"{key}.title"),
        body=[text(lang.t(f"{key}.body")), note(lang.t("attendance.health.posted.note"))],
        actions=[press(lang.t("attendance.health.press.show"), show)],
        fallback_text=lang.t("attendance.health.posted.summary"),
    )


def closure_hint(
    lang: Lang, school_class: Class, *, absent: int, enrolled: int, percent: int
) -> Card:
    """To the nurse: the share of absent children passes the school's threshold (法20条)."""
    key = "attendance.health.closure"
    return card(
        lang,
        title=lang.t(f"{key}.title"),
        body=[
            text(class_name(lang, school_class), weight="bolder"),
            key_line(lang.t(f"{key}.share", percent=percent), urgent=True),
            text(lang.t(f"{key}.numbers", absent=absent, enrolled=enrolled)),
            note(lang.t(f"{key}.why")),
        ],
        actions=[press(lang.t("attendance.health.press.list"), Suspensions())],
        fallback_text=lang.t("attendance.health.posted.summary"),
    )
