"""Training: courses, sessions, seats, who booked them and who finished."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Everything that 0002 didn't have; nothing is taken away, so that the last release runs on."""
    op.create_table(
        "letter_heard",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("slice", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "sender", "slice", "key", name=op.f("pk_letter_heard")
        ),
    )
    op.create_table(
        "secondment",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("home", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment")),
        sa.UniqueConstraint(
            "tenant_id",
            "person",
            "starts_on",
            name=op.f("uq_secondment_tenant_id_person_starts_on"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_secondment_tenant_id_look_on"),
        "secondment",
        ["tenant_id", "look_on"],
        unique=False,
    )
    op.create_table(
        "secondment_report",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("secondment", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "secondment", "due_on", name=op.f("pk_secondment_report")
        ),
    )
    op.create_table(
        "self_check",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "who", name=op.f("pk_self_check")),
    )
    op.create_table(
        "self_check_group",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "year", "org", name=op.f("pk_self_check_group")),
    )
    op.create_table(
        "training_announcement",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("source_key", sa.String(length=80), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("selector", sa.String(length=160), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_announcement")),
        sa.UniqueConstraint(
            "tenant_id",
            "purpose",
            "source_key",
            name=op.f("uq_training_announcement_tenant_id_purpose_source_key"),
        ),
    )
    op.create_index(
        op.f("ix_training_announcement_tenant_id_course"),
        "training_announcement",
        ["tenant_id", "course"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_announcement_tenant_id_cursor"),
        "training_announcement",
        ["tenant_id", "cursor"],
        unique=False,
    )
    op.create_table(
        "training_completion",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("municipality", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("told", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "person", "course", name=op.f("pk_training_completion")
        ),
    )
    op.create_index(
        "ix_training_completion_counted",
        "training_completion",
        ["tenant_id", "course", "municipality", "department", "how", "person"],
        unique=False,
    )
    op.create_index(
        "ix_training_completion_untold",
        "training_completion",
        ["tenant_id", "on", "course", "person"],
        unique=False,
        sqlite_where=sa.text("told = 0"),
        postgresql_where=sa.text("NOT told"),
    )
    op.create_table(
        "training_course",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("requires", sa.Text(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("repeats", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("head", sa.String(length=10), nullable=False),
        sa.Column("duty", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("promise", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.String(32), nullable=True),
        sa.Column("choose_by", sa.Date(), nullable=True),
        sa.Column("finish_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=False),
        sa.Column("home_course", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_course")),
        sa.UniqueConstraint(
            "tenant_id",
            "home",
            "code",
            "year",
            name=op.f("uq_training_course_tenant_id_home_code_year"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_training_course_tenant_id_code"),
        "training_course",
        ["tenant_id", "code"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_course_tenant_id_state"),
        "training_course",
        ["tenant_id", "state"],
        unique=False,
    )
    op.create_table(
        "training_crowd",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("was", sa.String(32), nullable=True),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_crowd")),
    )
    op.create_index(
        op.f("ix_training_crowd_tenant_id_id"), "training_crowd", ["tenant_id", "id"], unique=False
    )
    op.create_table(
        "training_enrolment",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=10), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("transaction_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_enrolment")),
        sa.UniqueConstraint(
            "tenant_id",
            "person",
            "course",
            name=op.f("uq_training_enrolment_tenant_id_person_course"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_training_enrolment_counted",
        "training_enrolment",
        ["tenant_id", "course", "municipality", "department", "state", "person"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_enrolment_tenant_id_approved"),
        "training_enrolment",
        ["tenant_id", "approved"],
        unique=False,
        sqlite_where=sa.text("approved = 0"),
        postgresql_where=sa.text("NOT approved"),
    )
    op.create_index(
        op.f("ix_training_enrolment_tenant_id_asked"),
        "training_enrolment",
        ["tenant_id", "asked"],
        unique=False,
        sqlite_where=sa.text("asked IS NOT NULL"),
        postgresql_where=sa.text("asked IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_training_enrolment_tenant_id_course_session_state_since"),
        "training_enrolment",
        ["tenant_id", "course", "session", "state", "since"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_enrolment_tenant_id_entry"),
        "training_enrolment",
        ["tenant_id", "entry"],
        unique=False,
        sqlite_where=sa.text("entry = 'wanted'"),
        postgresql_where=sa.text("entry = 'wanted'"),
    )
    op.create_index(
        op.f("ix_training_enrolment_tenant_id_until"),
        "training_enrolment",
        ["tenant_id", "until"],
        unique=False,
        sqlite_where=sa.text("until IS NOT NULL"),
        postgresql_where=sa.text("until IS NOT NULL"),
    )
    op.create_table(
        "training_gathering",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organizer", sa.String(length=320), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("transaction_id", sa.String(length=200), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("join_url", sa.Text(), nullable=False),
        sa.Column("trouble", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "session", name=op.f("pk_training_gathering")),
    )
    op.create_table(
        "training_mark",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_training_mark")),
    )
    op.create_table(
        "training_notice",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "subject", "notice", name=op.f("pk_training_notice")),
    )
    op.create_table(
        "training_offer",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "course", "tenant", name=op.f("pk_training_offer")),
    )
    op.create_table(
        "training_quota",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "session", "org", "name", name=op.f("pk_training_quota")
        ),
    )
    op.create_table(
        "training_session",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(32), nullable=False),
        sa.Column("ends_at", sa.String(32), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.String(32), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("organizer", sa.String(length=320), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("lapse_at", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint(
            "tenant_id",
            "course",
            "number",
            name=op.f("uq_training_session_tenant_id_course_number"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_training_session_tenant_id_lapse_at"),
        "training_session",
        ["tenant_id", "lapse_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_session_tenant_id_starts_at"),
        "training_session",
        ["tenant_id", "starts_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_session_tenant_id_state_ends_at"),
        "training_session",
        ["tenant_id", "state", "ends_at"],
        unique=False,
    )
    op.create_table(
        "training_step",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_step")),
    )
    op.create_index(
        op.f("ix_training_step_tenant_id_enrolment"),
        "training_step",
        ["tenant_id", "enrolment"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_step_tenant_id_person"),
        "training_step",
        ["tenant_id", "person"],
        unique=False,
        sqlite_where=sa.text("person > 0"),
        postgresql_where=sa.text("person > 0"),
    )
    op.create_table(
        "training_try",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person", "course", name=op.f("pk_training_try")),
    )
    op.create_index(
        op.f("ix_training_try_tenant_id_course"),
        "training_try",
        ["tenant_id", "course"],
        unique=False,
    )
    op.create_table(
        "training_wave",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "course", "number", name=op.f("pk_training_wave")),
    )
    op.create_table(
        "training_wave_choice",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("course", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(length=200), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "course", "municipality", name=op.f("pk_training_wave_choice")
        ),
    )
    op.create_index(
        op.f("ix_training_wave_choice_tenant_id_person"),
        "training_wave_choice",
        ["tenant_id", "person"],
        unique=False,
    )
