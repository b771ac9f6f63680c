"""Where a tenant's data keys are kept, wrapped, and how far their rotation is."""

from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint

from bot.storage.columns import Instant, Json
from bot.storage.tables import table

# Number 0 writes digests and stays for good: what is found by a digest must be found after a
# rotation too. The others seal, the highest from now on.
DIGESTS = 0
DATA_KEY = table(
    "data_key",
    Column("number", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_at", Instant),  # real time; NULL: before keys were rotated
    PrimaryKeyConstraint("tenant_id", "number"),
)
# What was sealed by older keys is sealed anew by `number`; `place` says how far, by column.
ROTATION = table(
    "key_rotation",
    Column("number", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("place", Json, nullable=False),
    PrimaryKeyConstraint("tenant_id", "number"),
)
