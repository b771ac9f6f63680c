"""What a change of seats came to, for whoever has to tell people."""

from dataclasses import dataclass

from bot.training.model import Course, Enrolment, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one call changed.

    `act`: a word of the history (`enrol`, `withdraw`, …), or `full`: no seat was left for them.
    `session` as it is now, None where none is concerned. `before` and `enrolment`: whose press it
    was, or who was decided upon. `place`: where they stand in the waiting list, 0 for nowhere.
    `offered` got a seat offered just now, the offers of `lapsed` ran out or the session began
    without them, `dropped` lost their place with a cancelled session. `kept`: who stays in a
    session that was moved, whose colleague hasn't answered when it began, or what the attendance
    says of whom. `finished`: who has finished the course by it, also who has booked another session
    since. `substitute`: who took the seat.

    Of a session with many people an outcome has some dozens; `more`: others are left for `go_on`.
    """

    act: str
    course: Course
    session: Session | None = None
    before: Enrolment | None = None
    enrolment: Enrolment | None = None
    place: int = 0
    offered: tuple[Enrolment, ...] = ()
    lapsed: tuple[Enrolment, ...] = ()
    dropped: tuple[Enrolment, ...] = ()
    kept: tuple[Enrolment, ...] = ()
    finished: tuple[Enrolment, ...] = ()
    substitute: Enrolment | None = None
    more: bool = False
