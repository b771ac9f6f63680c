import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    union_all,
    update,
)

from bot.storage import tables
from bot.storage.scope import TENANT, scoped

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
    ],
)
def test_every_table_of_a_statement_is_bound_to_the_tenant(statement, bound):
    sql = str(scoped(statement))
    assert sql.count(f":{TENANT}") >= bound, sql


def test_an_outer_join_stays_one():
    sql = str(scoped(select(BOOK).outerjoin(SHELF, BOOK.c.shelf == SHELF.c.id)))
    on, where = sql.split("WHERE")
    assert f"shelf.tenant_id = :{TENANT}" in on
    assert "shelf.tenant_id" not in where


@pytest.mark.parametrize(
    "wrong", [text("SELECT 1"), insert(BOOK).from_select(["id"], select(SHELF.c.id))]
)
def test_what_cannot_be_bound_is_refused(wrong):
    with pytest.raises(TypeError):
        scoped(wrong)


def test_every_table_of_the_house_belongs_to_a_tenant():
    for name, table in tables.metadata.tables.items():
        assert "tenant_id" in table.c, name
        assert not table.c.tenant_id.nullable, name
