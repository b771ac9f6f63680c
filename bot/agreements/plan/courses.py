"""The notices that an agreement's own course brings: renewal, escalation, end, yearly things."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from bot.agreements.model import Agreement
from bot.agreements.plan.duties import duty_item
from bot.agreements.plan.escalations import Headless, escalations, headless_in
from bot.agreements.plan.item import Item
from bot.agreements.plan.matters import Matters
from bot.agreements.rules import course, lines, shown
from bot.agreements.rules.alerts import expiry_day
from bot.agreements.rules.deadlines import deadlines, unfunded_across_april
from bot.agreements.rules.obligations import AT_THE_END, at_the_end, duty_reminders
from bot.agreements.rules.reminders import KEPT_IN_SIGHT, Reminder, Topic
from bot.duties.model import MEETING, Duty
from cards.agreements.alerts import budget_warning, renewal_due
from cards.agreements.contacts import contacts_check
from cards.agreements.duties import after_life
from cards.agreements.forms import signing_day_task
from cards.agreements.matter import key_line
from cards.agreements.register import detail
from cards.agreements.verbs import RefreshMatter, Show
from cards.elements import Card
from cards.lang import Lang

_KINDS = {
    Topic.SIGNING_DAY: ("signing_day", "agreements.what.signing_day"),
    Topic.CERTIFICATE: ("certificate", "agreements.what.certificate"),
    Topic.PERIOD: ("period", "agreements.what.period"),
    Topic.ENDED: ("ended", "agreements.what.after_life"),
    Topic.SURVIVAL: ("after_life", "agreements.what.after_life"),
    Topic.CONTACTS: ("contacts", "agreements.what.contacts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the clock finds for one agreement until a day, and how things stand after it."""

    items: tuple[Item, ...]
    after: Agreement | None = None  # None: nothing happened
    rolled: tuple[tuple[Agreement, Agreement], ...] = ()  # before and after a silent renewal
    dated: tuple[Duty, ...] = ()  # duties to which the end gave their day
    headless: tuple[Headless, ...] = ()


def outlook(matters: Matters, agreement: Agreement, start: date, until: date) -> Outlook:
    """The course of an agreement, if time stands at `start` and nobody presses anything."""
    found: list[Item] = []
    rolled: list[tuple[Agreement, Agreement]] = []
    dated: list[Duty] = []
    headless: list[Headless] = []
    after: Agreement | None = None
    for step in course.course(agreement, matters.calendar, start, until):
        if isinstance(step, course.Card) and not matters.owners(step.after, step.on):
            break  # nobody could be told: it waits until the people file names somebody
        after = step.after
        match step:
            case course.Card():
                found += _cards(matters, step)
                headless += headless_in(matters, step)
            case course.Rolled():
                found.append(_renewed(matters, step))
                rolled.append((step.before, step.after))
            case course.Reminded():
                given = _made_due(matters, step)
                found += _reminders(matters, step)
                found += _of_the_end(matters, step.after, given, step.on, until)
                dated += given
    return Outlook(
        items=tuple(found),
        after=after,
        rolled=tuple(rolled),
        dated=tuple(dated),
        headless=tuple(headless),
    )


def _cards(matters: Matters, step: course.Card) -> Iterator[Item]:
    agreement, alert = step.after, step.alert
    days = deadlines(agreement, matters.calendar)
    assert days is not None  # noqa: S101 - a card goes out only where a term ends
    to = matters.owners(agreement, step.on)
    matter = cache(partial(matters.shown, agreement, step.on, to))
    card = Item(
        on=step.on,
        kind="renewal",
        key=alert.key,
        agreement=agreement.id,
        subject=agreement.subject,
        title=agreement.title,
        what="agreements.what.renewal",
        day=days.practical,
        expires_on=expiry_day(agreement, alert, matters.calendar),
        to=to,
        show=RefreshMatter(agreement_id=agreement.id),
        render=lambda lang: doubted(lang, renewal_due(lang, matter()), agreement),
        offset=alert.offset,
    )
    if alert.quiet:
        yield from escalations(matters, card, step)
        return
    yield card
    if alert.offset == max(agreement.offsets) and unfunded_across_april(agreement):
        yield replace(
            card,
            kind="budget",
            key=card.key.replace("renewal", "budget", 1),
            what="agreements.what.budget",
            render=lambda lang: budget_warning(lang, matter()),
        )
    yield from escalations(matters, card, step)


