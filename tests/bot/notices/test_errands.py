"""First contact, the bell and groups, over the wire to the practice tenant."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Date, bindparam, update

from bot import slices
from bot.clock import PracticeClock, real_now
from bot.delivery import outbox
from bot.delivery.chats import Chats
from bot.delivery.connector import Connector, open_session
from bot.delivery.limiter import Limiter
from bot.delivery.tokens import open_tokens
from bot.emulator.limits import Limits
from bot.emulator.login import BOT_FRAMEWORK
from bot.emulator.server import Emulator
from bot.emulator.tenant import Group, TenantSpec
from bot.emulator.tenant import Person as Member
from bot.errands import rows as errand_rows
from bot.errands.loop import Errands
from bot.errands.model import Asks
from bot.notices import asked, contact, errands, reach, ringing
from bot.notices.model import Stage
from bot.people import imports, references
from bot.people import store as people
from bot.people.references import Reference
from bot.people.tables import LISTING
from bot.storage.tx import Tx
from graph import Graph
from graph import groups as graph_groups
from graph.client import Client
from tests.bot.delivery.engines import TOKEN, settings_for
from tests.bot.notices.conftest import DESK, HEADINGS, NOW, SAID, TOKYO, City
from tests.graph.conftest import Issued

TODAY = NOW.date()
APP, STAFF = "33333333-3333-4333-8333-333333333333", "55555555-0001"


def member(number, **more):
    return Member(
        aad_object_id=f"22222222-2222-4222-8222-{number:012d}",
        name=f"試験 {number}郎",
        mail=f"shiken{number}@akatsuki.example",
        **more,
    )


MEMBERS = (
    member(0),
    member(1),
    member(2, has_app=True),
    member(3, user_type="Guest"),
    member(4, account_enabled=False),
    member(5, licensed=False),
    member(6, app_blocked=True),
)
GONE = "22222222-2222-4222-8222-000000000099"
_LEAVES = (
    update(LISTING)
    .where(LISTING.c.person == bindparam("one"))
    .values(left_on=bindparam("day", type_=Date))
)
PAPER = ("", "現場 一", "genba@akatsuki.example", "学校教育課", "", "", "")


class Rig(City):
    """The city, and the errands of its notices against the practice tenant."""

    emulator: Emulator
    errands: Errands

    def _refer(self, tx, aad):
        chat = Reference(
            aad_object_id=aad, conversation=f"a:{aad}", service_url=self.emulator.service_url
        )
        references.keep(tx, chat, at=self.now)

    async def settle(self) -> None:
        await self.errands.settle()

    def contact(self) -> None:
        """At the true time, for the errands' loop goes by it."""
        self.write(lambda tx: contact.step(self.tick(tx), real_now()))

    def ring(self) -> None:
        self.write(lambda tx: ringing.step(self.tick(tx), real_now()))

    def wait(self, time: timedelta) -> None:
        """What was tried so far lies so much longer back."""

        def work(tx):
            for row in tx.all(reach.CONTACT.select()):
                reach.keep(tx, row.person, row.state, reason=row.reason, at=row.at - time)

        self.write(work)

    def chat(self, member):
        person = self.person(member.aad_object_id)
        return self.read(lambda tx: references.find(tx, person.id))

    def held_up(self):
        """Why nobody is contacted now."""
        found = self.read(lambda tx: reach.tried(tx, (contact.NOBODY,)))
        return found[contact.NOBODY].reason if found else None

    async def contacted(self) -> None:
        """One second of contact, and its errands."""
        self.contact()
        await self.settle()

    def states(self, notice):
        return {state: count for state, count in self.standing(notice).numbers.items() if count}

    def reasons(self, notice):
        rows = self.read(lambda tx: outbox.rows(tx, notice.notice, 0, 100))
        names = self.read(lambda tx: [people.get(tx, row.recipient, TODAY).mail for row in rows])
        found = zip(names, rows, strict=True)
        return {mail.split("@")[0]: row.reason for mail, row in found if row.reason}


