"""Each day the ledger's head is noted down; each working morning the desk's card says so.

A month has one card: it is edited, so that nobody is called each morning, and what was posted
stands in Teams, where whoever changes the database changes nothing.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from bot import policy
from bot.delivery import notices as sent
from bot.delivery import outbox
from bot.ledger import anchors, verify
from bot.ledger.anchors import Anchor
from bot.people import languages
from bot.people import store as people
from bot.people.model import Role
from bot.slice import Job, Planned, Tick
from bot.storage.tx import Tx
from bot.workdays import add_months
from cards.elements import Card
from cards.lang import SOURCE, Lang
from cards.records import anchors as view

KIND = "records.anchors"
_SUBJECT = "ledger"
_STAYS = timedelta(days=7)  # beyond its month: the first morning may be late


def note(tick: Tick) -> None:
    """The day's first tick notes what the newest entry is."""
    anchors.note(tick.tx, tick.today, tick.now)


def tell(tick: Tick) -> None:
    """On a working morning the month's card shows what was noted since the last one."""
    if policy.sending_time(tick.tx, tick.now) > tick.now or not anchors.is_untold(tick.tx):
        return
    to = _desk(tick.tx, tick.today)
    if not to:
        return
    shown = anchors.tell(tick.tx, _month(tick.today))
    standing = outbox.find(tick.tx, kind=KIND, source_key=_key(tick.today))
    if standing is None:
        _post(tick, shown, to)
        _close(tick, add_months(tick.today, -1))
        return
    wanted = sent.languages(tick.tx, standing.id)
    outbox.revise(tick.tx, notice=standing.id, cards=_drawn(shown, tick.today, wanted))


def _post(tick: Tick, shown: Sequence[Anchor], to: Sequence[int]) -> None:
    wanted = {languages.of(tick.tx, person) for person in to}
    outbox.post(
        tick.tx,
        kind=KIND,
        source_key=_key(tick.today),
        lane=outbox.Lane.REMINDER,
        due_at=tick.now,
        expires_at=_end(tick.now),
        cards=_drawn(shown, tick.today, wanted),
        summaries={},
        to=to,
    )


def _close(tick: Tick, month: date) -> None:
    """Last month's card stays as it is: nothing is kept here to change it with."""
    before = outbox.find(tick.tx, kind=KIND, source_key=_key(month))
    if before is not None:
        outbox.close(tick.tx, notice=before.id, now=tick.now)


def _drawn(shown: Sequence[Anchor], day: date, wanted: Sequence[str] | set[str]) -> dict[str, Card]:
    langs = map(Lang.of, sorted(wanted))
    return {lang.code: view.noted(lang, shown, month=day) for lang in langs}


def _end(now: datetime) -> datetime:
    first = add_months(now.date().replace(day=1), 1)
    return datetime.combine(first, time(), now.tzinfo) + _STAYS


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _key(day: date) -> str:
    return f"anchors:{_month(day)}"


def _desk(tx: Tx, on: date) -> tuple[int, ...]:
    """The agreement desk of a city hall, the school desk of its schools."""
    for role in (Role.AGREEMENT_DESK, Role.SCHOOL_DESK):
        if found := people.with_role(tx, role, on):
            return tuple(one.id for one in found)
    return ()


def planned(tx: Tx, since: date, until: date) -> tuple[Planned, ...]:
    """One card for the desk in each month, on the first working morning that has none yet."""
    if verify.head(tx)[0] == 0:  # nothing to note
        return ()
    months = _months(since, until)
    found = (_planned(tx, max(first, since)) for first in months)
    return tuple(one for one in found if one is not None and one.on <= until)


def _months(since: date, until: date) -> list[date]:
    first, found = since.replace(day=1), []
    while first <= until:
        found.append(first)
        first = add_months(first, 1)
    return found


def _planned(tx: Tx, since: date) -> Planned | None:
    on = policy.of(tx).calendar.next_working_day(since)
    to = _desk(tx, on)
    stands = outbox.find(tx, kind=KIND, source_key=_key(since)) is not None
    if _month(on) != _month(since) or not to or stands:
        return None
    lang = Lang(SOURCE)
    return Planned(
        on=on,
        key=_key(on),
        kind=KIND,
        subject=_SUBJECT,
        title=lang.t("records.anchors.title", month=view.month(lang, on)),
        to=to,
        why=lang.t("records.anchors.why"),
    )


def evidence(tx: Tx, article: str) -> tuple[dict[str, object], ...]:
    """For the binder's "ledger": until when the heads are noted outside of the database."""
    if article != _SUBJECT:
        return ()
    newest, lang = anchors.newest(tx), Lang(SOURCE)
    shared = {"subject": "", "title": lang.t("records.anchors.binder"), "kind": "anchor"}
    if newest is None:
        gap = lang.t("records.anchors.none")
        return (
            {**shared, "article": article, "on": None, "evidence": gap, "gap": True, "owes": "甲"},
        )
    said = lang.t("records.anchors.line", day=newest.day, seq=newest.seq, hash=newest.hash)
    return ({**shared, "article": article, "on": newest.day, "evidence": said},)


def _job(name: str, run: Callable[[Tick], None]) -> Job:
    return Job(name=f"{KIND}_{name}", run=run)


JOBS = (_job("note", note), _job("tell", tell))
