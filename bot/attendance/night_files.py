"""The lists of the night as a file, for whoever keeps them at a school."""

from datetime import datetime
from pathlib import Path

from bot.attendance import capacities, night
from bot.attendance.rules.access import NOT_YOURS
from bot.attendance.store import schools
from bot.errors import Refused, Unreadable
from bot.ledger import pseudonyms
from bot.ledger.model import Actor
from bot.ledger.record import record
from bot.people import store as people
from bot.sheets.writing import whole
from bot.storage.tx import Tx
from cards.attendance import night as view
from cards.lang import SOURCE, Lang


def write(tx: Tx, path: Path, mail: str, now: datetime, *, via: str) -> int:
    """Write the lists of every school whose office the person is; how many classes.

    It is noted in the ledger before anything is written. Raises Refused for who is of none.
    """
    if path.suffix.lower() != ".html":
        raise Unreadable(path.name, "end the file's name in .html; a browser prints it")
    by = people.find_by_mail(tx, mail, now.date())
    if by is None or not by.is_here(now.date()):
        raise Unreadable("--as", "nobody of the people file has this mail address")
    mine = [
        one for one in capacities.of(tx, by, now).capacities if one.at.function in night.KEEPERS
    ]
    if not mine:
        raise Refused(NOT_YOURS)
    lang, pages, count = Lang(SOURCE), [], 0
    for capacity in {one.at.school: one for one in mine}.values():
        school = schools.get(tx, capacity.at.school)
        day = night.next_day(tx, school, now)
        lists = night.lists(tx, school, day, now)
        holder = capacity.holder
        actor = Actor.command(pseudonyms.of(tx, by.id), via=via)
        actor = actor.acting(holder.post, holder.deputy_for)
        record(tx, actor, at=now, act=night.PAGE, subject=school.subject)
        pages.append(view.night_page(lang, school=school.name, day=day, classes=lists, at=now))
        count += len(lists)
    whole(path, lambda draft: _put(draft, "\n".join(pages)))
    return count


def _put(draft: Path, words: str) -> None:
    draft.chmod(0o600)
    draft.write_text(words, encoding="utf-8")