@pytest.fixture
async def rig(storage, tenant, tmp_path) -> AsyncIterator[Rig]:
    spec = TenantSpec(
        tenant_id=tenant,
        name="試験",
        app_id=APP,
        people=MEMBERS,
        groups=(Group(id=STAFF, name="職員", members=tuple(m.aad_object_id for m in MEMBERS[:3])),),
    )
    emulator = Emulator(spec, limits=Limits.none())
    await emulator.start()
    graph = Graph(
        Client(Issued(emulator), base_url=emulator.graph_url, hosts=("127.0.0.1",)), app_id=APP
    )
    emulator.login.accept(TOKEN, audience=BOT_FRAMEWORK)
    settings = settings_for(tenant)
    session, tokens = open_session(), open_tokens(settings)
    limiter = Limiter(storage)
    chats = Chats(
        Connector(session, tokens, settings),
        limiter,
        tenant=tenant,
        app_id=APP,
        otherwise=emulator.service_url,
    )
    found = Rig(storage, tenant)
    found.emulator, found.graph, found.limiter = emulator, graph, limiter
    found.errands = Errands(
        storage,
        {Asks.GRAPH: lambda _: graph, Asks.TEAMS: lambda _: chats},
        errands.errands,
        PracticeClock(NOW),
        tenants=lambda: (tenant,),
        tick=lambda tx, now: slices.after_errand(tx, now, TOKYO),
    )
    _load(found, tmp_path)
    yield found
    await found.errands.close()
    await graph.close()
    await tokens.close()
    await session.close()
    await emulator.stop()


def _load(rig, tmp_path):
    rows = [(m.aad_object_id, m.name, m.mail, "学校教育課", "", "", "") for m in MEMBERS]
    rows += [(GONE, "退職 一", "gone@akatsuki.example", "学校教育課", "", "", ""), PAPER]
    file = tmp_path / "people.csv"
    file.write_text("\n".join(map(",".join, (HEADINGS, *DESK, *rows))), encoding="utf-8")
    nothing = lambda tx, done: None  # noqa: E731
    imports.load(rig.storage, rig.tenant, file, today=date(2026, 4, 1), finally_=nothing)
    rig.write(lambda tx: [rig._refer(tx, row[0]) for row in DESK])


def started(rig, **more):
    draft = rig.ready("department:学校教育課", **more)
    rig.act("start", draft)
    rig.pulse()
    return draft


def tell(rig, member):
    """Teams tells the bot of an installation, and the door keeps the reference."""

    def keep(tx):
        person = people.find_by_aad(tx, member.aad_object_id, TODAY)
        chat = Reference(
            aad_object_id=member.aad_object_id,
            conversation="a:1",
            service_url=rig.emulator.service_url,
        )
        references.keep(tx, chat, at=NOW)
        outbox.reached(tx, person=person.id)

    rig.write(keep)


async def test_first_contact_ends_for_everybody(rig):
    draft = started(rig)
    await rig.contacted()
    assert rig.reasons(draft) == {
        "shiken3": "guest",
        "shiken4": "disabled",
        "shiken5": "unlicensed",
        "shiken6": "blocked",
        "gone": "deleted",
        "genba": "no_account",
    }
    tell(rig, MEMBERS[0])
    await rig.contacted()
    assert rig.read(lambda tx: len(outbox.uncontacted(tx, 100, 0))) == 1  # Teams has said nothing
    rig.wait(timedelta(seconds=60))
    await rig.contacted()
    assert rig.read(lambda tx: outbox.uncontacted(tx, 100, 0)) == ()
    assert rig.sent(draft).stage is Stage.DONE
    assert rig.states(draft) == {"sent": 3, "unreachable": 6}


async def test_where_teams_says_nothing_the_chat_is_opened_through_the_connector(rig):
    draft = started(rig)
    await rig.contacted()
    await rig.contacted()  # who had the app already is asked for at once
    chats = {number: rig.chat(MEMBERS[number]) for number in (0, 2)}
    assert (chats[0], chats[2].conversation) == (
        None,
        rig.emulator.tenant.spec.personal_chat(MEMBERS[2]),
    )
    rig.wait(timedelta(seconds=60))
    await rig.contacted()
    assert rig.chat(MEMBERS[0]) == Reference(
        aad_object_id=MEMBERS[0].aad_object_id,
        conversation=rig.emulator.tenant.spec.personal_chat(MEMBERS[0]),
        service_url=rig.emulator.service_url,
        teams_id=MEMBERS[0].teams_id,
        bot_id=f"28:{APP}",
    )
    assert rig.states(draft)["unreachable"] == 6


async def test_who_blocks_the_bot_meanwhile_is_unreachable(rig):
    draft = started(rig)
    await rig.contacted()
    rig.emulator.block(MEMBERS[0])
    await rig.emulator.uninstall(MEMBERS[1])
    rig.wait(timedelta(seconds=60))
    await rig.contacted()
    assert rig.reasons(draft)["shiken0"] == "MessageWritesBlocked"
    assert rig.reasons(draft)["shiken1"] == "BotNotInConversationRoster"


async def test_who_leaves_meanwhile_is_unreachable_for_that_reason(rig):
    draft = started(rig)
    gone = rig.person(MEMBERS[0].aad_object_id).id
    rig.write(lambda tx: tx.run(_LEAVES, one=gone, day=TODAY))
    await rig.contacted()
    assert rig.reasons(draft)["shiken0"] == "left"
    assert not rig.emulator.conversations.personal(MEMBERS[0]).installed


