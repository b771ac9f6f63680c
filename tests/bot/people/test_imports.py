from datetime import date

import pytest
from sqlalchemy import func, select, update

from bot.errors import Stale, Unreadable
from bot.people import imports, store
from bot.people.model import Role
from bot.people.tables import HOLDING, LISTING, REGISTER, ROLE, STAGED, STANDING
from bot.sheets import BadRows
from tests.bot.people.conftest import person

TODAY = date(2026, 11, 24)
MARCH, APRIL = date(2027, 3, 20), date(2027, 4, 1)


def by_mail(read, number, on=TODAY):
    return read(lambda tx: store.find_by_mail(tx, f"p{number}@akatsuki.example", on))


def posts(read, number, on=TODAY):
    found = by_mail(read, number, on)
    ids = read(lambda tx: store.posts_of(tx, found.id, on))
    return [read(lambda tx, p=post: store.get_post(tx, p, on)).name for post in ids]


def counts(read):
    tables = (LISTING, HOLDING, ROLE, STANDING, STAGED)
    statements = [select(func.count()).select_from(table) for table in tables]
    return read(lambda tx: [tx.value(statement) for statement in statements])


def test_same_file_twice_changes_nothing(load, read):
    rows = [
        person(n, post="担当" if n else "課長", superior_post="課長" if n else "") for n in range(5)
    ]
    first = load(*rows, today=TODAY)
    before = counts(read), by_mail(read, 3), posts(read, 3)
    assert load(*rows, today=TODAY) == first
    assert (counts(read), by_mail(read, 3), posts(read, 3)) == before
    assert counts(read)[-1] == 0


def test_several_rows_of_a_person_are_several_posts(load, read):
    load(person(1, post="課長"), person(1, post="室長", department="企画室"), today=TODAY)
    assert posts(read, 1) == ["課長", "室長"]


def test_people_whom_a_file_does_not_name_stay_as_they_were(load, read):
    load(person(1, post="課長"), person(2, post="係長", superior_post="課長"), today=TODAY)
    load(person(1, post="部長"), today=TODAY)
    assert (posts(read, 1), posts(read, 2)) == (["部長"], ["係長"])
    (post,) = read(lambda tx: store.posts_named(tx, "係長", TODAY))
    assert read(lambda tx: store.superior(tx, post.id, TODAY)).name == "課長"


def test_posts_of_the_coming_year_are_seen_by_nobody_before_their_day(load, read):
    load(person(1, post="課長"), person(2, post="係長", superior_post="課長"), today=TODAY)
    load(
        person(1, post="局長", department="新局", roles="manager", **{"from": "2027-04-01"}),
        person(2, post="課長", superior_post="局長", **{"from": "2027-04-01"}),
        person(3, post="係長", superior_post="課長", **{"from": "2027-04-01"}),
        today=MARCH,
    )
    assert (posts(read, 1, MARCH), posts(read, 2, MARCH), posts(read, 3, MARCH)) == (
        ["課長"],
        ["係長"],
        [],
    )
    assert read(lambda tx: store.posts_named(tx, "局長", MARCH)) == ()
    assert by_mail(read, 1, MARCH).roles == {Role.STAFF}
    (chief,) = read(lambda tx: store.posts_named(tx, "総務課 課長", MARCH))
    assert read(lambda tx: store.superior(tx, chief.id, MARCH)) is None
    assert by_mail(read, 3, MARCH).roles == frozenset()

    assert (posts(read, 1, APRIL), posts(read, 2, APRIL), posts(read, 3, APRIL)) == (
        ["局長"],
        ["課長"],
        ["係長"],
    )
    assert Role.MANAGER in by_mail(read, 1, APRIL).roles
    assert by_mail(read, 1, APRIL).department == "新局"
    assert read(lambda tx: store.superior(tx, chief.id, APRIL)).name == "局長"


def test_file_of_the_coming_year_may_be_loaded_twice(load, read):
    new = person(1, post="局長", **{"from": "2027-04-01"})
    load(person(1, post="課長"), today=TODAY)
    load(new, today=MARCH)
    before = counts(read)
    load(new, today=MARCH)
    assert counts(read) == before
    assert (posts(read, 1, MARCH), posts(read, 1, APRIL)) == (["課長"], ["局長"])


