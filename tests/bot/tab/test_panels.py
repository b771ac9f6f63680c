"""Who is shown what: the cast of the practice tenant, each with a token of their own."""

from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from bot import slices
from bot.attendance import receiving
from bot.attendance.model import Content, Door, Kind, Reason, Report
from bot.attendance.store import classes, enrolments, schools
from bot.ledger.model import Actor
from bot.ledger.record import ENTRY
from bot.notices import deciding
from bot.notices.deeds import Deed
from bot.people import store as people
from bot.storage.tx import Tx
from bot.tab.describing import description
from tests.bot.tab.conftest import Looking
from tests.bot.tab.fits import faults
from tests.journeys.conftest import settle

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.limit(300)]

DESK, MANAGER, CHIEF = "小鳥遊陽介", "水無瀬章子", "朝凪直"
TRAINING_DESK, COORDINATOR = "糸魚原悠真", "汐入佳代"
BOARD, PRINCIPAL, VICE = "東雲隆介", "葉月野真澄", "鷺沼田圭介"
HOMEROOM, OTHER_HOMEROOM, CURRICULUM = "藤ヶ瀬ひかる", "蓮沼田彩", "白根沢朋美"
SUPPORT, MEALS, TEACHER, OTHER_SCHOOL = "若鮎沢望", "稲穂田茂", "砂羽野亮", "磐城野剛"
NURSE, OFFICE = "水城野すみれ", "真鶴田和恵"
PUPIL, GUARDIAN, AUDITOR = "青葉野いろは", "青葉野香", "千早蓮"
SCHOOL = "あかつき市立朝日小学校"

WHOSE = {
    DESK: ["agreements", "meetings", "notices"],
    MANAGER: ["agreements", "meetings", "notices"],
    CHIEF: ["agreements", "meetings"],
    TRAINING_DESK: ["training", "notices"],
    COORDINATOR: ["training"],
    PRINCIPAL: ["attendance"],
    HOMEROOM: ["attendance"],
    MEALS: [],
    TEACHER: [],
    AUDITOR: [],
    PUPIL: [],
    GUARDIAN: [],
}


@pytest.mark.parametrize(("name", "wanted"), WHOSE.items(), ids=WHOSE.keys())
async def test_each_role_has_its_own_panels(looking, name, wanted):
    assert await looking.panels(name) == wanted
    for panel in {"agreements", "meetings", "training", "attendance", "notices"} - set(wanted):
        status, _ = await looking.ask(f"api/panels/{panel}", looking.token(name))
        assert status == 404, f"{panel} is not there for whose it isn't"


async def test_every_answer_is_what_the_description_says(looking):
    status, whole = await looking.ask("api/openapi.json")
    assert status == 200
    assert whole["openapi"].startswith("3.1")
    for name, panels in WHOSE.items():
        for path in ("me", *(f"panels/{panel}" for panel in panels)):
            _, found = await looking.ask(f"api/{path}", looking.token(name))
            answer = whole["paths"][f"/tab/api/{path}"]["get"]["responses"]["200"]
            schema = answer["content"]["application/json"]["schema"]
            assert faults(found, schema, whole) == [], path
    _, fault = await looking.ask("api/panels/nothing", looking.token(DESK))
    assert faults(fault, whole["components"]["schemas"]["Fault"], whole) == []


async def test_the_description_is_of_the_panels_that_there_are(looking):
    _, whole = await looking.ask("api/openapi.json")
    assert whole == description(slices.panels(), whole["info"]["version"])
    views = [panel.view for panel in slices.panels()]
    assert len({view.__name__ for view in views}) == len(views)


@pytest.mark.parametrize("path", ["api/me", "api/panels/agreements", "api/panels/nothing"])
async def test_nothing_is_told_without_a_token(looking, path):
    for token in ("", "abc", looking.token(DESK)[:-4]):
        status, found = await looking.ask(path, token)
        assert status == 401
        assert set(found) == {"error"}
    assert looking.last["WWW-Authenticate"] == "Bearer"


