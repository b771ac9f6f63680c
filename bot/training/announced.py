"""What the cards to many say of a course: the enrolment card, reminders of its last days."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256

import orjson

from bot.delivery.outbox import Cards
from bot.storage.tx import Tx
from bot.training import shown
from bot.training.model import Course
from bot.training.rules.shown import ShownCourse
from bot.training.store import waves
from bot.training.store.announcements import Announcement, Purpose
from bot.workdays import ONE_DAY
from cards import training as view
from cards.lang import ABROAD, SOURCE, Lang

_LANGS = (Lang(SOURCE), Lang(ABROAD))


def cards(tx: Tx, course: Course, one: Announcement, now: datetime) -> Cards:
    """The card of an announcement as it is now, in every language."""
    seen = shown.course(tx, course, now, wave=one.wave)
    match one.purpose:
        case Purpose.ENROL:
            why: view.Why = "wave" if one.wave else "audience"
            return _enrolment(seen, why, _title(tx, course, one.wave))
        case Purpose.NEWCOMER:
            return to_newcomers(tx, course, now)
        case Purpose.UNFINISHED:
            left = (course.finish_by - now.date()).days
            return {lang.code: view.unfinished(lang, seen, days_left=left) for lang in _LANGS}
    left = (_last(seen, now) - now.date()).days
    return {lang.code: view.apply_reminder(lang, seen, days_left=left) for lang in _LANGS}


def to_newcomers(tx: Tx, course: Course, now: datetime) -> Cards:
    """The enrolment card as who came later gets it, in every language."""
    return _enrolment(shown.course(tx, course, now), "newcomer", "")


def _enrolment(seen: ShownCourse, why: view.Why, wave: str) -> Cards:
    return {lang.code: view.announcement(lang, seen, why=why, wave=wave) for lang in _LANGS}


def _title(tx: Tx, course: Course, wave: int) -> str:
    found = waves.find(tx, course.id, wave) if wave else None
    return found.title if found else ""


def _last(seen: ShownCourse, now: datetime) -> date:
    """The last day to apply."""
    return seen.deadline.astimezone(now.tzinfo).date() if seen.deadline else seen.finish_by


def digest(found: Cards) -> str:
    """The same for as long as the cards say the same."""
    return sha256(orjson.dumps(found, option=orjson.OPT_SORT_KEYS)).hexdigest()


def expiry(tx: Tx, course: Course, now: datetime) -> datetime:
    """When nobody can do anything with the card any more, a day from now at the earliest."""
    seen = shown.course(tx, course, now)
    last = datetime.combine(seen.finish_by + ONE_DAY, time.min, now.tzinfo)
    return max(seen.deadline or last, now + timedelta(days=1))
