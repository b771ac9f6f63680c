"""One adult of a child: what they may do, as the office sets it by hand."""

from cards.attendance.guardians import NAME_LENGTH, RIGHTS, Child, seated, why
from cards.attendance.matter import Link
from cards.attendance.verbs.roster import ConfirmGuardian, RemoveGuardian, ShowGuardians
from cards.elements import (
    Card,
    Element,
    card,
    facts,
    note,
    press,
    shortened,
    submit,
    text,
    toggle_input,
)
from cards.lang import Lang

_KEY = "attendance.guardians"


def form(lang: Lang, child: Child, one: Link) -> Card:
    """What one adult may do, set by hand and with a reason; or the link is taken away."""
    known = {"guardian_id": one.guardian_id, "version": one.version}
    remove = submit(lang.t(f"{_KEY}.press.remove"), RemoveGuardian, known, style="destructive")
    back = press(lang.t("common.back"), ShowGuardians(pupil_id=one.pupil_id))
    return card(
        lang,
        title=lang.t(f"{_KEY}.form"),
        body=[
            text(seated(lang, child), weight="bolder"),
            _about(lang, one),
            *([note(lang.t(f"{_KEY}.not_in_file"))] if not one.in_file else []),
            *[_right(lang, one, name) for name in RIGHTS],
            why(lang),
            note(lang.t(f"{_KEY}.form_note")),
        ],
        actions=[
            submit(lang.t(f"{_KEY}.press.confirm"), ConfirmGuardian, known),
            *([remove] if one.state != "removed" else []),
            back,
        ],
    )


def _about(lang: Lang, one: Link) -> Element:
    key = f"{_KEY}.fact"
    account = lang.t(f"{key}.has_account" if one.account else f"{key}.no_account")
    return facts(
        [
            (lang.t(f"{key}.name"), shortened(one.name, NAME_LENGTH)),
            (lang.t(f"{key}.relation"), one.relation),
            (lang.t(f"{key}.contact"), shortened(one.contact, NAME_LENGTH)),
            (lang.t(f"{key}.household"), shortened(one.household, NAME_LENGTH)),
            (lang.t(f"{key}.account"), account),
            (lang.t(f"{key}.state"), lang.t(f"{_KEY}.state.{one.state}")),
        ]
    )


def _right(lang: Lang, one: Link, name: str) -> Element:
    title = lang.t(f"{_KEY}.right_long.{name}")
    return toggle_input(name, lang.t(f"{_KEY}.right.{name}"), title, value=getattr(one, name))
