"""Records: incidents, registers, backups, rotation of keys; names are sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Everything that 0004 didn't have. An older release may not go on: names are sealed from now
    on, and it would show none, and write those of the next import in clear."""
    op.execute("UPDATE release SET oldest = '0.5.0'")
    op.create_table(
        "account_idle",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person", name=op.f("pk_account_idle")),
    )
    op.create_table(
        "backup",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("envelopes", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_backup")),
    )
    op.create_table(
        "backup_check",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("backup", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=True),
        sa.Column("checked_at", sa.String(32), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_backup_check")),
    )
    op.create_table(
        "disposal",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cut", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("witness", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.String(32), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.String(32), nullable=True),
        sa.Column("begun_at", sa.String(32), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("backups", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_disposal_tenant_id_stage"), "disposal", ["tenant_id", "stage"], unique=False
    )
    op.create_table(
        "disposal_person",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("disposal", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person", name=op.f("pk_disposal_person")),
    )
    op.create_index(
        op.f("ix_disposal_person_tenant_id_disposal"),
        "disposal_person",
        ["tenant_id", "disposal"],
        unique=False,
    )
    op.create_table(
        "handling_line",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_line")),
        sa.UniqueConstraint(
            "tenant_id", "subject", "mark", name=op.f("uq_handling_line_tenant_id_subject_mark")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_handling_line_tenant_id_subject_on"),
        "handling_line",
        ["tenant_id", "subject", "on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_handling_line_tenant_id_who"), "handling_line", ["tenant_id", "who"], unique=False
    )
    op.create_table(
        "handling_row",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_row")),
        sa.UniqueConstraint(
            "tenant_id",
            "subject",
            "kind",
            "mark",
            name=op.f("uq_handling_row_tenant_id_subject_kind_mark"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_handling_row_tenant_id_who"), "handling_row", ["tenant_id", "who"], unique=False
    )
    op.create_table(
        "hold",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.String(32), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_hold_tenant_id_subject"), "hold", ["tenant_id", "subject"], unique=False
    )
    op.create_table(
        "incident",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=60), nullable=False),
        sa.Column("known_at", sa.String(32), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("reporter", sa.Integer(), nullable=True),
        sa.Column("agreement", sa.Integer(), nullable=True),
        sa.Column("ours", sa.String(length=10), nullable=False),
        sa.Column("exposure", sa.Integer(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_at", sa.String(32), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("tenant_id", "token", name=op.f("uq_incident_tenant_id_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_incident_tenant_id_agreement"),
        "incident",
        ["tenant_id", "agreement"],
        unique=False,
    )
    op.create_index(
        op.f("ix_incident_tenant_id_exposure"), "incident", ["tenant_id", "exposure"], unique=False
    )
    op.create_index(
        op.f("ix_incident_tenant_id_look_on"), "incident", ["tenant_id", "look_on"], unique=False
    )
    op.create_index(
        op.f("ix_incident_tenant_id_reporter"), "incident", ["tenant_id", "reporter"], unique=False
    )
    op.create_index(
        op.f("ix_incident_tenant_id_state"), "incident", ["tenant_id", "state"], unique=False
    )
    op.create_table(
        "incident_step",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "incident", "number", name=op.f("pk_incident_step")),
    )
    op.create_index(
        op.f("ix_incident_step_tenant_id_by"), "incident_step", ["tenant_id", "by"], unique=False
    )
    op.create_table(
        "inspection",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_inspection_tenant_id_look_on"),
        "inspection",
        ["tenant_id", "look_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspection_tenant_id_subject"),
        "inspection",
        ["tenant_id", "subject"],
        unique=False,
    )
    op.create_table(
        "key_rotation",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "number", name=op.f("pk_key_rotation")),
    )
    op.create_table(
        "ledger_anchor",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("filed", sa.Integer(), nullable=False),
        sa.Column("told", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "day", name=op.f("pk_ledger_anchor")),
    )
    op.create_table(
        "records_mark",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_records_mark")),
    )
    op.create_table(
        "subcontract",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subcontract")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_subcontract_tenant_id_agreement"),
        "subcontract",
        ["tenant_id", "agreement"],
        unique=False,
    )
    op.create_index(
        op.f("ix_subcontract_tenant_id_stage"), "subcontract", ["tenant_id", "stage"], unique=False
    )
    op.create_index(
        op.f("ix_attendance_pupil_tenant_id_id"),
        "attendance_pupil",
        ["tenant_id", "id"],
        unique=False,
    )
    op.add_column("attendance_pupil_line", sa.Column("names", sa.LargeBinary(), nullable=True))
    op.create_index(
        op.f("ix_attendance_report_tenant_id_id"),
        "attendance_report",
        ["tenant_id", "id"],
        unique=False,
    )
    op.add_column("data_key", sa.Column("made_at", sa.String(32), nullable=True))
    op.add_column("directory", sa.Column("sealed_name", sa.LargeBinary(), nullable=True))
    op.add_column("listing", sa.Column("sealed_name", sa.LargeBinary(), nullable=True))
    op.create_index(
        "notice_worded",
        "notice",
        ["tenant_id", "id"],
        unique=False,
        sqlite_where=sa.text("payload IS NOT NULL"),
        postgresql_where=sa.text("payload IS NOT NULL"),
    )
    op.add_column("staged", sa.Column("sealed_name", sa.LargeBinary(), nullable=True))
