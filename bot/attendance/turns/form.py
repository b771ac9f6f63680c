"""The family's form: drawn from who presses and from what they began; its first step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.attendance import family, receiving
from bot.attendance.family import NOT_ENROLLED, Child
from bot.attendance.model import Content, Kind, Reason, Report
from bot.attendance.rules import families, reporting
from bot.attendance.rules.days import Calendar
from bot.attendance.rules.reporting import Wanted
from bot.attendance.rules.shown.family import ShownChild, ShownSecond
from bot.attendance.store import days, drafts, reports, words
from bot.attendance.store.drafts import Draft
from bot.errors import Mistyped, Refused
from bot.turns.router import Router
from bot.turns.turn import Turn
from cards.again import again
from cards.attendance import family_form as cards
from cards.attendance.beside import both
from cards.attendance.verbs import family as view
from cards.elements import Card
from cards.lang import Lang
from cards.verbs import Verb

router = Router()
_OURS, _THEIRS = "attendance.refused.", "attendance.family.refused."
_RECENT = timedelta(days=14)


@router.on(view.Family)
def show(turn: Turn, verb: view.Family) -> Card:
    """出欠: the first step."""
    return first(turn, verb.pupil_id)


@router.on(view.FamilyNext)
def go_on(turn: Turn, verb: view.FamilyNext) -> Card:
    """次へ: the choice is kept, and what this kind needs is asked. Raises Mistyped."""
    one = family.child(turn.tx, turn.person, verb.pupil_id, turn.now)
    try:
        wanted = _wanted(turn, one, verb)
    except Refused as refused:
        raise returned(turn, verb, refused, first(turn, verb.pupil_id)) from None
    return second(turn, one, keep(turn, one, wanted))


@router.on(view.FamilyBack)
def go_back(turn: Turn, verb: view.FamilyBack) -> Card:
    """戻る."""
    found = drafts.locked(turn.tx, verb.draft_id, turn.person.id)
    return first(turn, found.pupil if isinstance(found, Draft) else 0)


def _wanted(turn: Turn, one: Child, verb: view.FamilyNext) -> Wanted:
    """What the first step says, or Refused: the day that was typed counts, whenever the form was
    opened."""
    content = Content(
        reason=Reason(verb.reason) if verb.reason else None, interpreter=verb.interpreter
    )
    wanted = Wanted(
        since=verb.since,
        until=verb.until or verb.since,
        kind=Kind(verb.kind),
        door=one.door,
        content=content,
    )
    reporting.check_days(wanted, today=turn.today, calendar=calendar(turn, one, verb.since))
    if content.reason is None and wanted.kind is not Kind.TALK:
        raise Refused(f"{_THEIRS}reason")
    return wanted


def calendar(turn: Turn, one: Child, since: date) -> Calendar:
    """The child's school days as of a day: a report for April looks at April's class. Raises
    Refused for a child who isn't enrolled then."""
    school, class_ = family.at(turn.tx, one.pupil, since)
    placed = replace(one, school=school or one.school, class_=class_ or one.class_)
    found = family.calendar(turn.tx, placed, turn.today)
    if found is None:
        raise Refused(NOT_ENROLLED)
    return found


def keep(turn: Turn, one: Child, wanted: Wanted, *, same: bool = False) -> Draft:
    """Begin a draft in the place of an earlier one for that child."""
    draft = Draft(
        id=0,
        person=turn.person.id,
        pupil=one.pupil.id,
        since=wanted.since,
        until=wanted.until,
        kind=wanted.kind,
        content=wanted.content,
        same=same,
    )
    return drafts.begin(turn.tx, draft, today=turn.today)


def first(turn: Turn, pupil: int = 0) -> Card:
    """The first step, for every child for whom this account may report; raises Refused for none."""
    every = family.children(turn.tx, turn.person, turn.now)
    known = [one for one in every if one.may_report]
    if not known:
        raise Refused(family.NOBODY)
    enrolled = [one for one in known if one.school is not None]
    if not enrolled:
        raise Refused(NOT_ENROLLED)
    draft = _begun(turn, enrolled)
    chosen = _chosen(enrolled, pupil or (draft.pupil if draft else 0))
    fits = draft is not None and draft.pupil == chosen.pupil.id
    return cards.first(
        family.language(turn.lang, every),
        [shown_child(turn, one) for one in (chosen, *(o for o in enrolled if o is not chosen))],
        day=offered(turn, chosen),
        today=turn.today,
        typed=typed(draft) if draft is not None and fits else None,
        same=last_absence(turn, chosen) is not None,
        comes=ahead(turn, chosen) is not None,
    )


def _begun(turn: Turn, enrolled: Sequence[Child]) -> Draft | None:
    draft = drafts.find_open(turn.tx, turn.person.id, turn.today)
    theirs = draft is not None and draft.pupil in {one.pupil.id for one in enrolled}
    return draft if draft is not None and theirs and not draft.same else None


