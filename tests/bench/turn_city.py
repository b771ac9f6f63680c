"""The register that turns are measured on: eight managers with three open agreements each."""

import csv
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from bot import slices
from bot.agreements.model import Agreement, Party, PartyName, Renewal, RenewalKind
from bot.agreements.rules.course import next_due_on
from bot.agreements.store import register
from bot.clock import PracticeClock
from bot.emulator.server import Emulator
from bot.emulator.tenant import Person, TenantSpec
from bot.people import imports
from bot.people import store as people
from bot.settings import Settings
from bot.storage.store import Storage, open_storage
from bot.storage.tx import Tx
from bot.turns.door import activities, hearing
from bot.turns.heard import Heard
from bot.turns.hearing import Hearing
from bot.workdays import Calendar
from cards.agreements.verbs import ConfirmRenewal, RefreshMatter, Undo

TENANT = "11111111-1111-4111-8111-111111111111"
NOW = datetime(2026, 12, 28, 0, 0, tzinfo=UTC)  # the morning of the first renewal card
TODAY = date(2026, 12, 28)
EACH = 3  # with more on one day they would be one digest, and a press had no card to revise
# Where counters stand, so that a recorded parameter tells what it counts.
VERSION, SEQ = 1_000_000, 5_000_000
MANAGERS = tuple(
    Person(
        aad_object_id=f"22222222-2222-4222-8222-{number:012}",
        name=f"課長 {number}",
        mail=f"kacho{number}@akatsuki.example.jp",
    )
    for number in range(8)
)
SPEC = TenantSpec(
    tenant_id=TENANT,
    name="あかつき市",
    app_id="33333333-3333-4333-8333-333333333333",
    people=MANAGERS,
)
_OURS = Party(role="甲", ours=True, names=(PartyName(name="あかつき市"),))
_PARTNER = Party(role="乙", names=(PartyName(name="ひのでロジ株式会社"),))
_AGREEMENT = Agreement(
    id=0,
    number="",
    title="見守り活動に関する協定",
    parties=(_OURS, _PARTNER),
    signed_on=date(2024, 4, 1),
    start=date(2024, 4, 1),
    end=date(2027, 3, 31),
    renewal=Renewal(kind=RenewalKind.MUTUAL, extension_months=12, article="第8条"),
    lead_days=0,
    post=0,
    registered_on=date(2026, 4, 1),
)


def settings_for(file: Path, **more: Any) -> Settings:
    """Settings of a bot of this tenant with its database in `file`."""
    return Settings(
        database_url=f"sqlite:///{file}",
        app_id=SPEC.app_id,
        tenant_id=TENANT,
        credential="static",
        static_token="fixed",
        **more,
    )


def hearing_on(storage: Storage, settings: Settings) -> Hearing:
    """What the door would call, on the morning of the first card."""
    clock = PracticeClock(NOW)
    return Hearing(storage, slices.router(), slices.FALLBACKS, clock=clock, settings=settings)


def heard(body: dict[str, Any]) -> Heard:
    """An activity in our own words, as the door hands it on."""
    kind = hearing.pressed if body["type"] == "invoke" else hearing.message
    return kind(activities.incoming(body), TENANT)


def message(emulator: Emulator, manager: Person) -> dict[str, Any]:
    """「期限」, said by a manager; the activity's id is still to be filled in."""
    chat = emulator.conversations.personal(manager)
    return emulator.activities.message(manager, chat, id="@activity@", text="期限")


def presses(emulator: Emulator, agreement: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The owner confirms, and takes it back; id and version are still to be filled in."""
    manager = MANAGERS[(agreement - 1) // EACH]
    confirm, undo = (_press(emulator, manager, verb, agreement) for verb in (ConfirmRenewal, Undo))
    return confirm, undo


def refresh(emulator: Emulator, agreement: int) -> dict[str, Any]:
    """The owner's Teams draws the card anew; the activity's id is still to be filled in."""
    manager = MANAGERS[(agreement - 1) // EACH]
    return _invoke(emulator, manager, RefreshMatter, {"agreement_id": agreement}, "automatic")


def _press(emulator: Emulator, manager: Person, verb: Any, agreement: int) -> dict[str, Any]:
    data = {"agreement_id": agreement, "version": "@version@"}
    return _invoke(emulator, manager, verb, data, "manual")


def _invoke(
    emulator: Emulator, manager: Person, verb: Any, data: dict[str, Any], trigger: str
) -> dict[str, Any]:
    pressed = emulator.activities.card_action(
        manager,
        emulator.conversations.personal(manager),
        reply_to="1700000000000",
        action={"type": "Action.Execute", "verb": verb.name, "data": data},
        trigger=trigger,
    )
    return {**pressed, "id": "@activity@"}


def filled(body: dict[str, Any], activity: str, version: int = 0) -> bytes:
    """The body with its id and version."""
    written = orjson.dumps(body).replace(b"@activity@", activity.encode())
    return written.replace(b'"@version@"', b"%d" % version)


async def found(file: Path, emulator: Emulator) -> None:
    """Make the register, with every card posted and every kind of turn heard once."""
    settings = settings_for(file)
    storage = open_storage(settings)
    _people(storage, file.with_name("people.csv"))
    storage.write_now(TENANT, _agreements)
    hears = hearing_on(storage, settings)
    for number, manager in enumerate(MANAGERS):
        await hears.hear(heard(orjson.loads(filled(message(emulator, manager), f"first{number}"))))
    storage.write_now(TENANT, lambda tx: slices.tick(tx, NOW, settings.zone))
    storage.close()
    _counters(file)


def _people(storage: Storage, file: Path) -> None:
    rows = [("aad_object_id", "name", "mail", "department", "post", "superior_post", "roles")]
    rows += [
        (
            one.aad_object_id,
            one.name,
            one.mail,
            f"第{number}課",
            f"第{number}課長",
            "部長",
            "manager",
        )
        for number, one in enumerate(MANAGERS)
    ]
    rows.append(("boss", "部長", "bucho@akatsuki.example.jp", "総務部", "部長", "", "manager"))
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(rows)
    imports.load(storage, TENANT, file, today=date(2026, 4, 1), finally_=lambda tx, done: None)


def _agreements(tx: Tx) -> None:
    for number in range(EACH * len(MANAGERS)):
        (post,) = people.posts_named(tx, f"第{number // EACH}課長", TODAY)
        agreement = replace(_AGREEMENT, number=str(number), post=post.id)
        register.add(tx, agreement, due_on=next_due_on(agreement, Calendar(), TODAY))


def _counters(file: Path) -> None:
    raw = sqlite3.connect(file)
    raw.execute("UPDATE agreement SET version = ?", [VERSION])
    raw.execute("INSERT OR IGNORE INTO ledger_head VALUES (?, 0, ?)", [TENANT, "0" * 64])
    raw.execute("UPDATE ledger_head SET seq = ?", [SEQ])
    raw.execute(
        "UPDATE delivery SET state = 'sent', activity_id = '17' || id, shown_revision = 1,"
        " try_at = NULL"
    )
    raw.commit()
    raw.close()


def copied(file: Path, name: str) -> Path:
    """The register once more, in a file of its own with its key."""
    for suffix in ("", ".key"):
        shutil.copyfile(f"{file}{suffix}", f"{file.with_name(name)}{suffix}")
    return file.with_name(name)
