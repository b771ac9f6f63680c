"""Everybody of the practice tenant says and presses what there is, in every slice, with marked
words; then all that the run wrote is searched: no name, no mail, no account, no word of theirs."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import generate_latest

from bot import logs, metrics, tracing
from bot.people.model import Role
from bot.practice import Practice
from bot.records.store import holds, incidents
from bot.storage.tx import Tx
from bot.watching import Watching
from cards.verbs import Verb
from tests.journeys.conftest import settle

MARK = "秘密のことばZX81"
WORDS = (
    "ヘルプ", "期限", "協定", "会議", "研修", "セルフチェック", "お知らせ", "会議候補",
    "不在 12/9-12/11", "不在", "欠席", "出席簿", "事故報告", "私のデータ", "台帳", "取扱台帳",
    "再委託", "点検", "学校", "名簿", MARK, f"{MARK}について教えてください",
)  # fmt: skip
DESKS = {role.value for role in Role if role.value.endswith(("desk", "approver"))}
SAID_EACH, PRESSES_EACH = 2, 10


def actions(part: Any) -> Iterator[dict[str, Any]]:
    """Every button of a card, wherever it stands."""
    if isinstance(part, list):
        for one in part:
            yield from actions(one)
    elif isinstance(part, dict):
        if part.get("type") == "Action.Execute":
            yield part
        for key, value in part.items():
            if key != "fallback":
                yield from actions(value)


def filled(part: Any) -> dict[str, Any]:
    """Something for every input of a card: the mark wherever words may be written."""
    if isinstance(part, list):
        return {key: value for one in part for key, value in filled(one).items()}
    if not isinstance(part, dict):
        return {}
    found = {key: value for one in part.values() for key, value in filled(one).items()}
    match part.get("type"):
        case "Input.Text":
            found[part["id"]] = MARK
        case "Input.Date":
            found[part["id"]] = "2026-12-09"
        case "Input.Time":
            found[part["id"]] = "09:00"
        case "Input.Number":
            found[part["id"]] = 3
        case "Input.Toggle":
            found[part["id"]] = "true"
        case "Input.ChoiceSet" if part.get("choices"):
            found[part["id"]] = part["choices"][-1]["value"]
    return found


async def lived(tenant: Practice, *, speaks: bool) -> set[str]:
    """Everybody says something and presses what nobody has; the verbs that were pressed."""
    pressed: set[str] = set()
    said = cycle(WORDS)
    for who in tenant.emulator.spec.people:
        some = WORDS if DESKS.intersection(who.roles) else islice(said, SAID_EACH)
        for words in (*some, MARK) if speaks else ():  # an answer waits for its place in the pace
            await tenant.emulator.say(who, words)
        for verb, message, action in islice(_new_buttons(tenant, who, pressed), PRESSES_EACH):
            pressed.add(verb)
            await tenant.emulator.press(who, message.id, action, filled(message.card))
    await settle(tenant)
    return pressed


def _new_buttons(tenant: Practice, who: Any, pressed: set[str]) -> Iterator[tuple[str, Any, Any]]:
    for message in list(tenant.emulator.inbox(who)):
        for action in actions(message.card):
            if action.get("verb") not in pressed and not message.deleted:
                yield action["verb"], message, action


def private(tenant: Practice) -> set[str]:
    """What nobody may find: names in each spelling, mails, accounts, what was written."""
    people = tenant.emulator.spec.people
    names = {name for one in people for name in (one.name, one.name.replace(" ", ""))}
    return {MARK, *names, *(one.mail for one in people), *(one.aad_object_id for one in people)}


def found_in(text: str, words: set[str]) -> set[str]:
    """Also where a line of JSON spells letters by number."""
    return {word for word in words if word in text or ascii(word)[1:-1] in text}


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """Every span of the run, as it would be sent."""
    kept = InMemorySpanExporter()
    provider = tracing._provider([])
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("renkei"))
    return kept


def ids(ended: Iterable[ReadableSpan], name: str) -> set[int]:
    """The traces that have spans of this name."""
    return {span.context.trace_id for span in ended if span.name == name and span.context}


async def records(tenant: Practice) -> set[str]:
    """An incident is reported and written down, a hold set, one's own data looked at."""
    pressed: set[str] = set()
    today = tenant.house.clock.now().astimezone(tenant.house.settings.zone).date().isoformat()
    known = {"known_on": today, "known_at": "00:01", "people": "150"}
    about = {"ground": "audit", "matter": _with(tenant, Role.STAFF).mail, "until": ""}
    for role, words, steps in (
        (Role.STAFF, "事故報告", (("records.report_incident", known),)),
        (Role.SECURITY_OFFICER, "事故", _written_down()),
        (Role.AGREEMENT_DESK, "保留", (("records.open_hold", {}), ("records.set_hold", about))),
        (Role.AGREEMENT_DESK, "廃棄", _proposed(tenant)),
        (Role.GUARDIAN, "私のデータ", (("records.show_my_data", {}),)),
    ):
        who = _with(tenant, role)
        await tenant.emulator.say(who, words)
        await settle(tenant)
        message = _offering(tenant, who, steps[0][0])
        card = message.card
        for verb, given in steps:
            action = next(one for one in actions(card) if one["verb"] == verb)
            reply = await tenant.emulator.press(who, message.id, action, filled(card) | given)
            card = reply["body"]["value"]
            pressed.add(verb)
    await settle(tenant)
    return pressed