async def test_a_stranger_of_the_tenant_gets_help_and_no_data(looking):
    claims = looking.tenant.emulator.login.claims_for_tab(looking.person(DESK))
    claims["oid"] = "99999999-9999-4999-8999-999999999999"
    status, me = await looking.ask("api/me", looking.tenant.emulator.login.sign(claims))
    assert (status, me["known"], me["panels"], me["name"]) == (200, False, [], "")
    assert not me["staff"]


WRONG = ["-1", "x", "1e3", "２０２６", "", "0" * 12 + "9" * 5_000, "0" * 20, "9" * 10]


@pytest.mark.parametrize("query", [f"?year={one}" for one in WRONG], ids=range(len(WRONG)))
async def test_a_number_that_is_none_is_refused(looking, query):
    status, _ = await looking.ask(f"api/panels/agreements{query}", looking.token(DESK))
    assert status == 400


async def test_what_has_not_changed_is_not_sent_again(looking):
    await looking.panel(DESK, "meetings")
    etag = looking.last["ETag"]
    status, nothing = await looking.ask(
        "api/panels/meetings", looking.token(DESK), **{"If-None-Match": etag}
    )
    assert (status, nothing) == (304, None)
    await looking.panel(MANAGER, "meetings")
    assert looking.last["ETag"] != etag, "another reader's answer is another one"


async def test_answers_are_kept_nowhere_and_are_one_persons(looking):
    await looking.panel(DESK, "agreements")
    assert looking.last["Cache-Control"] == "no-store"
    assert looking.last["Vary"] == "Authorization, Accept-Language"
    assert "Set-Cookie" not in looking.last


# agreements


async def test_the_desk_sees_the_register_and_a_section_its_own(looking):
    whole, own = [await looking.panel(name, "agreements") for name in (DESK, MANAGER)]
    assert (whole["whole"], own["whole"]) == (True, False)
    assert {one["id"] for one in own["terms"]} < {one["id"] for one in whole["terms"]}
    assert all(one["own"] for one in own["terms"] if one["owner"].endswith("政策企画課長"))


async def test_the_head_of_a_division_sees_what_the_sections_below_must_decide(looking):
    own = await looking.panel(CHIEF, "agreements")
    assert own["terms"]
    assert not any(one["own"] for one in own["terms"])


async def test_a_year_begins_in_april_and_holds_what_turns_in_it(looking):
    for year in (2026, 2027):
        found = await looking.panel(DESK, "agreements", f"?year={year}")
        assert (found["first"], found["last"]) == (f"{year}-04-01", f"{year + 1}-03-31")
        for term in found["terms"]:
            assert term["decide_by"] <= found["last"]
            assert term["end"] >= found["first"]
        ends = [one for one in found["terms"] if found["first"] <= one["end"] <= found["last"]]
        assert found["ending"] == len(ends)


async def test_terms_come_by_the_day_on_which_they_must_be_decided(looking):
    found = await looking.panel(DESK, "agreements")
    days = [one["decide_by"] for one in found["terms"]]
    assert days == sorted(days)
    assert found["waiting"] == sum(one["waits"] for one in found["terms"]) > 0


# training


async def test_a_coordinator_sees_their_own_municipality_alone(looking):
    found = await looking.panel(COORDINATOR, "training")
    assert found["municipality"] == "みなも町"
    assert found["municipalities"] == []
    assert {one["name"] for one in found["departments"]} == {"みなも町 総務課"}
    whole = await looking.panel(TRAINING_DESK, "training")
    assert whole["municipality"] == ""
    assert whole["share"]["audience"] > found["share"]["audience"] > 0


async def test_the_parts_of_each_share_add_up_to_its_people(looking):
    found = await looking.panel(TRAINING_DESK, "training")
    for one in (found["share"], *found["departments"], *found["municipalities"]):
        parts = one["finished"] + one["booked"] + one["waiting"] + one["nothing"]
        assert parts == one["audience"], one


async def test_a_course_that_there_is_not_is_refused(looking):
    path = "api/panels/training?course=999999"
    status, _ = await looking.ask(path, looking.token(TRAINING_DESK))
    assert status == 403


# attendance


