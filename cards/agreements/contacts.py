"""連絡先確認: each April, are the partner's contacts still right."""

from cards.agreements.forms import back, need
from cards.agreements.matter import Matter, key_line, subject
from cards.agreements.verbs import ConfirmContacts, CorrectContacts, OpenContacts, Show
from cards.elements import Card, card, facts, note, press, submit, text, text_input
from cards.lang import Lang


def contacts_check(lang: Lang, matter: Matter) -> Card:
    """Asks the owner; the contacts themselves are shown only in the form that a press opens."""
    known = {"agreement_id": matter.agreement_id, "version": matter.version}
    t = lang.t
    return card(
        lang,
        title=t("agreements.contacts.title"),
        body=[
            key_line(t("agreements.contacts.why")),
            *subject(lang, matter),
            facts([(t("agreements.fact.owner"), matter.owner)]),
            note(t("agreements.contacts.not_shown")),
        ],
        actions=[
            press(t("agreements.contacts.confirm"), ConfirmContacts(**known), style="positive"),
            press(t("agreements.contacts.open"), OpenContacts(**known)),
            press(t("agreements.press.show"), Show(agreement_id=matter.agreement_id)),
        ],
        fallback_text=t("agreements.contacts.fallback", title=matter.title),
    )


def contacts_form(lang: Lang, matter: Matter, contacts: str) -> Card:
    """連絡先を直す: what the register has, to be written over. For the owner's eyes only."""
    t = lang.t
    send = submit(
        t("common.save"),
        CorrectContacts,
        {"agreement_id": matter.agreement_id, "version": matter.version},
    )
    label = t("agreements.contacts.label")
    return card(
        lang,
        title=t("agreements.contacts.form"),
        body=[
            *subject(lang, matter),
            text(t("agreements.contacts.lead")),
            text_input("contacts", label, need=need(lang), most=1000, lines=True, value=contacts),
        ],
        actions=[send, back(lang, matter)],
    )
