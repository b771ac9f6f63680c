"""What the practice tenant lacks and the law foresees: incidents, subcontracts, inspections,
disposals and holds, each in the states that their buttons are for."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.agreements.store import register
from bot.ledger.model import Actor
from bot.people import store as people
from bot.people.model import Person, Role
from bot.records.jobs import disposal_acts as acts
from bot.records.model.incidents import State
from bot.records.model.keeping import Disposal
from bot.records.store import incidents, inspections, subcontracts
from bot.retention import Kind
from bot.storage.tx import Tx
from cards.records.verbs import incidents as incident
from cards.records.verbs import inspections as inspection
from cards.records.verbs import keeping, registers
from cards.records.verbs import subcontracts as subcontract
from cards.verbs import Verb
from tests.bot.roles.world import OWNER, World

DESK, OFFICER, STAFF = "agreement_desk", "security_officer", "staff"
MONTH = timedelta(days=30)


def laid(world: World) -> tuple[Verb, ...]:
    """All of it, each by whoever may; where one begins to look at it."""
    _incidents(world)
    agreement = world.read(lambda tx: next(register.every(tx))).id
    subject = f"agreement:{agreement}"
    _registers(world, subject)
    _subcontracts(world, agreement)
    _inspections(world, subject)
    _disposals(world)
    world.lay(OFFICER, keeping.SetHold(ground="audit", matter=f"kind:{Kind.SLIPS}", why="監査"))
    papers = world.read(lambda tx: subcontracts.of(tx, agreement))
    return (
        *(subcontract.ShowSubcontract(subcontract_id=one.id) for one in papers),
        subcontract.Subcontracts(agreement_id=agreement),
        registers.ShowRegister(subject=subject),
        registers.ShowRows(subject=subject, kind="workplace"),
        registers.ShowLines(subject=subject),
    )


def _incidents(world: World) -> None:
    """One that is owed everything, and one that is closed."""
    for token, people_told in (("open", 150), ("closed", 1)):
        report = incident.ReportIncident(
            token=token,
            what="名簿を置き忘れた",
            known_on=world.now.date(),
            known_at="08:00",
            records="名簿",
            people=people_told,
        )
        world.lay(STAFF, report)
    last = max(world.read(incidents.every), key=lambda one: one.id)
    at, version = world.now, last.version + 1
    closed = replace(last, state=State.CLOSED, closed_at=at, closed_on=at.date(), version=version)
    world.write(lambda tx: incidents.save(tx, closed, look_on=None))


def _registers(world: World, subject: str) -> None:
    since = world.now.date()
    place = registers.SaveWorkplace(subject=subject, place="第二センター", since=since)
    world.lay(DESK, place)
    line: dict[str, Any] = {"item": "名簿", "medium": "紙", "quantity": "1冊"}
    line |= {"who": "窓口", "whither": "第二センター"}
    world.lay(DESK, registers.AddLine(subject=subject, act="hand_over", on=since, **line))


def _subcontracts(world: World, agreement: int) -> None:
    """One that is drafted, one that waits for its decision, one that was approved."""
    today = world.now.date()
    for last in ("drafted", "applied", "approved"):
        world.lay(DESK, _application(agreement, today))
        (*_, one) = world.read(lambda tx: subcontracts.of(tx, agreement))
        if last == "drafted":
            continue
        world.lay(DESK, subcontract.ApplySubcontract(subcontract_id=one.id, version=1, on=today))
        if last == "approved":
            decided = subcontract.DecideSubcontract(
                subcontract_id=one.id, version=2, decision="approved", why="体制を確かめた"
            )
            world.lay(OWNER, decided)


def _application(agreement: int, today: date) -> subcontract.SaveSubcontract:
    return subcontract.SaveSubcontract(
        agreement_id=agreement,
        contract="運営業務",
        company="ひばりコールセンター株式会社",
        address="ひばりが丘",
        representative="三宅 恵",
        reason="夜間のため",
        signed_on=today,
        place="第二センター",
        since=today + timedelta(days=7),
        until=today + MONTH * 3,
        content="一次回答",
        information="氏名",
        draft_at="文書 1182",
        allowed_by="第9条",
    )


def _inspections(world: World, subject: str) -> None:
    """One that is planned, one with findings, one whose improvement is awaited."""
    today = world.now.date()
    for last in ("planned", "found", "asked"):
        plan = inspection.PlanInspection(
            subject=subject, way="visit", topic="施錠", planned_on=today + MONTH
        )
        world.lay(DESK, plan)
        (*_, one) = world.read(lambda tx: inspections.of(tx, subject))
        if last == "planned":
            continue
        done = inspection.InspectionDone(
            inspection_id=one.id, version=one.version, on=today, sound="no", findings="2件欠け"
        )
        world.lay(DESK, done)
        if last == "asked":
            asked = inspection.AskImprovement(
                inspection_id=one.id, version=one.version + 1, why="欠け", due_on=today + MONTH
            )
            world.lay(DESK, asked)


def _disposals(world: World) -> None:
    """One that waits for the officer, one that waits for its witness."""
    desk, officer = world.cast[DESK][0], world.cast[OFFICER][0]
    world.write(lambda tx: _proposed(tx, world, desk))
    waiting = world.write(lambda tx: _proposed(tx, world, desk))
    actor = Actor.press(OFFICER)
    world.write(
        lambda tx: acts.release(tx, waiting, officer, actor=actor, at=world.now, act="release")
    )


def _proposed(tx: Tx, world: World, desk: Person) -> Disposal:
    today = world.now.date()
    witness = next(one for one in people.with_role(tx, Role.MANAGER, today) if one.id != desk.id)
    new = Disposal(
        id=0,
        kind=Kind.SLIPS,
        cut=today,
        count=1,
        proposed_by=desk.id,
        proposed_at=world.now,
        witness=witness.id,
        medium="サーバー",
        method="消去",
    )
    actor = Actor.press(DESK)
    return acts.propose(tx, new, desk, witness, actor=actor, act="propose")