def reports(tx: Tx, now: datetime) -> None:
    """Somebody of each class is reported: at the first school six, at the other one."""
    for school in schools.every(tx):
        for class_ in classes.current(tx, school.id, now.date()):
            seats = enrolments.of_class(tx, class_.id, now.date())
            for seat in [one for one in seats if one.main][:2]:
                _report(tx, seat.pupil, school.id, class_.id, now)


def _report(tx: Tx, pupil: int, school: int, class_: int, now: datetime) -> None:
    day = now.date()
    given: dict[str, Any] = {"since": day, "until": day, "kind": Kind.ABSENT, "sent_at": now}
    content = Content(reason=Reason.ILL, text="熱があります")
    new = Report(
        id=0,
        pupil=pupil,
        school=school,
        day_class=class_,
        author=900,
        door=Door.OFFICE,
        content=content,
        **given,
    )
    receiving.receive(tx, new, now, actor=Actor.job("test"))


@pytest_asyncio.fixture(loop_scope="module")
async def reported(looking: Looking) -> Looking:
    """The morning has its reports, once."""
    house = looking.tenant.house
    now = looking.tenant.clock.now().astimezone(house.settings.zone)
    found = await looking.panel(PRINCIPAL, "attendance")
    if not found["schools"][0]["counted"]["absent"]:
        await looking.tenant.storage.write(house.settings.home, lambda tx: reports(tx, now))
        await settle(looking.tenant)
    return looking


async def test_names_come_only_where_they_are_asked_for(reported):
    plain = await reported.panel(HOMEROOM, "attendance")
    asked = await reported.panel(HOMEROOM, "attendance", "?names=1")
    (quiet,), (named,) = (one["schools"][0]["classes"] for one in (plain, asked))
    assert (quiet["children"], quiet["named"]) == ([], True)
    assert {one["mark"] for one in named["children"]} == {"absent"}
    assert all(one["name"] for one in named["children"])


async def test_a_homeroom_sees_its_own_class_and_no_other(reported):
    for name, wanted in ((HOMEROOM, "3年2組"), (OTHER_HOMEROOM, "3年1組")):
        found = await reported.panel(name, "attendance", "?names=1")
        assert [one["name"] for one in found["schools"]] == [SCHOOL]
        assert [one["name"] for one in found["schools"][0]["classes"]] == [wanted]


async def test_who_only_counts_sees_classes_and_nobody_by_name(reported):
    found = await reported.panel(CURRICULUM, "attendance", "?names=1")
    assert len(found["schools"][0]["classes"]) > 2
    assert not any(one["named"] or one["children"] for one in found["schools"][0]["classes"])


async def test_no_list_names_a_class_of_support(reported):
    for name in (VICE, NURSE, CURRICULUM, PRINCIPAL):
        found = await reported.panel(name, "attendance", "?names=1")
        (others,) = [one for one in found["schools"][0]["classes"] if one["id"] == 0]
        assert "ひまわり" not in str(found)
        assert others["children"] == []
        assert others["counted"]["absent"] > 0


async def test_who_teaches_a_class_of_support_sees_it_by_its_name(reported):
    found = await reported.panel(SUPPORT, "attendance", "?names=1")
    (own,) = found["schools"][0]["classes"]
    assert (own["id"] > 0, own["name"], own["named"]) == (True, "3年ひまわり組", True)
    assert own["children"], "by name, as on the class's card"


async def test_a_line_without_a_name_says_how_far_the_rolls_are(reported):
    school = (await reported.panel(VICE, "attendance"))["schools"][0]
    states = [one["roll"] for one in school["classes"]]
    assert states[-1] in ("open", "missing")
    assert sum(one in ("open", "missing") for one in states) >= school["unchecked"]


async def test_a_schools_classes_add_up_to_the_school(reported):
    school = (await reported.panel(VICE, "attendance"))["schools"][0]
    for part in ("enrolled", "absent", "late", "suspended"):
        every = [one["counted"][part] for one in school["classes"]]
        assert sum(every) == school["counted"][part]


