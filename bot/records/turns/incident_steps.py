"""What is done about incidents: steps settled by name, the end of a case, another beginning."""

from bot.records.model.incidents import Done, Incident, Step, Way
from bot.records.rules import incident_steps as rules
from bot.records.rules.incident_clocks import open_clocks
from bot.records.turns.incident_seats import case_again, done, led, shown
from bot.turns.returned import returning
from bot.turns.router import Router
from bot.turns.turn import Card, Turn
from cards.records import incident_forms as forms
from cards.records import incidents as cards
from cards.records.verbs import incidents as verbs

router = Router()


@router.on(verbs.OpenIncidentStep)
@returning(case_again)
def open_step(turn: Turn, verb: verbs.OpenIncidentStep | verbs.SettleIncidentStep) -> Card:
    """The form of one step."""
    _, one = led(turn, verb.incident_id)
    case = shown(turn, one)
    clock = next((clock for clock in case.clocks if clock.step == verb.step), None)
    if clock is None:
        rules.refuse("not_owed")
    if not one.is_open:
        rules.refuse("closed")
    return forms.step_form(turn.lang, case, clock)


@router.on(verbs.SettleIncidentStep)
@returning(open_step)
def settle(turn: Turn, verb: verbs.SettleIncidentStep) -> Card:
    """速報した, 確報した, 本人に通知した …: by name, with the day and the receipt."""
    by, one = led(turn, verb.incident_id, verb.version)
    new = Done(
        step=Step(verb.step),
        way=Way(verb.way),
        on=verb.on,
        by=turn.person.id,
        at=turn.now,
        receipt=verb.receipt,
        note=verb.note,
    )
    after = rules.settle(one, new, today=turn.today, again=verb.again)
    told = {"step": verb.step, "way": verb.way, "on": str(verb.on)}
    return done(turn, by, after, verb.name, "step", **told)


@router.on(verbs.OpenIncidentClosing)
@returning(case_again)
def open_closing(turn: Turn, verb: verbs.OpenIncidentClosing | verbs.CloseIncident) -> Card:
    """事故を閉じる, first step; refused while something is owed, with the steps by name."""
    _, one = led(turn, verb.incident_id)
    _closable(turn, one)
    return forms.closing_form(turn.lang, shown(turn, one))


def _closable(turn: Turn, one: Incident) -> None:
    """Raise Refused with the name of each step that is owed, and where the case is closed."""
    if owed := open_clocks(one) if one.is_open else ():
        case = shown(turn, one)
        names = (cards.step_name(turn.lang, case, clock.step) for clock in owed)
        rules.refuse("steps_owed", steps=turn.lang.listed(names))
    rules.closable(one)


@router.on(verbs.CloseIncident)
@returning(open_closing)
def close(turn: Turn, verb: verbs.CloseIncident) -> Card:
    """事故を閉じる: by name and with a reason; a deputy only on instruction, which is written."""
    by, one = led(turn, verb.incident_id, verb.version)
    if by.deputises and not verb.instruction:
        rules.refuse("no_instruction")
    _closable(turn, one)
    reason = "\n".join(filter(None, (verb.reason, verb.instruction)))
    after = rules.close(one, by=turn.person.id, at=turn.now, reason=reason)
    return done(turn, by, after, verb.name, "closed")


@router.on(verbs.ReopenIncident)
@returning(case_again)
def reopen(turn: Turn, verb: verbs.ReopenIncident) -> Card:
    """もう一度開く: something more came to light."""
    by, one = led(turn, verb.incident_id, verb.version)
    return done(turn, by, rules.reopen(one), verb.name, "reopened")
