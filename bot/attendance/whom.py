"""Whom a card of attendance is for: the staff of a class or school who are there that day.

A post whose holder is away goes to their deputy; a class that nobody attends to its superiors.
"""

from collections.abc import Iterable
from datetime import date, datetime

from bot.attendance.model import Class, Function
from bot.attendance.rules.years import school_year
from bot.attendance.store import classes, posts
from bot.people import store as people
from bot.people.guests import guests
from bot.storage.tx import Tx

_TEACHERS = (Function.HOMEROOM, Function.DEPUTY_HOMEROOM)
_ABOVE = (Function.YEAR_HEAD, Function.VICE_PRINCIPAL, Function.PRINCIPAL)
_OFFICE = (Function.SCHOOL_OFFICE, Function.VICE_PRINCIPAL, Function.PRINCIPAL)
_HEADS = (Function.VICE_PRINCIPAL, Function.PRINCIPAL)
_IN_CHARGE = (*_HEADS, Function.SCHOOL_OFFICE, Function.SCHOOL_NURSE)
_UNTOLD = (Function.SCHOOL_OFFICE, Function.SCHOOL_NURSE, Function.VICE_PRINCIPAL)


def for_class(tx: Tx, class_id: int, on: date, now: datetime) -> tuple[int, ...]:
    """Who gets the personal cards of a class: homeroom and deputy homeroom, as far as they are
    there; a class without either goes up: year head, vice-principal, principal.

    While the class isn't announced (embargo), or its school year hasn't begun, office, nurse and
    vice-principal alone: posts carry no year, and whoever teaches 3年2組 in March is another.
    """
    found = classes.get(tx, class_id)
    if _is_another_years(found, on, now):
        return unannounced(tx, found.school, on)
    return _teachers(tx, found, on) or _above(tx, found, on)


def roster_of(tx: Tx, class_id: int, on: date, now: datetime) -> tuple[int, ...]:
    """Whose personal chats a class's roster card goes to: its teachers, year head and nurse."""
    found = classes.get(tx, class_id)
    if _is_another_years(found, on, now):
        return unannounced(tx, found.school, on)
    teachers = _teachers(tx, found, on) or _above(tx, found, on)
    beside = with_function(tx, found.school, Function.YEAR_HEAD, on=on, grade=found.grade)
    return _once((*teachers, *beside, *nurses(tx, found.school, on)))


def _is_another_years(class_: Class, on: date, now: datetime) -> bool:
    return not class_.is_known(now) or class_.year != school_year(on)


def unannounced(tx: Tx, school: int, on: date) -> tuple[int, ...]:
    """Who is told of children whose new class nobody knows yet."""
    return _once(one for part in _UNTOLD for one in with_function(tx, school, part, on=on))


def office(tx: Tx, school: int, on: date) -> tuple[int, ...]:
    """The school's office; where nobody is there, the vice-principal, else the principal."""
    return _first(tx, school, _OFFICE, on)


def heads(tx: Tx, school: int, on: date) -> tuple[int, ...]:
    """The vice-principal of a school; where nobody is there, the principal."""
    return _first(tx, school, _HEADS, on)


def in_charge(tx: Tx, school: int, on: date) -> tuple[int, ...]:
    """Who hears of what may not wait, on cards that name no child: the school's heads; where none
    is there and nobody deputises, the office, else the nurse, who search as well."""
    return _first(tx, school, _IN_CHARGE, on)


def nurses(tx: Tx, school: int, on: date) -> tuple[int, ...]:
    """The school nurse (養護教諭), or who deputises."""
    return with_function(tx, school, Function.SCHOOL_NURSE, on=on)


def with_function(
    tx: Tx, school: int, *functions: Function, on: date, grade: int | None = None
) -> tuple[int, ...]:
    """Who is there that day for these posts of a school, of one grade where it is given."""
    found = (
        post for one in functions for post in posts.with_function(tx, school, one, grade=grade)
    )
    return present(tx, found, on)


def _teachers(tx: Tx, class_: Class, on: date) -> tuple[int, ...]:
    return present(tx, _posts(tx, class_), on)


def _above(tx: Tx, class_: Class, on: date) -> tuple[int, ...]:
    """Who stands in for a class that nobody attends; the office where nobody does at all."""
    holders = people.acting(tx, _posts(tx, class_)[:1], on)
    if found := _staff(tx, (holder.person for holder in holders)):
        return found
    for function in _ABOVE:
        grade = class_.grade if function is Function.YEAR_HEAD else None
        if there := with_function(tx, class_.school, function, on=on, grade=grade):
            return there
    return office(tx, class_.school, on)


def _posts(tx: Tx, class_: Class) -> tuple[int, ...]:
    place = (class_.school, class_.grade, class_.name)
    return tuple(post for one in _TEACHERS for post in posts.for_class(tx, *place, one))


def _first(tx: Tx, school: int, functions: Iterable[Function], on: date) -> tuple[int, ...]:
    for function in functions:
        if there := with_function(tx, school, function, on=on):
            return there
    return ()


def present(tx: Tx, found: Iterable[int], on: date) -> tuple[int, ...]:
    """Who is there that day for these posts, guests of the tenant left out."""
    return _staff(tx, (one.person for post in found for one in people.attending(tx, post, on)))


def _staff(tx: Tx, persons: Iterable[int]) -> tuple[int, ...]:
    """A guest of the tenant gets no card of a child's, whatever post they hold."""
    found = _once(persons)
    outside = guests(tx, found)
    return tuple(one for one in found if one not in outside)


def _once(persons: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(persons))