async def test_the_board_sees_counts_alone_and_none_that_points_at_a_child(reported):
    found = await reported.panel(BOARD, "attendance", "?names=1")
    assert found["board"]
    by_name = {one["name"]: one for one in found["schools"]}
    assert by_name[SCHOOL]["counted"]["absent"] >= 5
    other = next(one for name, one in by_name.items() if name != SCHOOL)
    assert other["counted"]["absent"] is None
    assert found["whole"]["absent"] is None, "else the other school's is what is left of it"
    for one in (*found["schools"], {"counted": found["whole"], "classes": []}):
        assert one["counted"]["present"] is None, "it would give a hidden number away"
        assert one["classes"] == []


async def test_another_schools_head_sees_nothing_of_this_one(reported):
    found = await reported.panel(OTHER_SCHOOL, "attendance", "?names=1")
    assert SCHOOL not in [one["name"] for one in found["schools"]]


async def test_no_reason_is_ever_told(reported):
    for name in (HOMEROOM, VICE, NURSE, PRINCIPAL, BOARD):
        assert "熱" not in str(await reported.panel(name, "attendance", "?names=1"))
        assert "ill" not in str(await reported.panel(name, "attendance", "?names=1"))


def noted(looking: Looking, name: str) -> list[str]:
    """The matters that the ledger says somebody looked at in the tab."""
    person = looking.person(name)

    def work(tx: Tx) -> list[str]:
        from bot.ledger import pseudonyms

        found = people.find_by_aad(tx, person.aad_object_id, looking.tenant.clock.now().date())
        who = pseudonyms.of(tx, found.id)
        rows = tx.all(ENTRY.select().where(ENTRY.c.act == "attendance.board", ENTRY.c.who == who))
        assert all(row.door == "tab" for row in rows)
        return [row.subject for row in rows]

    return looking.tenant.storage.write_now(looking.tenant.house.settings.home, work)


async def test_who_was_shown_names_stands_in_the_ledger_once_an_hour(reported):
    assert noted(reported, OFFICE) == []
    for _ in range(3):
        await reported.panel(OFFICE, "attendance")
    assert noted(reported, OFFICE) == [], "nobody was named"
    for _ in range(3):
        await reported.panel(OFFICE, "attendance", "?names=1")
    (subject,) = noted(reported, OFFICE)
    assert subject.startswith("school:")


async def test_what_the_board_was_shown_stands_in_the_ledger(reported):
    await reported.panel(BOARD, "attendance")
    assert noted(reported, BOARD) == ["schools"]


# notices


async def test_states_of_a_notice_add_up_to_its_people(looking):
    await looking.tenant.house.settle_pulses()
    found = await looking.panel(DESK, "notices")
    assert found["notices"]
    for one in found["notices"]:
        assert sum(part["people"] for part in one["parts"]) == one["audience"] > 0


async def test_who_is_to_approve_a_notice_sees_that_it_waits(looking):
    house = looking.tenant.house
    await house.settle_pulses()
    assert (await looking.panel(MANAGER, "notices"))["notices"] == []
    (draft,) = (await looking.panel(DESK, "notices"))["notices"]
    now = looking.tenant.clock.now().astimezone(house.settings.zone)

    def ask(tx: Tx) -> None:
        desk = people.find_by_aad(tx, looking.person(DESK).aad_object_id, now.date())
        deed = Deed(by=desk, actor=Actor.job("test"), now=now)
        deciding.ask(tx, draft["id"], deed)

    await looking.tenant.storage.write(house.settings.home, ask)
    (waits,) = (await looking.panel(MANAGER, "notices"))["notices"]
    assert (waits["id"], waits["stage"]) == (draft["id"], "asked")


async def test_a_desk_does_not_see_another_desks_notices(looking):
    assert await looking.panel(TRAINING_DESK, "notices") != await looking.panel(DESK, "notices")


# languages


async def test_words_come_in_the_language_that_teams_is_set_to(looking):
    japanese = await looking.panel(VICE, "attendance")
    looking.language = "en"
    english = await looking.panel(VICE, "attendance")
    assert [one["name"] for one in japanese["schools"][0]["classes"]] != [
        one["name"] for one in english["schools"][0]["classes"]
    ]
