import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    column,
    delete,
    exists,
    func,
    insert,
    join,
    literal_column,
    outerjoin,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy import table as lightweight
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.storage import tables
from bot.storage.scope import TENANT, scoped
from bot.storage.tables import upsert

_meta = MetaData()
BOOK = Table(
    "book",
    _meta,
    Column("tenant_id", String),
    Column("id", Integer, primary_key=True),
    Column("shelf", Integer),
    Column("title", String),
)
SHELF = Table("shelf", _meta, Column("tenant_id", String), Column("id", Integer, primary_key=True))
THIRD = Table("third", _meta, Column("tenant_id", String), Column("id", Integer, primary_key=True))
THIRD_OF_SHELF = SHELF.c.id == THIRD.c.id
ON = BOOK.c.shelf == SHELF.c.id
OWN = ["tenant_id", "id"]
LIGHT = lightweight("book", column("id"), column("tenant_id"))


@pytest.mark.parametrize(
    ("statement", "bound"),
    [
        (select(BOOK), 1),
        (select(func.count()).select_from(BOOK), 1),
        (select(BOOK.c.id, SHELF.c.id), 2),
        (select(BOOK).join(SHELF, BOOK.c.shelf == SHELF.c.id), 2),
        (select(BOOK).outerjoin(SHELF, BOOK.c.shelf == SHELF.c.id), 2),
        (select(BOOK).where(exists(select(SHELF.c.id).where(SHELF.c.id == BOOK.c.shelf))), 2),
        (select(BOOK).where(BOOK.c.shelf.in_(select(SHELF.c.id))), 2),
        (select(select(BOOK).subquery()), 1),
        (select(select(BOOK).cte("some")), 1),
        (union_all(select(BOOK.c.id), select(SHELF.c.id)), 2),
        (select(BOOK.alias("other")), 1),
        (update(BOOK).values(title="x"), 1),
        (delete(BOOK), 1),
        (delete(BOOK).where(BOOK.c.shelf.in_(select(SHELF.c.id))), 2),
        (update(BOOK).values(shelf=select(func.max(SHELF.c.id)).scalar_subquery()), 2),
        (insert(BOOK).values(title="x"), 1),
        (select(BOOK).select_from(outerjoin(BOOK, join(SHELF, THIRD, THIRD_OF_SHELF), ON)), 3),
        (select(BOOK).outerjoin(join(SHELF, THIRD, THIRD_OF_SHELF), ON), 3),
        (select(BOOK).select_from(join(BOOK, SHELF, BOOK.c.shelf.in_(select(THIRD.c.id)))), 3),
        (select(BOOK, select(SHELF.c.id).where(ON).lateral("near").c.id), 2),
        (upsert(BOOK).values(title="x").on_conflict_do_nothing(), 1),
        (upsert(BOOK).values(title="x").on_conflict_do_nothing(index_elements=OWN), 1),
        (upsert(BOOK).on_conflict_do_update(index_elements=OWN, set_={"title": "x"}), 1),
    ],
)
def test_every_table_of_a_statement_is_bound_to_the_tenant(statement, bound):
    sql = str(scoped(statement))
    assert sql.count(TENANT) >= bound, sql


def test_an_outer_join_stays_one():
    sql = str(scoped(select(BOOK).outerjoin(SHELF, BOOK.c.shelf == SHELF.c.id)))
    on, where = sql.split("WHERE")
    assert f"shelf.tenant_id = :{TENANT}" in on
    assert "shelf.tenant_id" not in where


def test_each_table_of_a_join_in_parentheses_is_bound_to_the_tenant():
    statement = select(BOOK).select_from(outerjoin(BOOK, join(SHELF, THIRD, THIRD_OF_SHELF), ON))
    on, where = str(scoped(statement)).split("WHERE")
    assert f"shelf.tenant_id = :{TENANT}" in on
    assert f"third.tenant_id = :{TENANT}" in on
    assert f"book.tenant_id = :{TENANT}" in where


@pytest.mark.parametrize(
    "wrong",
    [
        text("SELECT 1"),
        insert(BOOK).from_select(["id"], select(SHELF.c.id)),
        update(BOOK).where(ON).values(title="x"),
        update(BOOK).values(title=SHELF.c.id),
        update(BOOK).values(tenant_id="theirs"),
        update(LIGHT).values(id=1),
        delete(BOOK).where(ON),
        delete(BOOK).using(SHELF),
        insert(BOOK).values(tenant_id="theirs"),
        upsert(BOOK).on_conflict_do_update(index_elements=["id"], set_={"title": "x"}),
        upsert(BOOK).on_conflict_do_update(index_elements=OWN, set_={"tenant_id": "theirs"}),
        upsert(BOOK).on_conflict_do_update(constraint="pk_book", set_={"title": "x"}),
        upsert(BOOK).on_conflict_do_nothing(index_elements=["id"]),
        sqlite_insert(BOOK).on_conflict_do_update(index_elements=["id"], set_={"title": "x"}),
        select(BOOK.tablesample(func.bernoulli(1))),
        select(LIGHT),
        select(BOOK).where(BOOK.c.id.in_(select(LIGHT.c.id))),
        select(BOOK).join(LIGHT, LIGHT.c.id == BOOK.c.id),
        select(text("title FROM book")),
        select(literal_column("title FROM book")),
        select(column("title")).select_from(text("book")),
        select(text("SELECT id FROM book").columns(column("id")).subquery()),
        select(func.json_each("[]").table_valued("value")),
    ],
)
def test_what_cannot_be_bound_is_refused(wrong):
    with pytest.raises(TypeError):
        scoped(wrong)


def test_every_table_of_the_house_belongs_to_a_tenant():
    for name, table in tables.metadata.tables.items():
        assert "tenant_id" in table.c, name
        assert not table.c.tenant_id.nullable, name
