"""受講期: which wave a municipality attends, who may choose it, and until when."""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.errors import Refused
from bot.training.model import Course, Session, Wave

Choices = Mapping[str, int]  # municipality → number of its wave


def check_choice(
    course: Course,
    waves: Iterable[Wave],
    *,
    number: int,
    before: int | None,
    by_desk: bool,
    today: date,
) -> Wave:
    """The wave that a municipality may choose; raises Refused where it may not.

    `before`: the wave that it has, if any. A coordinator chooses until the course's day, that day
    included, and while neither the card of the old wave nor that of the new one has gone out; the
    desk may change it later.
    """
    found = {wave.number: wave for wave in waves}
    if number not in found:
        raise Refused("training.refused.no_wave")
    if number == before:
        raise Refused("training.refused.same_wave")
    if not by_desk:
        _check_coordinator(course, [found[number], *_known(found, before)], today)
    return found[number]


def _known(waves: Mapping[int, Wave], number: int | None) -> Iterable[Wave]:
    return [waves[number]] if number is not None and number in waves else []


def _check_coordinator(course: Course, concerned: Iterable[Wave], today: date) -> None:
    if course.choose_by is not None and today > course.choose_by:
        raise Refused("training.refused.choose_by", day=course.choose_by)
    if any(wave.sent_at is not None for wave in concerned):
        raise Refused("training.refused.wave_sent")


def may_choose(course: Course, waves: Iterable[Wave], before: int | None, today: date) -> bool:
    """Whether a coordinator may still choose, or change, their municipality's wave."""
    every = tuple(waves)
    for wave in every:
        try:
            check_choice(
                course, every, number=wave.number, before=before, by_desk=False, today=today
            )
        except Refused:
            continue
        return True
    return False


def undecided(municipalities: Iterable[str], choices: Choices) -> tuple[str, ...]:
    """The municipalities of the audience that have no wave yet, in their order."""
    return tuple(one for one in dict.fromkeys(municipalities) if one and one not in choices)


def members(number: int, choices: Choices) -> tuple[str, ...]:
    """The municipalities that have chosen a wave."""
    return tuple(name for name, chosen in choices.items() if chosen == number)


def is_for(session: Session, wave: int | None) -> bool:
    """Whether the municipalities of a wave (None: without one) may attend a session."""
    return session.wave in (0, wave)