def test_person_known_by_mail_is_the_same_when_the_directory_id_comes(load, read):
    load(person(1, aad_object_id=""), today=TODAY)
    before = by_mail(read, 1)
    load(person(1), today=TODAY)
    after = by_mail(read, 1)
    assert (after.id, after.aad_object_id) == (before.id, person(1)["aad_object_id"])
    load(person(1, aad_object_id="", name="職員1"), today=TODAY)
    assert by_mail(read, 1) == after


def test_superior_whom_nobody_holds_exists_and_is_told(load, read):
    done = load(person(1, post="課長", superior_post="市長"), today=TODAY)
    assert done.vacant == ("市長",)
    (post,) = read(lambda tx: store.posts_named(tx, "課長", TODAY))
    assert read(lambda tx: store.superior(tx, post.id, TODAY)).name == "市長"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([person(1, name="")], (2, "name")),
        ([person(1, aad_object_id="", mail="")], (2, "mail")),
        ([person(1, mail="nobody")], (2, "mail")),
        ([person(1), person(1, name="別人")], (3, "name")),
        ([person(1), person(2, roles="boss")], (3, "roles")),
        ([person(1, language="klingon")], (2, "language")),
        ([person(1, **{"from": "2027-04-01", "to": "2027-03-31"})], (2, "to")),
        ([person(1, **{"from": "soon"})], (2, "from")),
        ([person(1, leave_to="2027-03-31")], (2, "leave_from")),
        ([person(1, post="課長", superior_post="課長")], (2, "superior_post")),
        ([person(1), person(2, aad_object_id="", mail="p1@akatsuki.example")], (3, "mail")),
        (
            [
                person(1, post="課長", department="甲課"),
                person(2, post="課長", department="乙課"),
                person(3, post="係長", department="丙課", superior_post="課長"),
            ],
            (4, "superior_post"),
        ),
    ],
)
def test_bad_row_is_told_with_line_and_column_and_nothing_is_imported(load, read, rows, fault):
    load(person(50, post="課長", department="前からの課"), today=TODAY)
    before = counts(read)
    with pytest.raises(BadRows) as caught:
        load(*rows, today=TODAY)
    assert [(one.line, one.column) for one in caught.value.faults] == [fault]
    assert counts(read) == before
    assert by_mail(read, 1) is None


def test_failing_entry_leaves_everything_as_it_was(load, read):
    load(person(1, post="課長"), today=TODAY)
    before = counts(read)

    def fails(tx, done):
        raise Unreadable("the ledger", "refuses")

    with pytest.raises(Unreadable):
        load(person(1, post="部長"), today=TODAY, finally_=fails)
    assert (counts(read), posts(read, 1)) == (before, ["課長"])


def test_import_that_another_overtook_is_refused(load, read, storage, tenant, monkeypatch):
    load(person(1, post="課長"), today=TODAY)
    current = read(lambda tx: tx.value(select(REGISTER.c.generation)))
    counted = imports._counted

    def overtaken(tx, *given):
        other = update(REGISTER).values(generation=current + 1)
        storage.write_now(tenant, lambda tx: tx.run(other))
        return counted(tx, *given)

    monkeypatch.setattr(imports, "_counted", overtaken)
    with pytest.raises(Stale):
        load(person(1, post="部長"), today=TODAY)
    storage.write_now(tenant, lambda tx: tx.run(update(REGISTER).values(generation=current)))
    assert posts(read, 1) == ["課長"]


def test_japanese_headings_and_words_are_understood(storage, tenant, tmp_path, read):
    file = tmp_path / "名簿.csv"
    file.write_bytes(
        (
            "氏名,メールアドレス,所属,職名,役割,言語,開始日,終了日\n"
            "職員1,p1@akatsuki.example,総務課,課長,管理職、協定担当,日本語,令和8年4月1日,R9.3.31\n"
        ).encode("cp932")
    )
    imports.load(storage, tenant, file, today=TODAY, finally_=lambda tx, done: None)
    found = by_mail(read, 1)
    assert found.roles == {Role.MANAGER, Role.AGREEMENT_DESK, Role.STAFF}
    assert found.left_on == APRIL


def test_pupils_and_guardians_are_no_staff(load, read):
    load(person(1, roles="pupil"), person(2, roles="guardian"), today=TODAY)
    assert by_mail(read, 1).roles == {Role.PUPIL}
    assert by_mail(read, 2).roles == {Role.GUARDIAN}
