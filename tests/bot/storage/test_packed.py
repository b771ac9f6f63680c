from sqlalchemy import bindparam, insert, select

from bot.people.tables import PERSON
from bot.storage.packed import among, text_for

_ADD = (
    insert(PERSON)
    .values(key=bindparam("key"), language=bindparam("language"))
    .returning(PERSON.c.id)
)
_THESE = select(PERSON.c.id).where(among(PERSON.c.id, "ids")).order_by(PERSON.c.id)
_CALLED = select(PERSON.c.id, text_for(PERSON.c.id, "words").label("word")).order_by(PERSON.c.id)
_OTHERS = select(PERSON.c.id).where(~among(PERSON.c.id, "ids")).order_by(PERSON.c.id)


def _people(storage, tenant, count):
    def add(tx):
        return [tx.value(_ADD, key=f"{tenant}-{n}", language="ja") for n in range(count)]

    return storage.write_now(tenant, add)


def _ids(storage, tenant, statement, ids):
    rows = storage.read_now(tenant, lambda tx: tx.all(statement, ids=ids))
    return [row.id for row in rows]


def test_those_among_the_numbers_are_found_however_many_there_are(storage, tenant):
    people = _people(storage, tenant, 400)
    for some in ([], people[:1], people[3:390]):
        assert _ids(storage, tenant, _THESE, some) == some


def test_all_others_are_not_among_them(storage, tenant):
    people = _people(storage, tenant, 5)
    assert _ids(storage, tenant, _OTHERS, people[1:]) == people[:1]


def test_another_tenants_rows_are_not_found_by_their_number(storage, tenant):
    people = _people(storage, tenant, 2)
    assert _ids(storage, f"{tenant[:-4]}0000", _THESE, people) == []


def test_each_row_gets_its_own_text_and_one_without_gets_none(storage, tenant):
    one, other, third = _people(storage, tenant, 3)
    words = {one: "更新", third: "a:1'\"\\$.x"}
    rows = storage.read_now(tenant, lambda tx: tx.all(_CALLED, words=words))
    assert [(row.id, row.word) for row in rows] == [
        (one, "更新"),
        (other, None),
        (third, "a:1'\"\\$.x"),
    ]
