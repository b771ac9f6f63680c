"""The sample city hangs together, and gives every kind of matter to practise with."""

import csv
from datetime import date, timedelta
from pathlib import Path

from bot.emulator import city, city_schools

PEOPLE = (
    *("aad_object_id", "name", "mail", "department", "post", "grade", "superior_post"),
    *("municipality", "roles", "language", "from", "to", "leave_from", "leave_to"),
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_the_people_file_has_the_agreed_columns_and_no_one_twice() -> None:
    people = rows(city.people_file())
    assert tuple(people[0]) == PEOPLE
    for name in ("aad_object_id", "mail", "name"):
        assert len({row[name] for row in people}) == len(people)
    assert all(row["mail"].endswith(".example") for row in people)


def test_every_post_leads_up_to_a_department_head() -> None:
    above = {row["post"]: row["superior_post"] for row in rows(city.people_file())}
    for post in above:
        steps = 0
        while above[post]:
            post, steps = above[post], steps + 1
            assert steps < 6


def test_the_people_show_every_case_that_matters() -> None:
    people = rows(city.people_file())
    first = city.FIRST_DAY.isoformat()
    assert [row for row in people if row["leave_from"] and row["leave_from"] <= first]
    assert {row["language"] for row in people} == {"ja", "en"}
    assert {"agreement_desk", "manager", "auditor"} <= {row["roles"] for row in people}


def test_owners_and_deputies_are_posts_of_the_people_file() -> None:
    posts = {row["post"] for row in rows(city.people_file())}
    for row in rows(city.agreements_file()):
        named = {row["担当職"], *filter(None, row["代理職"].split("、"))}
        assert named <= posts


def test_the_register_has_every_kind_of_end() -> None:
    register = rows(city.agreements_file())
    assert {row["更新"] for row in register} == {"自動", "合意", "なし"}
    assert {row["種別"] for row in register} == {"協定", "覚書", "契約", "特記事項"}
    assert [row for row in register if not row["終了日"] and not row["案"]]
    assert [row for row in register if row["案"]]
    assert [row for row in register if len(row["その他の当事者"].split("、")) > 10]
    assert [row for row in register if row["経費"] == "有" and row["債務負担行為"] == "無"]
    numbers = {row["番号"] for row in register}
    assert len(numbers) == len(register) == 15
    assert {row["親契約"] for row in register if row["親契約"]} <= numbers


def test_one_matter_is_late_and_one_ends_a_month_after_the_first_day() -> None:
    ends = {
        date.fromisoformat(row["終了日"].replace("/", "-")): row
        for row in rows(city.agreements_file())
        if row["終了日"][:2] == "20" and row["状態"] not in ("満了", "締結")
    }
    assert city.FIRST_DAY + timedelta(days=30) in ends
    late = [
        end for end, row in ends.items() if end - timedelta(int(row["準備日数"])) < city.FIRST_DAY
    ]
    assert date(2026, 12, 31) in late


def test_texts_are_of_matters_in_the_register() -> None:
    titles = {row["名称"] for row in rows(city.agreements_file())}
    assert len(city.texts()) == 3
    for path in city.texts():
        title = path.read_text(encoding="utf-8").splitlines()[0]
        assert title.removesuffix("書") in titles or title in titles


def test_promised_meetings_belong_to_posts_and_rooms_that_there_are() -> None:
    posts = {row["post"] for row in rows(city.people_file())}
    rooms = {room.mail for room in city.spec().rooms}
    promised = city.promises()
    assert len({one.text for one in promised}) == len(promised) == 3
    for one in promised:
        assert one.text.is_file()
        assert {one.owner, *one.posts} <= posts
        assert one.room in {"", *rooms}
    assert any(one.posts and one.room for one in promised)


def test_the_tenant_has_everyone_with_their_superior() -> None:
    spec = city.spec()
    by_id = {person.aad_object_id: person for person in spec.people}
    at_city_hall = {row["aad_object_id"] for row in rows(city.people_file())}
    at_schools = {person.aad_object_id for person in city_schools.people()}
    head = next(person for person in spec.people if person.job_title == "課長補佐")
    assert by_id[head.manager or ""].job_title == "課長"
    assert {person.locale for person in spec.people} == {"ja-JP", "en-US", "vi-VN"}
    assert set(by_id) == at_city_hall | at_schools
    assert not at_city_hall & at_schools
    assert len(by_id) == len(spec.people)


def test_the_schools_have_a_staff_room_and_a_class_team_that_children_are_in() -> None:
    people = {person.aad_object_id: person for person in city_schools.people()}
    staff_room, class_team = city_schools.teams()
    (channel,) = (one for one in staff_room.channels if one.kind == "private")
    for place in (staff_room, channel, *city_schools.chats()):
        assert all("staff" in people[one.aad_object_id].roles for one in place.members)
    assert any("pupil" in people[one.aad_object_id].roles for one in class_team.members)
    assert class_team.specialization == "educationClass"
