"""How Graph is asked about training: each question is a row, asked in this transaction."""

from datetime import UTC, datetime

from bot.clock import real_now
from bot.errands import rows as errands
from bot.people import store as people
from bot.storage.tx import Tx
from bot.training.model import Course, Enrolment, Entry, Session
from bot.training.questions import (
    ENTRY,
    ENTRY_GONE,
    ENTRY_MOVE,
    REPORT,
    TELL,
    Put,
    Read,
    Remove,
    Shift,
    Tell,
)
from bot.training.store import accounts, sessions
from cards.lang import Lang


def forget_entry(
    tx: Tx, enrolment: Enrolment, now: datetime, *, session: Session | None = None
) -> None:
    """Have the participant's calendar forget a booking that is over; mostly there is nothing to do.

    What is to come into it is asked for by and by: see `calendars`. `session` is the enrolment's,
    where the caller has it at hand.
    """
    match enrolment.entry:
        case Entry.UNWANTED:
            if session is None or session.id != enrolment.session:
                session = sessions.get(tx, enrolment.session)
            ask_gone(tx, _removal(tx, enrolment, session), now)
        case Entry.NONE if enrolment.version > 1:
            errands.unask(tx, f"{ENTRY}:{enrolment.id}:")  # what nobody has begun needn't be


def ask_put(tx: Tx, enrolment: Enrolment, course: Course, session: Session, now: datetime) -> None:
    """Have the event of a booking written into its participant's calendar."""
    key = f"{ENTRY}:{enrolment.id}:{enrolment.transaction_id}"
    job = entry(tx, enrolment, course, session)
    errands.ask(tx, ENTRY, key=key, job=job, due=now, now=real_now())


def entry(tx: Tx, enrolment: Enrolment, course: Course, session: Session) -> Put:
    """The event of a booking, as it is to be."""
    account, language = accounts.of(tx, enrolment.person)
    return Put(
        enrolment=enrolment.id,
        account=account,
        booking=enrolment.transaction_id,
        transaction_id=graph_id(enrolment),
        subject=course.title,
        text=_text(Lang.of(language), course, session),
        start=session.starts_at,
        end=session.ends_at,
    )


def graph_id(enrolment: Enrolment) -> str:
    """What Graph knows the event of a booking by; no other installation's may be the same."""
    since = enrolment.since.astimezone(UTC)  # the same in whatever zone it was read
    return f"training-{enrolment.transaction_id}-{since:%Y%m%d%H%M%S%f}"


def _text(lang: Lang, course: Course, session: Session) -> str:
    """What stands in the event: where it is, how to join, and that nobody need keep it by hand."""
    found = [lang.t("training.entry.place", place=session.place) if session.place else ""]
    found += [session.link, course.text, lang.t("training.entry.by")]
    return "\n".join(line for line in found if line)


def _removal(tx: Tx, enrolment: Enrolment, session: Session) -> Remove:
    """What there is to remove of a booking that is over."""
    return Remove(
        enrolment=enrolment.id,
        account=accounts.of(tx, enrolment.person)[0],
        booking=enrolment.transaction_id,
        transaction_id=graph_id(enrolment),
        event_id=enrolment.event_id,
        start=session.starts_at,
    )


def ask_gone(tx: Tx, job: Remove, now: datetime) -> None:
    """Have the event of a booking removed, once for each booking."""
    key = f"{ENTRY_GONE}:{job.enrolment}:{job.booking}"
    errands.ask(tx, ENTRY_GONE, key=key, job=job, due=now, now=real_now())


def ask_move(tx: Tx, enrolment: Enrolment, course: Course, session: Session, now: datetime) -> None:
    """Have the event stand where the session stands now, if there is one.

    A calendar is asked one thing at a time, so that nothing older comes last: where somebody has
    begun already, the answer brings us here again.
    """
    if enrolment.entry is not Entry.STANDS:
        return
    which = f"{ENTRY_MOVE}:{enrolment.id}:{enrolment.transaction_id}:"
    errands.unask(tx, which)  # it would say what holds no more
    if errands.is_waiting(tx, which):
        return
    real = real_now()
    key = f"{which}{session.id}:{session.version}:{real:%Y%m%d%H%M%S%f}"
    job = _shift(tx, enrolment, course, session)
    errands.ask(tx, ENTRY_MOVE, key=key, job=job, due=now, now=real)


def _shift(tx: Tx, enrolment: Enrolment, course: Course, session: Session) -> Shift:
    wanted = entry(tx, enrolment, course, session)
    return Shift(
        enrolment=enrolment.id,
        account=wanted.account,
        booking=wanted.booking,
        event_id=enrolment.event_id,
        text=wanted.text,
        start=wanted.start,
        end=wanted.end,
    )


def is_said(
    tx: Tx, job: Put | Shift, enrolment: Enrolment, course: Course, session: Session
) -> bool:
    """Whether the calendar was asked for what the booking's event is to say now."""
    wanted = entry(tx, enrolment, course, session)
    return (job.text, job.start, job.end) == (wanted.text, wanted.start, wanted.end)


def ask_report(tx: Tx, session: Session, now: datetime, *, round: int) -> None:
    """Have the attendance report of a session that is over read, where there may be one."""
    organizer = people.find_by_mail(tx, session.organizer, now.date())
    job = Read(
        session=session.id,
        organizer=organizer.aad_object_id if organizer else "",
        join_url=session.link,
        start=session.starts_at,
        end=session.ends_at,
        round=round,
    )
    key = f"{REPORT}:{session.id}:{round}"
    errands.ask(tx, REPORT, key=key, job=job, due=now, now=real_now())


def ask_tell(
    tx: Tx, enrolment: Enrolment, what: str, now: datetime, *, was: datetime | None = None
) -> None:
    """Have one of many told of their session, as soon as there is a moment."""
    job = Tell(enrolment=enrolment.id, session=enrolment.session, what=what, at=now, was=was)
    key = f"{TELL}:{enrolment.id}:{what}:{enrolment.session}:{now.isoformat()}"
    errands.ask(tx, TELL, key=key, job=job, due=now, now=real_now())
