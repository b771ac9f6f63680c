"""Meetings, what they ask of calendars, and what the directory says of people."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Everything that 0001 didn't have; nothing is taken away, so that 0.1.0 runs on."""
    op.create_table(
        "directory",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("aad_object_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("mail", sa.String(length=320), nullable=True),
        sa.Column("sign_in", sa.String(length=320), nullable=True),
        sa.Column("department", sa.String(length=200), nullable=True),
        sa.Column("job_title", sa.String(length=200), nullable=True),
        sa.Column("enabled", sa.Integer(), nullable=True),
        sa.Column("guest", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "aad_object_id", name=op.f("pk_directory")),
    )
    op.create_index(
        op.f("ix_directory_tenant_id_gone_on"),
        "directory",
        ["tenant_id", "gone_on"],
        unique=False,
        sqlite_where=sa.text("gone_on IS NOT NULL"),
        postgresql_where=sa.text("gone_on IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_directory_tenant_id_mail"),
        "directory",
        ["tenant_id", "mail"],
        unique=False,
        sqlite_where=sa.text("gone_on IS NOT NULL"),
        postgresql_where=sa.text("gone_on IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_directory_tenant_id_step"), "directory", ["tenant_id", "step"], unique=False
    )
    op.create_table(
        "directory_sync",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.Column("knows_changes", sa.Integer(), nullable=False),
        sa.Column("roles", sa.Integer(), nullable=False),
        sa.Column("other_roles", sa.Integer(), nullable=False),
        sa.Column("unread_groups", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_directory_sync")),
    )
    op.create_table(
        "meeting",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("slot_start", sa.String(32), nullable=True),
        sa.Column("slot_end", sa.String(32), nullable=True),
        sa.Column("wanted_start", sa.String(32), nullable=True),
        sa.Column("wanted_end", sa.String(32), nullable=True),
        sa.Column("seen_start", sa.String(32), nullable=True),
        sa.Column("seen_end", sa.String(32), nullable=True),
        sa.Column("organiser", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("transaction_id", sa.String(length=64), nullable=False),
        sa.Column("join_url", sa.Text(), nullable=False),
        sa.Column("in_calendar", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("revivals", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.String(32), nullable=True),
        sa.Column("looked_at", sa.String(32), nullable=True),
        sa.Column("looked_for", sa.String(32), nullable=True),
        sa.Column("met", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint(
            "tenant_id", "series", "first", name=op.f("uq_meeting_tenant_id_series_first")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meeting_tenant_id_look_at"), "meeting", ["tenant_id", "look_at"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_tenant_id_organiser"), "meeting", ["tenant_id", "organiser"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_tenant_id_slot_start"),
        "meeting",
        ["tenant_id", "slot_start"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_tenant_id_stage"), "meeting", ["tenant_id", "stage"], unique=False
    )
    op.create_table(
        "meeting_answer",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(length=10), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "meeting", "person", name=op.f("pk_meeting_answer")),
    )
    op.create_index(
        op.f("ix_meeting_answer_tenant_id_person"),
        "meeting_answer",
        ["tenant_id", "person"],
        unique=False,
    )
    op.create_table(
        "meeting_change",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meeting_change_tenant_id_meeting"),
        "meeting_change",
        ["tenant_id", "meeting"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_change_tenant_id_person"),
        "meeting_change",
        ["tenant_id", "person"],
        unique=False,
    )
    op.create_table(
        "meeting_follow_up",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_follow_up")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meeting_follow_up_tenant_id_due_on"),
        "meeting_follow_up",
        ["tenant_id", "due_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_follow_up_tenant_id_meeting"),
        "meeting_follow_up",
        ["tenant_id", "meeting"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_follow_up_tenant_id_post"),
        "meeting_follow_up",
        ["tenant_id", "post"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_follow_up_tenant_id_series"),
        "meeting_follow_up",
        ["tenant_id", "series"],
        unique=False,
    )
    op.create_table(
        "meeting_item",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("follow_up", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting",
            "follow_up",
            name=op.f("uq_meeting_item_tenant_id_meeting_follow_up"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meeting_item_tenant_id_by"), "meeting_item", ["tenant_id", "by"], unique=False
    )
    op.create_table(
        "meeting_mark",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_meeting_mark")),
    )
    op.create_table(
        "meeting_notice",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "meeting", "notice", name=op.f("pk_meeting_notice")),
    )
    op.create_index(
        op.f("ix_meeting_notice_tenant_id_notice"),
        "meeting_notice",
        ["tenant_id", "notice"],
        unique=False,
    )
    op.create_table(
        "meeting_room",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("mail", sa.String(length=320), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "mail", name=op.f("pk_meeting_room")),
    )
    op.create_table(
        "meeting_series",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("article", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("soft", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("room", sa.String(length=320), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("promise", sa.Integer(), nullable=False),
        sa.Column("duty", sa.Integer(), nullable=True),
        sa.Column("duty_version", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_meeting_series_tenant_id_duty"),
        "meeting_series",
        ["tenant_id", "duty"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_series_tenant_id_next_due_on"),
        "meeting_series",
        ["tenant_id", "next_due_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_series_tenant_id_post"),
        "meeting_series",
        ["tenant_id", "post"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_series_tenant_id_promise"),
        "meeting_series",
        ["tenant_id", "promise"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_series_tenant_id_source"),
        "meeting_series",
        ["tenant_id", "source"],
        unique=False,
    )
    op.create_table(
        "meeting_series_post",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "series", "post", name=op.f("pk_meeting_series_post")),
    )
    op.create_index(
        op.f("ix_meeting_series_post_tenant_id_post"),
        "meeting_series_post",
        ["tenant_id", "post"],
        unique=False,
    )
    op.create_table(
        "meeting_step",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "subject", name=op.f("pk_meeting_step")),
    )
    op.create_index(
        op.f("ix_meeting_step_tenant_id_at"), "meeting_step", ["tenant_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_step_tenant_id_person"),
        "meeting_step",
        ["tenant_id", "person"],
        unique=False,
    )
    op.add_column("duty", sa.Column("title", sa.Text(), server_default="", nullable=False))
    op.add_column("duty", sa.Column("partner", sa.Text(), server_default="", nullable=False))
    op.add_column("duty", sa.Column("soft", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("duty", sa.Column("in_force", sa.Boolean(), server_default="1", nullable=False))
    op.add_column("duty", sa.Column("lineage", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_duty_tenant_id_kind"), "duty", ["tenant_id", "kind"], unique=False)
