"""Whom a card to many of a course is meant for as things stand: the next of them, or all if few."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.delivery import outbox
from bot.people.audience import Page
from bot.storage.tx import Tx
from bot.training import audiences
from bot.training.model import Course
from bot.training.plan import announced
from bot.training.rules.waves import members
from bot.training.store import choices, reaching, waves
from bot.training.store.announcements import Purpose
from bot.training.store.reaching import Lacks

Towns = Collection[str] | None  # None: those of every municipality


def page(
    tx: Tx, course: Course, purpose: Purpose, wave: int, on: date, after: int, most: int
) -> Page:
    """Who comes after the person `after`."""
    found = reaching.page(
        tx,
        audiences.of(course),
        on,
        after,
        most,
        course=course.id,
        lacks=Lacks.FINISH if purpose is Purpose.UNFINISHED else Lacks.APPLY,
        towns=_towns(tx, course, purpose, wave),
    )
    if purpose is Purpose.NEWCOMER:
        return replace(found, people=tuple(sorted(_new(tx, course, found.people))))
    return found


def few(
    tx: Tx, course: Course, purpose: Purpose, wave: int, on: date, most: int
) -> tuple[int, ...] | None:
    """All of them; None where they are more than `most`."""
    if purpose is Purpose.NEWCOMER:
        return _few_new(tx, course, on, most)
    return reaching.few(
        tx,
        audiences.of(course),
        on,
        most,
        course=course.id,
        lacks=Lacks.FINISH if purpose is Purpose.UNFINISHED else Lacks.APPLY,
        towns=_towns(tx, course, purpose, wave),
    )


def _towns(tx: Tx, course: Course, purpose: Purpose, wave: int) -> Towns:
    """Nobody is reminded of what they were never told: to finish, those of untold waves."""
    if wave:
        return members(wave, waves.choices(tx, course.id))
    if purpose is not Purpose.UNFINISHED:
        return None
    told = announced.waves(tx, course)
    if 0 in told:
        return None
    chosen = waves.choices(tx, course.id)
    return frozenset(name for one in told for name in members(one, chosen))


def _groups(tx: Tx, course: Course) -> Iterator[tuple[Towns, Sequence[int]]]:
    """The municipalities whose card has gone out, with the notices that tell their people of it.

    Where the desk has changed a municipality's wave, a copy of the old wave's card doesn't count.
    """
    out = announced.out(tx, course)
    if 0 in out.waves:
        yield None, out.every
        return
    found: dict[tuple[int, ...], set[str]] = {}
    for name, choice in choices.of_course(tx, course.id).items():
        if choice.wave in out.waves:
            found.setdefault(out.to(choice.wave, choice.at), set()).add(name)
    yield from ((names, notices) for notices, names in found.items())


def _few_new(tx: Tx, course: Course, on: date, most: int) -> tuple[int, ...] | None:
    every: list[int] = []
    for towns, notices in _groups(tx, course):
        found = reaching.few(
            tx,
            audiences.of(course),
            on,
            most - len(every),
            course=course.id,
            lacks=Lacks.HEAR,
            towns=towns,
            notices=notices,
        )
        if found is None:
            return None
        every += found
    return tuple(sorted(every))


def _new(tx: Tx, course: Course, people: Sequence[int]) -> Iterator[int]:
    """Who of these people has no copy of a card that has gone out to people like them."""
    for towns, notices in _groups(tx, course):
        theirs = people if towns is None else reaching.of_municipalities(tx, people, towns)
        known = outbox.addressed(tx, notices, theirs)
        yield from (person for person in theirs if person not in known)
