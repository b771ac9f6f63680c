"""Releases that don't exist yet: this one's code with further migrations, in a folder."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
_STORAGE = CHECKOUT / "bot" / "storage"
# What a release may do while the one before still runs: add, with a default where it must be told.
EXPANDS = """
    op.add_column("notice", sa.Column("colour", sa.Text(), server_default="plain", nullable=False))
    op.add_column("delivery", sa.Column("seen_on", sa.Text(), nullable=True))
    op.create_table(
        "tint",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "notice", name=op.f("pk_tint")),
    )
    op.create_index(op.f("ix_delivery_tenant_id_seen_on"), "delivery", ["tenant_id", "seen_on"])
"""
# What only the release after that may do: take away what this one needs, and say so.
CONTRACTS = """
    op.drop_column("delivery", "reason")
    op.execute("UPDATE release SET oldest = '{release}'")
"""
_SCRIPT = '''"""{caption}."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{number}", "{before}", None, None


def upgrade() -> None:
    """What a test wants of it."""
{steps}
'''


@dataclass(frozen=True)
class Release:
    """A folder to put first on Python's path, and what its code says of itself."""

    folder: Path
    version: str
    head: str


def following(count: int = 1) -> str:
    """The number of the release so many minor ones after this."""
    major, minor, _ = version("renkei").split(".")[:3]
    return f"{major}.{int(minor) + count}.0"


def make(folder: Path, *steps: str, release: str = "") -> Release:
    """This code as the next release has it, with one more migration for each of `steps`."""
    named = release or following()
    _linked(CHECKOUT, folder, only=("bot", "cards", "graph"))
    _opened(folder / "bot")
    _opened(folder / "bot" / "storage")
    _opened(folder / "bot" / "storage" / "migrations")
    _opened(folder / "bot" / "storage" / "migrations" / "versions")
    head = _add(folder / "bot" / "storage", steps)
    about = folder / f"renkei-{named}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: renkei\nVersion: {named}\n")
    return Release(folder, named, head)


def _add(storage: Path, steps: tuple[str, ...]) -> str:
    """Write the migrations and let the code expect the last of them; its number."""
    code = (_STORAGE / "schema.py").read_text(encoding="utf-8")
    now = code.partition('HEAD = "')[2][:4]
    before = now
    for number, step in enumerate(steps, int(now) + 1):
        script = _SCRIPT.format(
            caption="A later release", number=f"{number:04}", before=before, steps=step
        )
        (storage / "migrations" / "versions" / f"{number:04}_later.py").write_text(script)
        before = f"{number:04}"
    (storage / "schema.py").unlink()
    (storage / "schema.py").write_text(code.replace(f'HEAD = "{now}"', f'HEAD = "{before}"'))
    return before


def _opened(folder: Path) -> None:
    """A folder of links in place of a link to a folder."""
    there = folder.resolve()
    folder.unlink()
    _linked(there, folder)


def _linked(there: Path, here: Path, only: tuple[str, ...] = ()) -> None:
    here.mkdir(parents=True, exist_ok=True)
    for one in there.iterdir():
        if one.name != "__pycache__" and (not only or one.name in only):
            (here / one.name).symlink_to(one)