@pytest.mark.parametrize(
    ("becomes", "reason"),
    [
        ({"user_type": "Guest"}, "guest"),
        ({"account_enabled": False}, "disabled"),
        ({"licensed": False}, "unlicensed"),
        ({"app_blocked": True}, "blocked"),
        (None, "deleted"),
    ],
)
async def test_who_changes_while_a_card_waits_ends_for_the_right_reason(rig, becomes, reason):
    draft = started(rig)
    rig.contact()
    if becomes is None:
        rig.emulator.tenant.remove(MEMBERS[0])
    else:
        rig.emulator.tenant.put(replace(MEMBERS[0], **becomes))
    await rig.settle()
    assert rig.reasons(draft)["shiken0"] == reason
    assert rig.states(draft)["unreachable"] == 7


async def test_teams_that_wants_silence_is_asked_later(rig):
    started(rig)
    await rig.contacted()
    rig.emulator.faults.add(kind=429, retry_after=30)
    await rig.contacted()
    assert rig.chat(MEMBERS[2]) is None
    assert rig.limiter.paused_for(rig.tenant) > 0
    assert rig.read(lambda tx: tx.value(contact._OPEN)) == 1


async def test_a_bot_that_teams_refuses_makes_nobody_unreachable(rig):
    draft = started(rig)
    await rig.contacted()
    rig.emulator.faults.add(kind=403, error_code="BotDisabledByAdmin", times=None)
    before = rig.reasons(draft)
    await rig.contacted()
    assert rig.reasons(draft) == before
    assert rig.held_up() == "BotDisabledByAdmin"
    rig.emulator.faults.clear()
    rig.wait(timedelta(minutes=12))
    await rig.contacted()
    await rig.contacted()
    assert rig.held_up() is None
    assert rig.chat(MEMBERS[2])


async def test_an_app_that_is_not_in_the_catalogue_makes_nobody_unreachable(rig, monkeypatch):
    monkeypatch.setattr(rig.graph, "app_id", "66666666-6666-4666-8666-666666666666")
    draft = started(rig)
    await rig.contacted()
    assert rig.reasons(draft) == {"genba": "no_account"}
    assert rig.held_up() == errands.NOT_IN_CATALOGUE


async def test_who_was_refused_is_not_asked_about_again_for_a_week(rig):
    started(rig)
    await rig.contacted()
    again = started(rig)
    rig.contact()
    assert rig.reasons(again)["shiken3"] == "guest"
    rig.wait(timedelta(days=8))
    once_more = started(rig)
    rig.contact()
    assert "shiken3" not in rig.reasons(once_more)
    await rig.settle()
    assert rig.reasons(once_more)["shiken3"] == "guest"


async def test_a_missing_consent_makes_nobody_unreachable(rig):
    rig.emulator.granted.discard("TeamsAppInstallation.ReadWriteSelfForUser.All")
    draft = started(rig)
    await rig.contacted()
    assert rig.reasons(draft) == {"genba": "no_account"}
    permission = "TeamsAppInstallation.ReadWriteSelfForUser.All"
    assert rig.held_up() == f"not consented: {permission}"
    assert rig.read(errand_rows.not_consented) == (permission,)
    rig.contact()
    assert rig.read(lambda tx: tx.value(contact._OPEN)) == 0
    rig.emulator.granted.add("TeamsAppInstallation.ReadWriteSelfForUser.All")
    rig.wait(timedelta(minutes=11))
    await rig.contacted()
    await rig.contacted()
    assert rig.reasons(draft)["shiken3"] == "guest"
    assert rig.held_up() is None
    assert rig.read(errand_rows.not_consented) == ()


async def test_forty_thousand_are_not_asked_for_at_once(storage, tenant, tmp_path):
    city = City(storage, tenant)
    city.load(tmp_path, 130, chats=0)
    draft = city.ready()
    city.act("approve", city.act("ask", draft), by="d3")
    city.pulse()
    for seconds in range(4):
        assert city.read(lambda tx: tx.value(contact._OPEN)) == min(100, 80 * seconds)
        for _ in range(2):  # processes
            city.contact()


async def test_the_bell_rings_beside_urgent_cards(rig):
    draft = started(rig, content=replace(SAID, urgent=True))
    tell(rig, MEMBERS[2])
    rig.pump(draft)
    rig.pulse(3, seconds=100)
    assert rig.get(draft).stage is Stage.SENDING
    assert rig.read(ringing.waits)
    rig.ring()
    await rig.settle()
    rig.ring()
    assert not rig.read(ringing.waits)
    (bell,) = rig.emulator.feed.of(MEMBERS[2].aad_object_id)
    assert bell.activity_type == errands.ACTIVITY
    assert SAID.ja.title not in bell.topic + bell.preview


