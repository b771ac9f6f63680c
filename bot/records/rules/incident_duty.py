"""Whether an incident must be reported, by each of the two laws, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.records.model.incidents import Facts

MANY = 100  # 規則43条4号: more people than this


class Ground(StrEnum):
    """Why a report is owed."""

    SENSITIVE = "sensitive"  # 規則43条1号, 5号
    PROPERTY = "property"  # 2号
    PURPOSE = "purpose"  # 3号
    MANY = "many"  # 4号
    UNCOUNTED = "uncounted"  # 4号: it may be more than a hundred while nobody has counted
    SPREAD = "spread"  # My Number before an unknown public, or out of a national system


class Exempt(StrEnum):
    """Why none is."""

    NOBODY = "nobody"  # nobody's data are concerned
    PROTECTED = "protected"  # strong encryption or the like
    NUMBERLESS = "numberless"  # no My Number is concerned
    MINOR = "minor"  # none of the grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a law says of an incident: either grounds, or why there are none."""

    grounds: tuple[Ground, ...] = ()
    exempt: Exempt | None = None

    @property
    def is_owed(self) -> bool:
        return bool(self.grounds)


def under_the_act(facts: Facts) -> Finding:
    """個人情報保護法68条, 規則43条: each ground from one person on, or more than a hundred people.

    What may have happened counts as what did; who hasn't counted yet reports.
    """
    if facts.people == 0:
        return Finding(exempt=Exempt.NOBODY)
    if facts.protected:
        return Finding(exempt=Exempt.PROTECTED)
    return _found(_grounds(facts), facts)


def under_the_number_act(facts: Facts) -> Finding:
    """番号法29条の4: reported apart, on a form of its own, for grounds of its own."""
    if not facts.numbers:
        return Finding(exempt=Exempt.NUMBERLESS)
    if facts.people == 0:
        return Finding(exempt=Exempt.NOBODY)
    if facts.protected:
        return Finding(exempt=Exempt.PROTECTED)
    return _found(_number_grounds(facts), facts)


def _found(grounds: Iterator[Ground], facts: Facts) -> Finding:
    every = (*grounds, *_many(facts))
    return Finding(grounds=every, exempt=None if every else Exempt.MINOR)


def _grounds(facts: Facts) -> Iterator[Ground]:
    if facts.sensitive:
        yield Ground.SENSITIVE
    if facts.loss:
        yield Ground.PROPERTY
    if facts.purpose:
        yield Ground.PURPOSE


def _number_grounds(facts: Facts) -> Iterator[Ground]:
    if facts.spread:
        yield Ground.SPREAD
    if facts.purpose:
        yield Ground.PURPOSE


def _many(facts: Facts) -> Iterator[Ground]:
    if facts.people is None:
        yield Ground.UNCOUNTED
    elif facts.people > MANY:
        yield Ground.MANY
