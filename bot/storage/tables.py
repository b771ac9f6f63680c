"""The one way to declare a table, so that every row belongs to a tenant."""

from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect

# PostgreSQL's insert: its ON CONFLICT renders on SQLite in the same words.
from sqlalchemy.dialects.postgresql import insert as upsert

__all__ = ["metadata", "strangers", "table", "upsert"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *parts: Any, **options: Any) -> Table:
    """A table whose first column is the tenant; the rest as for SQLAlchemy's Table."""
    tenant = Column("tenant_id", String(64), nullable=False)
    return Table(name, metadata, tenant, *parts, **options)


def strangers(connection: Connection) -> tuple[str, ...]:
    """Tables of a tenant's rows that stand in the database and aren't declared here: of a newer
    release, or of a part of this one that wasn't loaded. Who works on every table must stop."""
    found = inspect(connection).get_multi_columns()
    return tuple(
        sorted(
            name
            for (_, name), columns in found.items()
            if name not in (*metadata.tables, "release")
            and any(column["name"] == "tenant_id" for column in columns)
        )
    )