def _offering(tenant: Practice, who: Any, verb: str) -> Any:
    """The newest card with such a button: others may come in the same moment."""
    offers = (
        message
        for message in reversed(tenant.emulator.inbox(who))
        if any(one.get("verb") == verb for one in actions(message.card))
    )
    return next(offers)


def _with(tenant: Practice, role: Role) -> Any:
    return next(one for one in tenant.emulator.spec.people if role in one.roles)


def _written_down() -> tuple[tuple[str, dict[str, Any]], ...]:
    steps = ("show_incident", "open_incident_account", "write_incident_account")
    return tuple((f"records.{step}", {}) for step in steps)


def _proposed(tenant: Practice) -> tuple[tuple[str, dict[str, Any]], ...]:
    given = {"kind": "person", "person": _with(tenant, Role.STAFF).mail}
    given["witness"] = _with(tenant, Role.MANAGER).mail
    return ("records.open_disposal_proposal", {}), ("records.propose_disposal", given)


def kept(tenant: Practice) -> str:
    """What the house has kept of it, in its own words: so the words did come in."""

    def read(tx: Tx) -> str:
        told = [one.account.what for one in incidents.every(tx)]
        return " ".join([*told, *(one.why for one in holds.standing(tx, date.max))])

    return tenant.house.storage.read_now(tenant.house.settings.home, read)


@pytest.mark.limit(300)
async def test_nothing_that_a_run_writes_names_anybody(
    tenant: Practice, capfd: pytest.CaptureFixture[str], spans: InMemorySpanExporter
) -> None:
    logs.set_up(json=True, least=logging.DEBUG)
    await settle(tenant)
    pressed = await records(tenant)
    assert kept(tenant).count(MARK) == 2  # what was told of the incident, and why it is held
    pressed |= await lived(tenant, speaks=True)
    await tenant.advance(tenant.house.clock.now() + timedelta(days=3))
    pressed |= await lived(tenant, speaks=False)
    out, err = capfd.readouterr()
    house = tenant.house
    watching = Watching(house.storage, house.settings, house.clock)
    figures = await asyncio.to_thread(lambda: generate_latest(metrics._together((watching,))))
    areas = {verb.partition(".")[0] for verb in pressed}
    assert areas >= {
        "agreements",
        "attendance",
        "home",
        "meetings",
        "notices",
        "records",
        "training",
    }
    assert len(pressed) > 40
    assert pressed <= set(Verb.known)
    assert '"event"' in err
    ended = spans.get_finished_spans()
    assert {span.name for span in ended} >= {"turn", "copy", "tick", "errand"}
    assert ids(ended, "copy") & ids(ended, "turn")
    traces = "".join(span.to_json() for span in ended)
    written = out + err + figures.decode() + traces
    assert found_in(written, private(tenant)) == set()
    assert found_in(written + MARK, private(tenant)) == {MARK}
