"""The notices that hang on an agreement: duties of both sides, and the paper of a disclosure."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.agreements.model import Agreement
from bot.agreements.plan.item import Item
from bot.agreements.plan.matters import Matters
from bot.agreements.rules import lines
from bot.agreements.rules.disclosures import DisclosureReminder, disclosure_reminders
from bot.agreements.rules.obligations import duty_reminders
from bot.agreements.rules.reminders import KEPT_IN_SIGHT, has_ended
from bot.agreements.store import disclosures, register
from bot.duties import store as duties
from bot.duties.model import Duty
from cards.agreements.disclosure import disclosure_due, disclosure_overdue
from cards.agreements.duties import after_life, duty_due
from cards.agreements.texts import disclosure_record
from cards.agreements.verbs import Show
from cards.elements import Card
from cards.lang import Lang

LOOK_AHEAD = timedelta(days=45)  # the first reminder stands within this span before its day


def of_duties(matters: Matters, start: date, until: date) -> Iterator[Item]:
    """Reminders of duties that have a day, from `start` to `until`; a draft binds nobody."""
    for duty in duties.due(matters.tx, start - KEPT_IN_SIGHT, until + LOOK_AHEAD):
        agreement = source_of(matters, duty)
        if agreement is not None and not agreement.awaits_signing_date:
            for on, key in duty_reminders(duty, matters.calendar):
                if start <= on <= until:
                    yield duty_item(matters, agreement, duty, on, key)


def source_of(matters: Matters, duty: Duty) -> Agreement | None:
    """The agreement that a duty comes from; None where it comes from another slice."""
    kind, _, number = duty.source.partition(":")
    return register.find(matters.tx, int(number)) if kind == "agreement" else None


def duty_item(matters: Matters, agreement: Agreement, duty: Duty, on: date, key: str) -> Item:
    """The reminder of one duty; after the end it says how long the duty binds on."""
    over = has_ended(agreement, on)
    audience = matters.audience(on)
    posts = (duty.post,) if duty.post else agreement.posts
    line = lines.duty_line(agreement, duty, on)
    return Item(
        on=on,
        kind="after_life" if over else "duty",
        key=key,
        agreement=agreement.id,
        subject=agreement.subject,
        title=agreement.title,
        what="agreements.what.after_life" if over else "agreements.what.duty",
        day=duty.due_on or on,
        expires_on=(duty.due_on or on) + KEPT_IN_SIGHT,
        to=audience.acting(posts) or audience.desk(),
        show=Show(agreement_id=agreement.id),
        render=lambda lang: after_life(lang, line) if over else duty_due(lang, line),
    )


def of_disclosures(matters: Matters, start: date, until: date) -> Iterator[Item]:
    """Reminders of the paper that must follow an oral disclosure."""
    for disclosure in disclosures.unwritten(matters.tx, start - KEPT_IN_SIGHT, until + LOOK_AHEAD):
        agreement = register.get(matters.tx, disclosure.agreement)
        for reminder in disclosure_reminders(disclosure, matters.calendar):
            if start <= reminder.on <= until:
                told = lines.told(agreement, disclosure, matters.calendar, reminder.on)
                yield _disclosure(matters, agreement, told, reminder)


def _disclosure(
    matters: Matters, agreement: Agreement, told: lines.Told, reminder: DisclosureReminder
) -> Item:
    def render(lang: Lang) -> Card:
        if reminder.overdue:
            return disclosure_overdue(lang, told)
        draft = disclosure_record(lang, told) if told.by == "ours" else ""
        return disclosure_due(lang, told, draft=draft)

    return Item(
        on=reminder.on,
        kind="oral_disclosure",
        key=reminder.key,
        agreement=agreement.id,
        subject=agreement.subject,
        title=agreement.title,
        what="agreements.what.oral_disclosure",
        day=told.practical_day or reminder.on,
        expires_on=reminder.on + KEPT_IN_SIGHT,
        to=matters.owners(agreement, reminder.on),
        show=Show(agreement_id=agreement.id),
        render=render,
    )