def _chosen(enrolled: Sequence[Child], pupil: int) -> Child:
    return next((one for one in enrolled if one.pupil.id == pupil), enrolled[0])


def typed(draft: Draft) -> view.FamilyNext:
    """What the first step of a draft said."""
    reason = draft.content.reason
    return view.FamilyNext(
        pupil_id=draft.pupil,
        since=draft.since,
        until=draft.until if draft.until != draft.since else None,
        kind=draft.kind.value,
        reason=reason.value if reason else None,
        interpreter=draft.content.interpreter,
    )


def shown_child(turn: Turn, one: Child) -> ShownChild:
    """A child as the form shows it: what today is at their school, whom to ring."""
    assert one.school is not None  # noqa: S101 - only enrolled children are shown
    today = days.today(turn.tx, one.school, one.class_, turn.today)
    return ShownChild(
        pupil_id=one.pupil.id,
        name=one.pupil.name,
        own=one.own,
        phone=family.phone(one),
        day_kind=today.kind.value,
        in_session=today.in_session,
        starts_at=today.starts_at if today.in_session and not one.pupil.protected else None,
    )


def offered(turn: Turn, one: Child) -> date | None:
    """The day that the form offers: today until school is over, else the next school day."""
    assert one.school is not None  # noqa: S101 - only enrolled children are shown
    ends_at = days.times(turn.tx, one.school, one.class_, turn.today).ends_at
    after = turn.today if turn.now.time() >= ends_at else turn.today - timedelta(days=1)
    return days.next_school_day(turn.tx, one.school, one.class_, after)


def sent(turn: Turn, one: Child, since: date) -> list[Report]:
    """What this account has sent itself for the child, for that day or later; newest first."""
    found = reports.by_author(turn.tx, turn.person.id, since)
    mine = (report for report in found if families.is_theirs(report, turn.person.id))
    return [report for report in mine if report.pupil == one.pupil.id][::-1]


def last_absence(turn: Turn, one: Child) -> Report | None:
    """What 「昨日と同じ」 repeats: the account's own newest absence of the last days."""
    found = (
        report
        for report in sent(turn, one, turn.today - _RECENT)
        if report.kind is Kind.ABSENT and report.state in families.ALIVE
    )
    return next((report for report in found if report.since < turn.today), None)


def ahead(turn: Turn, one: Child) -> Report | None:
    """What 「明日は登校します」 takes back: the account's own report for a day to come."""
    tomorrow = turn.today + timedelta(days=1)
    found = [report for report in sent(turn, one, tomorrow) if report.state in families.ALIVE]
    return min(found, key=lambda report: (report.since, -report.id), default=None)


def second(turn: Turn, one: Child, draft: Draft) -> Card:
    """The second step. What was sent before isn't shown again where others of the family look."""
    hides = draft.same and one.own
    return cards.second(
        lang_of(turn, one),
        ShownSecond(
            draft_id=draft.id,
            since=draft.since,
            until=draft.until,
            kind=draft.kind,
            content=Content() if hides else draft.content,
            asks=() if hides else asked(turn, one, draft),
            same=hides,
            word=word_state(turn, one),
            meals_days=(one.school.meals_days or 0) if one.school else 0,
            phone=family.phone(one),
        ),
    )


def asked(turn: Turn, one: Child, draft: Draft) -> tuple[str, ...]:
    """What the second step asks: the kind's own, and meals only when they can still be stopped."""
    meals_days = one.school.meals_days if one.school else None
    found = calendar(turn, one, draft.since)
    from_ = reporting.meals_from(turn.today, found, meals_days)
    in_time = from_ is not None and draft.until >= from_
    every = reporting.ASKED[draft.kind]
    return tuple(name for name in every if name != "meals_stop" or in_time)


def word_state(turn: Turn, one: Child) -> str:
    """Whether the family word is asked for: on the child's own account, where one was given out."""
    kept = words.state(turn.tx, one.pupil.id) if one.own else None
    if kept is None:
        return ""
    return "locked" if kept.locked_at else "ask"


def lang_of(turn: Turn, one: Child) -> Lang:
    """The language of the cards of this child's family."""
    return family.language(turn.lang, (one,))


def returned(turn: Turn, verb: Verb, refused: Refused, form: Card) -> Mistyped:
    """The form as it was sent, and what to change in the family's language above it."""
    lang = family.language(turn.lang, family.children(turn.tx, turn.person, turn.now))
    said = both(lang, family_key(refused.reason), **refused.facts)
    return Mistyped(refused, again(form, verb, said))


def family_key(reason: str) -> str:
    """The words of a refusal as families read them, in ten languages."""
    if reason == receiving.NOT_ENROLLED:
        return NOT_ENROLLED
    key = reason.replace(_OURS, _THEIRS) if reason.startswith(_OURS) else reason
    return key if Lang("ja").knows(key) else reason
