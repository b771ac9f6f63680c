import pytest

from bot.people import imports

COLUMNS = (
    *("aad_object_id", "name", "mail", "department", "post", "grade", "superior_post"),
    *("municipality", "roles", "language", "from", "to", "leave_from", "leave_to"),
)


@pytest.fixture
def load(storage, tenant, tmp_path):
    """Imports rows, each a dict by column, on a given day."""

    def load(*rows, today, finally_=lambda tx, done: None, told=lambda _: None):
        file = tmp_path / "people.csv"
        lines = [",".join(COLUMNS), *(",".join(row.get(c, "") for c in COLUMNS) for row in rows)]
        file.write_text("\n".join(lines), encoding="utf-8")
        return imports.load(storage, tenant, file, today=today, finally_=finally_, told=told)

    return load


@pytest.fixture
def read(storage, tenant):
    return lambda work: storage.read_now(tenant, work)


@pytest.fixture
def write(storage, tenant):
    return lambda work: storage.write_now(tenant, work)


def person(number, **given):
    """A row for an invented person; the post is in 総務課 unless told otherwise."""
    return {
        "aad_object_id": f"a0000000-0000-4000-8000-{number:012d}",
        "name": f"職員{number}",
        "mail": f"p{number}@akatsuki.example",
        "department": "総務課",
        **given,
    }
