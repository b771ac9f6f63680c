"""What a family's account may do: with its own reports only, and only while the link says so."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from bot.attendance.model import Ack, Door, Guardian, LinkState, Pupil, Report, ReportState

BY_CHILD = "child"  # who rang was the child
ALIVE = frozenset((ReportState.HELD, ReportState.STANDING))


def may_report(link: Guardian | None) -> bool:
    """Whether a guardian may speak for the child: confirmed by the office, and with that right."""
    return link is not None and link.state is LinkState.CONFIRMED and link.may_report


def may_see(link: Guardian | None) -> bool:
    """Whether a guardian reads what became of their own reports."""
    return link is not None and link.state is LinkState.CONFIRMED and link.may_see_status


def may_be_told(link: Guardian) -> bool:
    """Whether the school may write to a guardian of its own accord."""
    return link.state is LinkState.CONFIRMED and link.may_be_notified


def is_theirs(report: Report, account: int) -> bool:
    """Whether an account may read a report at all: only who wrote it, whatever the household.

    What the school entered for a caller belongs to no family account.
    """
    return account != 0 and report.author == account and report.door in _FAMILY


_FAMILY = frozenset((Door.WORD, Door.PUPIL, Door.GUARDIAN))


def may_withdraw(
    report: Report, *, account: int, as_guardian: bool, today: date, holds_pupils: bool
) -> bool:
    """Whether an account may take a report back: its own, not over, still standing.

    `as_guardian`: the guardian's own account, or the child's with the family word. Without it a
    child's account takes back only what it said itself, and never what the school has answered or,
    where such reports wait (`holds_pupils`), has confirmed with a guardian.
    """
    if not is_theirs(report, account) or report.state not in ALIVE or report.until < today:
        return False
    waits = report.state is ReportState.HELD or not holds_pupils
    return as_guardian or (report.door is Door.PUPIL and report.ack is Ack.NONE and waits)


def state_of(report: Report, *, holds_pupils: bool) -> ReportState:
    """How a report begins: 「保護者に確認中」 where a child speaks alone, also by telephone, and
    the school says so; and where the city's app passes on the word of an adult without a link that
    lets them report.
    """
    rang = report.door is Door.OFFICE and report.content.relation == BY_CHILD
    alone = (report.door is Door.PUPIL or rang) and holds_pupils
    unknown = report.door is Door.FILE and not report.guardian
    return ReportState.HELD if alone or unknown else ReportState.STANDING


def speaker(links: Sequence[Guardian], *, account: int = 0, contact: str = "") -> Guardian | None:
    """Whose word a line of another app is: the child's confirmed link of that account or, where
    there is none, of that contact, which may report.

    None where nobody may; also where several adults share the contact and not each of them may,
    for then nobody knows who it was (an adult who must not act for the child may live elsewhere
    with the same number on file).
    """
    if account:
        return next((one for one in links if one.person == account and may_report(one)), None)
    wanted = plain_contact(contact)
    sharing = [one for one in links if wanted and plain_contact(one.contact) == wanted]
    speaking = [one for one in sharing if may_report(one)]
    known = {_name(one) for one in speaking}
    sure = speaking and all(_name(one) in known for one in sharing)
    return speaking[0] if sure else None


def plain_contact(written: str) -> str:
    """A telephone number by its digits, +81 as 0; a mail address or other word by its letters."""
    plain = "".join(unicodedata.normalize("NFKC", written).casefold().split())
    digits = "".join(letter for letter in plain if letter.isdecimal())
    if not digits or any(letter.isalpha() for letter in plain):
        return plain
    return f"0{digits[2:].removeprefix('0')}" if plain.startswith("+81") else digits


def _name(link: Guardian) -> str:
    return "".join(unicodedata.normalize("NFKC", link.name).split())


def shows_class(pupil: Pupil) -> bool:
    """Whether family accounts may read the class: of a protected child (秘匿対象) never."""
    return not pupil.protected
