from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select

from bot.storage import like

WORDS = st.text(alphabet="ab%_\\", max_size=6)
TEXT = Table("text", MetaData(), Column("id", Integer, primary_key=True), Column("it", String))


@given(whole=WORDS, part=WORDS)
def test_a_pattern_finds_what_holds_the_text_and_nothing_else(whole, part):
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        TEXT.create(connection)
        connection.execute(insert(TEXT), {"it": whole})
        pattern = TEXT.c.it.like(f"%{like.literal(part)}%", escape=like.ESCAPE)
        found = connection.execute(select(TEXT.c.it).where(pattern)).all()
    engine.dispose()
    assert bool(found) == (part in whole)
