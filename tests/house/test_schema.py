"""The migrations and the tables in the code describe one schema."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.storage import schema
from bot.storage.tables import metadata


def test_the_newest_migration_is_the_one_that_the_code_expects():
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_migrating_builds_exactly_the_tables_in_the_code(storage):
    wanted = {name for name in metadata.tables if not name.startswith("test_")}

    def ours(object_, name, type_, reflected, compare_to):
        # `release` is the schema's own: no code but the schema's reads it.
        return not (type_ == "table" and (name.startswith("test_") or name == "release"))

    with storage.engine.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        found = compare_metadata(context, metadata)
    assert wanted
    assert found == []
