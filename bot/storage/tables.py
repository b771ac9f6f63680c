"""The one way to declare a table, so that every row belongs to a tenant."""

from typing import Any

from sqlalchemy import Column, MetaData, String, Table

# PostgreSQL's insert: its ON CONFLICT renders on SQLite in the same words.
from sqlalchemy.dialects.postgresql import insert as upsert

__all__ = ["metadata", "table", "upsert"]

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
