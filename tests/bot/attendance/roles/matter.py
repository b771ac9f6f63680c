"""What stands at the school that morning: reports, a roll, a case, 出席停止, a draft, a list."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.attendance import receiving
from bot.attendance.model import (
    Case,
    CaseState,
    Closing,
    Content,
    Disease,
    Door,
    Kind,
    Reason,
    Report,
    Step,
    Suspension,
    SuspensionState,
)
from bot.attendance.store import cases, drafts, months, rhythms, rolls, suspensions, telephone
from bot.attendance.store import places as chosen
from bot.attendance.store.drafts import Draft
from bot.attendance.store.months import Month
from bot.attendance.store.rhythms import Rhythm, Watch
from bot.delivery import encounters, findings, places
from bot.delivery.crowd import Verdict
from bot.ledger.model import Actor
from bot.people import store as people
from bot.storage.tx import Tx
from tests.bot.attendance.roles import people as cast

SECRET = "ひみつの事情"
TOKYO = ZoneInfo("Asia/Tokyo")
DAY = timedelta(days=1)


def put(tx: Tx, ids: dict[str, int], now: datetime) -> None:
    """All of it, by the functions that keep it in earnest; named in `ids`."""
    today = now.date()
    who = {
        role: _person(tx, role, today) for role in (*cast.FAMILIES, "nurse", "office", "principal")
    }
    ids["principal"] = who["principal"]
    _reports(tx, ids, who, now)
    _morning(tx, ids, now)
    _health(tx, ids, who, now)
    _drafts(tx, ids, who, today)
    _places(tx, ids, now)
    september = Month(class_id=ids["class"], first=date(2026, 9, 1), locked=True, set_at=now)
    months.put(tx, september, {})


def _person(tx: Tx, role: str, today: date) -> int:
    found = people.find_by_aad(tx, role, today)
    assert found is not None, role
    return found.id


def _reports(tx: Tx, ids: dict[str, int], who: dict[str, int], now: datetime) -> None:
    today = now.date()
    mother = ids[f"link:{cast.CHILD}:guardian"]
    father = ids[f"link:{cast.CHILD}:other_household"]
    yesterday = today - DAY
    for role, door, link in (
        ("pupil", Door.WORD, 0),
        ("guardian", Door.GUARDIAN, mother),
        ("other_household", Door.GUARDIAN, father),
    ):
        past = _report(ids, who[role], yesterday, Kind.ABSENT, door, link)
        receiving.receive(tx, past, now - DAY, actor=Actor.press(role))
    early = Content(reason=Reason.FAMILY, leaves=time(13, 0), pickup="祖母", text=SECRET)
    telephoned = _report(ids, who["office"], today + 3 * DAY, Kind.ABSENT, Door.OFFICE, 0)
    kept = receiving.receive(tx, telephoned, now, actor=Actor.press("office"))
    ids["report:office"] = kept.id
    for name, role, day, kind, door, link in (
        ("word", "pupil", today, Kind.ABSENT, Door.WORD, 0),
        ("own", "pupil", today + DAY, Kind.ABSENT, Door.PUPIL, 0),
        ("guardian", "guardian", today + 2 * DAY, Kind.ABSENT, Door.GUARDIAN, mother),
        ("other", "other_household", today + 2 * DAY, Kind.LATE, Door.GUARDIAN, father),
        ("early", "guardian", today + 5 * DAY, Kind.EARLY, Door.GUARDIAN, mother),
    ):
        report = _report(ids, who[role], day, kind, door, link)
        if kind is Kind.EARLY:
            report = replace(report, content=early)
        kept = receiving.receive(tx, report, now, actor=Actor.press(role))
        ids[f"report:{name}"] = kept.id


def _report(
    ids: dict[str, int], author: int, day: date, kind: Kind, door: Door, link: int
) -> Report:
    return Report(
        id=0,
        pupil=ids[cast.CHILD],
        school=ids[cast.MINE],
        day_class=0,
        since=day,
        until=day,
        kind=kind,
        door=door,
        author=author,
        guardian=link,
        content=Content(reason=Reason.ILL, text=SECRET),
        sent_at=datetime.combine(day, time(7, 30), tzinfo=TOKYO),
    )


def _morning(tx: Tx, ids: dict[str, int], now: datetime) -> None:
    today, school = now.date(), ids[cast.MINE]
    (roll,) = rolls.open_many(tx, school, today, [(ids["class"], now)])
    ids["roll"] = roll.id
    _cases(tx, ids, now)
    watch = Watch(
        pupil=ids[cast.CLASSMATE],
        school=school,
        since=today - 20 * DAY,
        hinted_on=today - 16 * DAY,
        owed_on=today - DAY,
        rhythm=Rhythm(since=today - 5 * DAY, weekdays=(0, 2)),
    )
    rhythms.add(tx, replace(watch, look_on=today))
    told = {"class_id": ids["class"], "day": today, "since": now}
    telephone.add(tx, school=school, who="class", matters=("report:1",), **told)
    (line,) = telephone.of_school(tx, school, today)
    ids["line"] = line.id


def _cases(tx: Tx, ids: dict[str, int], now: datetime) -> None:
    """One at its first step, one at the last (of a child whose family may be told), one closed."""
    for name, pupil, step, state in (
        ("case", cast.CLASSMATE, Step.CALL, CaseState.OPEN),
        ("case:police", cast.CHILD, Step.POLICE, CaseState.OPEN),
        ("case:closed", cast.THIRD, Step.CALL, CaseState.CLOSED),
    ):
        case = Case(
            id=0,
            pupil=ids[pupil],
            class_id=ids["class"],
            school=ids[cast.MINE],
            day=now.date(),
            opened_at=now,
            step=step,
            state=state,
            closing=Closing.ARRIVED if state is CaseState.CLOSED else None,
            closed_by=ids["principal"] if state is CaseState.CLOSED else 0,
        )
        ids[name] = cases.add(tx, case, look_at=now if state is CaseState.OPEN else None).id


def _health(tx: Tx, ids: dict[str, int], who: dict[str, int], now: datetime) -> None:
    asked = Suspension(
        id=0,
        pupil=ids[cast.CLASSMATE],
        school=ids[cast.MINE],
        disease=Disease.INFLUENZA,
        since=now.date() - DAY,
        onset=now.date() - DAY,
        asked_by=who["nurse"],
        asked_at=now,
    )
    ids["asked"] = suspensions.add(tx, asked).id
    ordered = Suspension(
        id=0,
        pupil=ids[cast.CHILD],
        school=ids[cast.MINE],
        disease=Disease.INFLUENZA,
        since=now.date() - 8 * DAY,
        onset=now.date() - 8 * DAY,
        ended_on=now.date() - 4 * DAY,
        state=SuspensionState.ORDERED,
        asked_by=who["nurse"],
        asked_at=now,
        ordered_by=who["principal"],
        ordered_at=now,
    )
    ids["ordered"] = suspensions.add(tx, ordered).id


def _drafts(tx: Tx, ids: dict[str, int], who: dict[str, int], today: date) -> None:
    for role in ("pupil", "guardian"):
        draft = Draft(
            id=0,
            person=who[role],
            pupil=ids[cast.CHILD],
            since=today + 7 * DAY,
            until=today + 7 * DAY,
            kind=Kind.ABSENT,
            content=Content(reason=Reason.ILL),
        )
        ids[f"draft:{role}"] = drafts.begin(tx, draft, today=today).id


def _places(tx: Tx, ids: dict[str, int], now: datetime) -> None:
    """Two channels in which everybody was found to be staff; the school has chosen one."""
    for name in ("chosen", "free"):
        met = encounters.Met(
            conversation=f"19:{name}@thread.tacv2",
            kind=places.PRIVATE,
            service_url="https://smba.trafficmanager.net/jp/",
            name=name,
            team="team",
            thread=f"19:{name}@thread.tacv2",
            channel=f"19:{name}@thread.tacv2",
        )
        place = encounters.met(tx, met, at=now)
        fine = Verdict(near=(chosen.owner_of(ids[cast.MINE]),))
        findings.found(tx, place, fine, kind=places.PRIVATE, real=now)
        ids[f"place:{name}"] = place.id
    chosen.choose(tx, ids["place:chosen"], ids[cast.MINE])
    ids["place_version"] = chosen.get(tx, ids["place:chosen"]).version