async def test_calm_notices_ring_no_bell(rig):
    draft = started(rig)
    rig.pulse(3, seconds=400)
    assert rig.get(draft).stage in (Stage.CANARY, Stage.SENDING)
    assert not rig.read(ringing.waits)


async def test_a_group_is_read_before_it_is_counted(rig):
    draft = rig.new(f"group:{STAFF}")
    rig.pulse(2)
    assert rig.get(draft).stage is Stage.COUNTING
    await rig.settle()
    rig.pulse(5)
    counted = rig.get(draft)
    assert (counted.stage, counted.audience) == (Stage.READY, 3)


async def test_an_unknown_group_sends_the_draft_back_to_its_author(rig):
    draft = rig.new("group:55555555-9999")
    rig.pulse(2)
    await rig.settle()
    rig.pulse(2)
    back = rig.get(draft)
    assert back.stage is Stage.DRAFT
    assert back.remark


async def test_all_processes_together_look_for_first_contacts_once_a_second(
    storage, tenant, tmp_path
):
    city = City(storage, tenant)
    city.load(tmp_path, 90, chats=0)
    city.act("start", city.ready("department:学校教育課"))
    city.pulse()
    assert city.read(contact.waits)
    for _ in range(3):
        city.write(lambda tx: contact.contact(city.tick(tx)))
    assert city.read(lambda tx: tx.value(contact._OPEN)) == contact.AT_A_TIME
    assert not city.read(contact.waits)


async def test_only_for_whom_something_follows_is_fetched_and_in_few_statements(
    storage, tenant, tmp_path, monkeypatch
):
    city = City(storage, tenant)
    city.load(tmp_path, 90, chats=0)
    city.act("start", city.ready("department:学校教育課"))
    city.pulse()
    city.contact()
    real = real_now()
    fetched = []
    run_all = Tx.all
    monkeypatch.setattr(Tx, "all", lambda tx, *a, **b: fetched.append(1) or run_all(tx, *a, **b))

    def due(tx):
        return reach.due(tx, told=real, forgotten=real - timedelta(days=900), most=100)

    assert len(city.read(due)) == 90 - contact.AT_A_TIME
    fetched.clear()
    city.write(lambda tx: contact.step(city.tick(tx), city.real))
    assert len(fetched) < 10


async def test_the_keys_of_first_contacts_name_nobody(rig):
    started(rig)
    rig.contact()
    person = rig.person(MEMBERS[0].aad_object_id).id
    keys = rig.read(lambda tx: [row.key for row in tx.all(errand_rows.ERRAND.select())])
    assert keys
    assert not [key for key in keys if str(person) in key.split(":")]


def test_chats_are_opened_slowly_enough_to_leave_room_for_answers():
    kinds = errands.errands.kinds
    assert kinds[asked.OPEN_CHAT].each_second == asked.CHATS_EACH_SECOND <= 10


async def test_what_was_tried_is_forgotten_where_nothing_was_ever_sent(rig):
    started(rig)
    await rig.contacted()
    stranger = 987654
    rig.write(lambda tx: reach.keep(tx, stranger, reach.INSTALLED, at=real_now()))
    assert rig.write(reach.dispose) == 1
    assert rig.read(lambda tx: reach.tried(tx, (stranger,))) == {}


async def test_a_large_group_is_read_by_an_errand_for_each_page(rig, monkeypatch):
    monkeypatch.setattr(graph_groups, "PAGE", 2)
    draft = rig.new(f"group:{STAFF}")
    rig.pulse(2)
    await rig.settle()
    rig.pulse(6)
    assert rig.get(draft).audience == 3
    query = errand_rows.ERRAND.select().where(errand_rows.ERRAND.c.kind == asked.READ_GROUP)
    assert len(rig.read(lambda tx: tx.all(query))) == 2


async def test_a_group_that_may_not_be_read_is_told_apart_from_one_that_is_gone(rig):
    rig.emulator.granted.discard("GroupMember.ReadBasic.All")
    draft = rig.new(f"group:{STAFF}")
    rig.pulse(2)
    await rig.settle()
    rig.pulse(2)
    back = rig.get(draft)
    assert (back.stage, back.remark) == (Stage.DRAFT, "notices.remark.unread")


async def test_a_group_without_an_end_is_given_up(rig, monkeypatch):
    async def endless(group, link=""):
        return (MEMBERS[0].aad_object_id,), "the same again"

    monkeypatch.setattr(rig.graph.groups, "page", endless)
    draft = rig.new(f"group:{STAFF}")
    rig.pulse(2)
    await rig.settle()
    rig.pulse(2)
    assert rig.get(draft).stage is Stage.DRAFT