def _renewed(matters: Matters, step: course.Rolled) -> Item:
    """Nobody objected: the owners see the new term, and whether the text is clear about more."""
    on = matters.calendar.next_working_day(step.on)
    told = Reminder(on=on, topic=Topic.ENDED, key=step.key, until=step.after.end)
    item = _plain(matters, step.after, told, on, kind="renewed")
    return replace(
        item,
        what="agreements.what.renewal",
        render=_doubting(item.render, step.after),
    )


def _doubting(render: Callable[[Lang], Card], agreement: Agreement) -> Callable[[Lang], Card]:
    return lambda lang: doubted(lang, render(lang), agreement)


def doubted(lang: Lang, card: Card, agreement: Agreement) -> Card:
    """The same card, with a warning under its title where the text is unclear about renewal."""
    if agreement.renewal_unclear:
        words = lang.t("agreements.warning.unclear_renewal")
        card["body"].insert(1, key_line(words, urgent=True))
    return card


def _reminders(matters: Matters, step: course.Reminded) -> Iterator[Item]:
    for reminder in step.reminders:
        item = _plain(matters, step.after, reminder, step.on)
        matter = cache(partial(matters.shown, step.after, step.on, item.to))
        match reminder.topic:
            case Topic.SURVIVAL:
                yield _survival(matters, item, step.after, reminder)
            case Topic.SIGNING_DAY:
                to = matters.audience(step.on).desk() or item.to
                yield replace(item, to=to, render=_bound(signing_day_task, matter))
            case Topic.CONTACTS:
                yield replace(item, render=_bound(contacts_check, matter))
            case Topic.PERIOD:
                yield replace(item, render=_doubting(item.render, step.after))
            case _:
                yield item


def _bound(
    build: Callable[[Lang, shown.Matter], Card], matter: Callable[[], shown.Matter]
) -> Callable[[Lang], Card]:
    return lambda lang: build(lang, matter())


def _plain(
    matters: Matters, agreement: Agreement, reminder: Reminder, on: date, *, kind: str = ""
) -> Item:
    """A reminder that shows the whole matter; `kind` where its topic's own doesn't fit."""
    usual, what = _KINDS[reminder.topic]
    notice = kind or usual
    to = matters.owners(agreement, on)
    matter = cache(partial(matters.shown, agreement, on, to))
    return Item(
        on=on,
        kind=notice,
        key=reminder.key,
        agreement=agreement.id,
        subject=agreement.subject,
        title=agreement.title,
        what=what,
        day=reminder.until or on,
        expires_on=on + KEPT_IN_SIGHT,
        to=to,
        show=Show(agreement_id=agreement.id),
        render=lambda lang: detail(
            lang, matter(), duties=matters.owed(agreement, on), notice=notice
        ),
    )


def _survival(matters: Matters, item: Item, agreement: Agreement, reminder: Reminder) -> Item:
    """What outlives the end, with the duty behind it where the reading knows one."""
    every = [duty for duty in matters.duties(agreement) if duty.kind != MEETING]
    fitting = [duty for duty in every if duty.article in reminder.articles]
    if not fitting:
        return item
    line = lines.duty_line(agreement, fitting[0], item.on)
    return replace(item, render=lambda lang: after_life(lang, line))


def _made_due(matters: Matters, step: course.Reminded) -> list[Duty]:
    """Return, disposal and pledges, with the day that the end gives them."""
    if not any(reminder.topic is Topic.ENDED for reminder in step.reminders):
        return []
    found = [
        at_the_end(duty, step.after, matters.calendar, step.on)
        for duty in matters.duties(step.after)
        if duty.kind in AT_THE_END
    ]
    return [duty for duty in found if duty is not None]


def _of_the_end(
    matters: Matters, agreement: Agreement, given: list[Duty], on: date, until: date
) -> Iterator[Item]:
    """The reminders that these duties will bring later on."""
    for duty in given:
        for day, key in duty_reminders(duty, matters.calendar):
            if on < day <= until:
                yield duty_item(matters, agreement, duty, day, key)


def handed_over(matters: Matters, agreement: Agreement, on: date) -> Item:
    """The open card for who takes a matter over between two cards."""
    days = deadlines(agreement, matters.calendar)
    to = matters.owners(agreement, on)
    return Item(
        on=on,
        kind="renewal",
        key=f"renewal:{agreement.id}:{agreement.end}:P-{agreement.version}",
        agreement=agreement.id,
        subject=agreement.subject,
        title=agreement.title,
        what="agreements.what.renewal",
        day=days.practical if days else on,
        expires_on=max(agreement.end or on, on) + KEPT_IN_SIGHT,
        to=to,
        show=RefreshMatter(agreement_id=agreement.id),
        render=lambda lang: renewal_due(lang, matters.shown(agreement, on, to)),
    )
