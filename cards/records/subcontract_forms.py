"""The forms of 再委託: an application, which may be saved half filled in; its withdrawal."""

from cards.common import key_line
from cards.elements import Card, card, note, press, submit
from cards.lang import Lang
from cards.records.handling_fields import SUBCONTRACT, inputs
from cards.records.handling_matter import Subcontract, Whose
from cards.records.registers import head, why_input
from cards.records.verbs.handling_fields import TEXT_LENGTH
from cards.records.verbs.subcontracts import (
    SaveSubcontract,
    ShowSubcontract,
    Subcontracts,
    WithdrawSubcontract,
)


def subcontract_form(
    lang: Lang, whose: Whose, one: Subcontract | None = None, *, problem: str = ""
) -> Card:
    """The form of an application; it may be saved half filled in."""
    known = {"agreement_id": whose.agreement_id} | (
        {"subcontract_id": one.subcontract_id, "version": one.version} if one else {}
    )
    back = (
        ShowSubcontract(subcontract_id=one.subcontract_id)
        if one and one.subcontract_id
        else Subcontracts(agreement_id=whose.agreement_id)
    )
    return card(
        lang,
        title=lang.t(f"records.subcontracts.press.{'edit' if one else 'new'}"),
        body=[
            *([key_line(lang.t(problem), urgent=True)] if problem else []),
            *head(lang, whose),
            note(lang.t("records.subcontracts.form_note")),
            *inputs(lang, SUBCONTRACT, one.values if one else {}, "subcontract"),
        ],
        actions=[
            submit(lang.t("common.save"), SaveSubcontract, known),
            press(lang.t("common.back"), back),
        ],
    )


def withdrawal_form(lang: Lang, one: Subcontract) -> Card:
    """取下げ: with the reason."""
    known = {"subcontract_id": one.subcontract_id, "version": one.version}
    return card(
        lang,
        title=lang.t("records.subcontracts.press.withdraw"),
        body=[*head(lang, one.whose), why_input(lang, TEXT_LENGTH)],
        actions=[
            submit(
                lang.t("records.subcontracts.press.withdraw"),
                WithdrawSubcontract,
                known,
                style="destructive",
            ),
            press(lang.t("common.back"), ShowSubcontract(subcontract_id=one.subcontract_id)),
        ],
    )
